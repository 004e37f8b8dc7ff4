import { describe, expect, it } from 'vitest';
import type { PackageFile } from '../../shared/package.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { reasonNotToPublish } from './reason-not-to-publish.ts';

const complete = { owner: 'crew', packageName: 'kettle', version: '1.0' };
const file = { ticket: 'a', fileName: 'kettle.bin', size: 3, sha256: null };
const there: PackageFile = {
  id: 1,
  fileName: 'kettle.bin',
  size: 3,
  md5: '0'.repeat(32),
  sha1: '0'.repeat(40),
  sha256: 'a'.repeat(64),
  sha512: '0'.repeat(128),
};

function sheet(files = [file], listed: readonly PackageFile[] | null = []) {
  return {
    plan: planPublish(files, listed),
    listed,
    isLooking: false,
    failure: null,
    tryAgain: () => undefined,
  };
}

type Asked = Parameters<typeof reasonNotToPublish>;

function why(destination: Asked[0], plan: Asked[1]) {
  return reasonNotToPublish(destination, plan, []);
}

describe('why the publish button is off', () => {
  it('is not when something can be sent', () => {
    expect(why(complete, sheet())).toBeNull();
  });

  it.each([
    [{ owner: ' ' }, 'Say where to publish: owner is missing.'],
    [{ packageName: '' }, 'Package: it is empty'],
    [{ packageName: 'my package' }, 'Package: the server allows no blank'],
    [{ version: '..' }, 'Version: it is only dots'],
  ])('names what is missing: %j', (change, reason) => {
    expect(why({ ...complete, ...change }, sheet())).toBe(reason);
  });

  it('says how many files go at once', () => {
    const many = Array.from({ length: 10_001 }, (_, number) => ({ ...file, fileName: `${number}.bin` }));
    expect(why(complete, sheet(many))).toBe('At most 10,000 files go at once: leave some out.');
    expect(why(complete, sheet(many.slice(1)))).toBeNull();
  });

  it('asks for better names before anything else about the files', () => {
    expect(why(complete, sheet([{ ...file, fileName: 'ü' }], null))).toBe('1 name must be changed first.');
  });

  it('waits for the server and for comparing', () => {
    expect(why(complete, { ...sheet([file], null), isLooking: true })).toMatch(/^Looking/);
    expect(why(complete, sheet([file], [there]))).toMatch(/^Comparing/);
  });

  it('says when the server could not be asked, and when there is nothing to send', () => {
    const failure = { reason: 'unreachable' } as const;
    expect(why(complete, { ...sheet([file], null), failure })).toMatch(/could not be read/);
    const identical = { ...file, sha256: there.sha256 };
    expect(why(complete, { ...sheet([], [there]), plan: planPublish([identical], [there]) })).toBe(
      'Nothing to send: everything is there already.',
    );
    expect(why(complete, sheet([]))).toBe('No files to publish.');
  });

  it('does not wait for a file that cannot be read', () => {
    const unreadable = { ...file, unreadable: { reason: 'local-file-unreadable' } as const };
    expect(why(complete, sheet([unreadable], [there]))).toMatch(/^Nothing to send/);
  });

  it('says first that nothing may be published there at all', () => {
    const refused = { kind: 'refused', failure: { reason: 'not-allowed' } } as const;
    expect(reasonNotToPublish(complete, sheet([{ ...file, fileName: 'ü' }]), [refused])).toBe(
      'Nothing can be published to crew like this.',
    );
    const quota = { kind: 'quota', failure: { reason: 'storage-quota-reached' }, at: 1 } as const;
    expect(reasonNotToPublish(complete, sheet(), [quota])).toBeNull();
  });
});
