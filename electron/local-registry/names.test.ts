import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fileNameProblem, nameKey, packageNameProblem, versionProblem } from '../../shared/names.ts';
import { parseRequestTarget } from './request-target.ts';
import { findRoute } from './router.ts';

const Recording = z.object({
  steps: z.array(
    z.object({
      request: z.object({ method: z.string(), path: z.string() }),
      response: z.object({ status: z.number(), text: z.string().optional() }),
    }),
  ),
});

/** The uploads of a recording of names that reached the judgement of names, and what the server said of each. */
function recordedUploads(name: string) {
  const path = new URL(`../../e2e/contract/recordings/gitea-1.26-dev/${name}.json`, import.meta.url);
  const { steps } = Recording.parse(JSON.parse(readFileSync(path, 'utf8')));
  return steps.flatMap(({ request, response }) => {
    const target = parseRequestTarget(request.path);
    if (request.method !== 'PUT' || target === null) return [];
    const route = {
      path: 'api/packages/{owner}/generic/{package}/{version}/{file}',
      methods: { PUT: refused },
    };
    const match = findRoute([route], 'PUT', target.segments);
    return match.kind === 'handler' ? [{ path: request.path, parameters: match.parameters, response }] : [];
  });
}

function refused(): never {
  throw new Error('No request is answered here.');
}

/** What the registry would say of three names. */
function judge(parameters: ReadonlyMap<string, string>): string | null {
  const part = (name: string) => parameters.get(name) ?? '';
  if (packageNameProblem(part('package')) !== null) return 'invalid package name';
  if (fileNameProblem(part('file')) !== null) return 'invalid filename';
  if (versionProblem(part('version')) !== null) return 'invalid package version';
  return null;
}

describe('names', () => {
  it.each(['02-names-package', '02-names-file', '02-names-version'])(
    'are judged as recorded in %s',
    (name) => {
      const uploads = recordedUploads(name);
      expect(uploads.length).toBeGreaterThan(60);
      for (const { path, parameters, response } of uploads) {
        const expected = response.status === 400 ? response.text : null;
        expect({ path, verdict: judge(parameters) }).toEqual({ path, verdict: expected });
      }
    },
  );

  it('are compared one character at a time, as the server does', () => {
    expect(nameKey('ΟΔΟΣ')).toBe('οδοσ');
    expect(nameKey('İX')).toBe('ix');
    expect(nameKey('Ü')).toBe(nameKey('ü'));
  });
});
