'use strict';
const { contextBridge, ipcRenderer, webUtils } = require('electron');

var secretOfThePreload = 'not for the page';

contextBridge.exposeInMainWorld('sample', {
  secretLength: secretOfThePreload.length,
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  onNews(listener) {
    const hear = (_event, value) => listener(value);
    ipcRenderer.on('news', hear);
    return () => ipcRenderer.off('news', hear);
  },
  acceptFiles: (files) =>
    ipcRenderer.invoke(
      'paths',
      files.map((file) => webUtils.getPathForFile(file)),
    ),
});
