import { findInstalledBrowser, howToInstallBrowser } from './installed-browser.ts';
import { type BrowserProgram, findPackagedBrowser } from './packaged-browser.ts';

/** The program that shows the window: one with windows for a display, else the one that npm brought. */
export async function findBrowserProgram(isVisible: boolean): Promise<BrowserProgram> {
  const packaged = isVisible ? null : await findPackagedBrowser();
  if (packaged !== null) return packaged;
  const file = findInstalledBrowser();
  if (file === null) throw new Error(`No Chromium was found to show the window in. ${howToInstallBrowser()}`);
  return { file, environment: {}, canSandbox: process.getuid?.() !== 0 };
}
