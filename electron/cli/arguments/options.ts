import type { CommandName } from '../usage.ts';

/** All options of all commands, as `parseArgs` wants them. */
export const options = {
  server: { type: 'string' },
  owner: { type: 'string' },
  package: { type: 'string' },
  version: { type: 'string' },
  file: { type: 'string', multiple: true },
  to: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'user-data-dir': { type: 'string' },
  'retry-for': { type: 'string' },
  names: { type: 'string' },
  join: { type: 'string' },
  exclude: { type: 'string', multiple: true },
  split: { type: 'string' },
  'dry-run': { type: 'boolean' },
  checksums: { type: 'boolean' },
  'on-conflict': { type: 'string' },
} as const;

export type OptionName = keyof typeof options;

/** The values of a command line's options, by name; of `multiple` ones a list. */
export type OptionValues = {
  readonly [Name in OptionName]?: (typeof options)[Name] extends { readonly multiple: true }
    ? string[]
    : (typeof options)[Name]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** What every command but help takes. */
const everywhere: readonly OptionName[] = ['server', 'owner', 'json', 'user-data-dir', 'retry-for'];

const particular: Readonly<Record<CommandName, readonly OptionName[]>> = {
  publish: ['package', 'version', 'names', 'join', 'exclude', 'split', 'checksums', 'on-conflict', 'dry-run'],
  download: ['package', 'version', 'file', 'to'],
  list: ['package', 'version'],
  delete: ['package', 'version', 'file', 'yes'],
  verify: ['package', 'version'],
};

/** Whether a command takes an option. */
export function takesOption(command: CommandName, option: string): boolean {
  return [...everywhere, ...particular[command]].some((name) => name === option);
}

/** Whether an option may be given several times. */
export function isRepeatable(option: string): boolean {
  return option === 'file' || option === 'exclude';
}
