import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { api, encodeSegment, fileUrl } from './endpoints.ts';

const root = 'https://git.example.org/sub';
const file = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a.txt' };

/** What a server makes of the path: each segment decoded once. */
function segmentsOf(url: string): string[] {
  return new URL(url).pathname.split('/').slice(2).map(decodeURIComponent);
}

describe('endpoints', () => {
  it('stand below the root', () => {
    expect(fileUrl(root, file, 'change')).toEqual({
      ok: true,
      value: `${root}/api/packages/crew/generic/kettle/1.0/a.txt`,
    });
    expect(api.files(root, file)).toEqual({
      ok: true,
      value: `${root}/api/v1/packages/crew/generic/kettle/1.0/files`,
    });
    expect(api.version('http://127.0.0.1:3000')).toEqual({
      ok: true,
      value: 'http://127.0.0.1:3000/api/v1/version',
    });
  });

  it('name exactly the segments that were meant, or none', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({
        unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', 'E', '?', '#', ';', '+', ' ', 'a'),
        minLength: 1,
      }),
    );
    const check = () =>
      fc.assert(
        fc.property(name, name, name, (packageName, version, fileName) => {
          const built = fileUrl(root, { owner: 'crew', packageName, version, fileName }, 'read');
          if (!built.ok) return built.failure.reason.startsWith('invalid-');
          const meant = ['api', 'packages', 'crew', 'generic', packageName, version, fileName];
          return JSON.stringify(segmentsOf(built.value)) === JSON.stringify(meant);
        }),
        { numRuns: 20_000 },
      );
    expect(check).not.toThrow();
  });

  it.each(['.', '..', '%2e', '%2E%2e', '.%2E', '%252e', ''])(
    'refuse %j, which folds away on the wire',
    (version) => {
      expect(fileUrl(root, { ...file, version }, 'read')).toMatchObject({
        ok: false,
        failure: { reason: 'invalid-version' },
      });
      expect(api.packageVersion(root, { ...file, version }, 'change').ok).toBe(false);
    },
  );

  it.each(['a/../b', '../../evil', 'a\\..\\b', 'x%2f..%2fy', './a'])(
    'change nothing under %j, which a proxy may fold',
    (version) => {
      expect(fileUrl(root, { ...file, version }, 'change').ok).toBe(false);
      expect(api.packageVersion(root, { ...file, version }, 'change').ok).toBe(false);
      expect(fileUrl(root, { ...file, version }, 'read').ok).toBe(true);
    },
  );

  it.each(['https://git.example.org/a/../b', 'https://git.example.org/%2e', 'https://GIT.example.org'])(
    'are none at %s, which would not arrive as it stands',
    (serverUrl) => {
      expect(fileUrl(serverUrl, file, 'read')).toMatchObject({ failure: { reason: 'invalid-request' } });
    },
  );

  it('say which name was refused', () => {
    for (const [change, reason] of [
      [{ owner: '..' }, 'owner-not-found'],
      [{ packageName: '..' }, 'invalid-package-name'],
      [{ version: '.' }, 'invalid-version'],
      [{ fileName: '\ud800' }, 'invalid-file-name'],
    ] as const) {
      expect(fileUrl(root, { ...file, ...change }, 'read')).toMatchObject({ ok: false, failure: { reason } });
    }
  });

  it('leave only unreserved characters as they are', () => {
    expect(encodeSegment("a-_.~!'()*")).toBe('a-_.~%21%27%28%29%2A');
    expect(encodeSegment('100% ü/ß')).toBe('100%25%20%C3%BC%2F%C3%9F');
    expect(encodeSegment('\udc00')).toBeNull();
  });
});
