import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposeNameBeside } from './name-beside.ts';
import { fileNameProblem, nameKey } from './names.ts';

describe('a name beside a taken one', () => {
  it.each([
    ['kettle.bin', 'kettle-2.bin'],
    ['kettle.tar.gz', 'kettle-2.tar.gz'],
    ['kettle-2.4.2.bin', 'kettle-2.4.2-2.bin'],
    ['LICENSE', 'LICENSE-2'],
    ['.profile', '.profile-2'],
    ['v1. final draft', 'v1. final draft-2'],
  ])('%s becomes %s', (name, proposal) => {
    expect(proposeNameBeside(name, new Set())).toBe(proposal);
  });

  it('counts on until a name is free, whatever its case', () => {
    const taken = new Set(['kettle.bin', 'KETTLE-2.BIN', 'kettle-3.bin'].map(nameKey));
    expect(proposeNameBeside('Kettle.bin', taken)).toBe('Kettle-4.bin');
  });

  it('keeps what was cut at 255 characters distinct', () => {
    const name = `${'k'.repeat(251)}.bin`;
    expect(proposeNameBeside(name, new Set())).toBe(`${'k'.repeat(249)}-2.bin`);
  });

  it('is always a name that the server takes, and a free one', () => {
    const names = fc
      .string({ minLength: 1, maxLength: 260 })
      .filter((name) => fileNameProblem(name) === null);
    fc.assert(
      fc.property(names, fc.array(names), (name, others) => {
        const taken = new Set([name, ...others].map(nameKey));
        const proposal = proposeNameBeside(name, taken);
        expect(fileNameProblem(proposal)).toBeNull();
        expect(taken.has(nameKey(proposal))).toBe(false);
      }),
    );
  });
});
