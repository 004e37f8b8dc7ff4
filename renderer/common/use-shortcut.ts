import { type Command, commands } from '../../shared/commands.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { formatShortcut } from './format-shortcut.ts';

/** The shortcut of a command as this platform writes it; empty for a command without one. */
export function useShortcut(command: Command): string {
  const { platform } = useAppInfo();
  const { accelerator } = commands[command];
  return accelerator === null ? '' : formatShortcut(accelerator, platform);
}
