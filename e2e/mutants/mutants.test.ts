import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { project } from '../../build/project.ts';
import { mutated } from './mutant.ts';
import { mutants } from './mutants.ts';

describe('the list of safety checks to take out', () => {
  it('has one name for each', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants)('knows where to find $name, and the tests that must miss it', (mutant) => {
    const text = readFileSync(project(mutant.file), 'utf8');
    expect(text.split(mutant.find)).toHaveLength(2);
    expect(mutated(text, mutant)).not.toBe(text);
    expect(mutant.tests.filter((test) => !existsSync(project(test)))).toEqual([]);
  });

  it('has stale ones told from good ones', () => {
    expect(mutated('if (safe) go();', { find: 'if (safe) ', replace: '' })).toBe('go();');
    expect(mutated('go();', { find: 'if (safe) ', replace: '' })).toBeNull();
    expect(mutated('safe && safe', { find: 'safe', replace: 'true' })).toBeNull();
  });
});
