import type { NotificationConstructorOptions } from 'electron';
import { GuardedEmitter, refuseMissing } from './missing-api.ts';

/** Electron's `Notification`: kept for tests to read, and to click by `emit('click')`. */
export class Notification extends GuardedEmitter {
  static readonly shown: Notification[] = [];

  static isSupported(): boolean {
    return true;
  }

  readonly title: string;
  readonly body: string;
  readonly silent: boolean;

  constructor({ title = '', body = '', silent = false }: NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'reply', 'action', 'failed']);
    this.title = title;
    this.body = body;
    this.silent = silent;
  }

  show(): void {
    Notification.shown.push(this);
    console.error('[stand-in] notification', JSON.stringify({ title: this.title, body: this.body }));
    this.emit('show', {});
  }

  close(): void {
    this.emit('close', {});
  }
}

/** What apps see. */
export const GuardedNotification = refuseMissing('Notification', Notification);
