import { expect, test } from 'vitest';
import { GuardedEmitter, MissingApiError, refuseMissing } from './missing-api.ts';

test('what is not there throws with its name, what is there works', async () => {
  const shell = refuseMissing<{ beep(): string; trash?(): void }>('shell', { beep: () => 'beep' });
  expect(shell.beep()).toBe('beep');
  expect(() => shell.trash?.()).toThrow('The stand-in for Electron has no shell.trash');
  expect(await Promise.resolve(shell)).toBe(shell);
});

test('listening to an event that never comes throws', () => {
  class Screen extends GuardedEmitter {
    readonly #size = 5;

    constructor() {
      super('screen', ['display-added']);
    }

    get size(): number {
      return this.#size;
    }
  }
  const screen = new Screen();
  expect(screen.size).toBe(5);
  expect(screen.on('display-added', () => undefined).listenerCount('display-added')).toBe(1);
  expect(() => screen.on('display-moved', () => undefined)).toThrow(MissingApiError);
});
