import { describe, expect, it } from 'vitest';
import { filesInArguments } from './file-arguments.ts';

describe('filesInArguments', () => {
  it('finds what the user gave a packaged app', () => {
    const given = ['/opt/tea-chest', '--user-data-dir=/tmp/x', 'dist/a.zip', '--flag', '/abs/b.zip'];
    expect(filesInArguments(given, '/home/tea', true)).toEqual(['/home/tea/dist/a.zip', '/abs/b.zip']);
  });

  it('finds files that are named by addresses, as some desktops do', () => {
    const given = [
      '/opt/tea-chest',
      'file:///home/tea/B%C3%BCchse%201.zip',
      'file://elsewhere.example/a',
      'file://%',
    ];
    expect(filesInArguments(given, '/', true)).toEqual(['/home/tea/Büchse 1.zip']);
  });

  it('does not take the app itself for a file to publish', () => {
    expect(filesInArguments(['/usr/bin/electron', '--inspect=0', '.'], '/home/tea', false)).toEqual([]);
    expect(filesInArguments(['node', 'main.js', 'a.zip'], '/home/tea', false)).toEqual(['/home/tea/a.zip']);
    expect(filesInArguments(['/opt/tea-chest'], '/home/tea', true)).toEqual([]);
  });
});
