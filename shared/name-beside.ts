import { nameKey } from './names.ts';

/** As long as file systems and servers' databases take names for. */
const longest = 255;

/** `kettle.tar.gz` is `kettle` and `.tar.gz`; a leading dot belongs to the name. */
function divide(name: string): readonly [stem: string, extension: string] {
  const extension = /(?:\.tar)?\.[A-Za-z0-9]{1,16}$/.exec(name.slice(1))?.[0] ?? '';
  return [name.slice(0, name.length - extension.length), extension];
}

/**
 * `kettle-2.tar.gz`: the first name beside one that is taken which may be had. `name` is one that the server takes; so
 * is what comes out.
 */
export function nameBeside(name: string, mayBeHad: (proposal: string) => boolean): string {
  const [stem, extension] = divide(name);
  for (let number = 2; ; number += 1) {
    const ending = `-${number}${extension}`;
    const proposal = stem.slice(0, longest - ending.length) + ending;
    if (mayBeHad(proposal)) return proposal;
  }
}

/** As `nameBeside`, free among `taken` (keys as `nameKey` makes them). */
export function proposeNameBeside(name: string, taken: ReadonlySet<string>): string {
  return nameBeside(name, (proposal) => !taken.has(nameKey(proposal)));
}
