import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RegistryClient } from '../../electron/registry/registry-client.ts';
import { callClient, endpointOf } from './client-playback-calls.ts';
import { expectationOf } from './client-playback-expectations.ts';
import { fillAnswer, PlaybackServer } from './client-playback-server.ts';
import { type RecordedRequest, type RecordedWorld, readRecordings } from './recordings.ts';

const recordings = readRecordings(fileURLToPath(new URL('recordings/', import.meta.url)));
const token = { kind: 'token', token: 'canary-0123456789' } as const;

/** Whether nothing was sent that says who asks. */
function isAnonymous(
  as: string | null,
  { path, headers }: RecordedRequest,
  { identities }: RecordedWorld,
): boolean {
  if (/[?&](?:access_)?token=/.test(path)) return false;
  return (as === null ? headers['authorization'] : identities[as]) == null;
}

const counts = { played: 0, refusals: 0 };

describe.each(recordings.map((recorded) => [recorded.name, recorded] as const))(
  'answers of %s',
  (_, recorded) => {
    it.each(recorded.scenarios.map((scenario) => [scenario.scenario, scenario] as const))(
      '%s',
      async (_, scenario) => {
        await using server = await PlaybackServer.start();
        const base = `${server.origin}${scenario.sub_path}`;
        for (const step of scenario.steps) {
          if ('parallel' in step || step.response.none) continue;
          const endpoint = endpointOf(step.request, scenario.sub_path);
          if (endpoint === null) continue;
          const answer = fillAnswer(step.response, recorded.world, base);
          const anonymous = isAnonymous(step.as, step.request, recorded.world);
          const client = new RegistryClient({ serverUrl: base, credential: anonymous ? null : token });
          server.set(answer);
          const outcome = await callClient(client, endpoint, step.request);
          client.destroy();
          const where = `${step.note}: ${step.request.method} ${step.request.path} ${answer.status}`;
          const [, followed] = server.asked;
          expect({ where, outcome, followed }).toMatchObject({
            where,
            ...expectationOf(endpoint, step.request, answer, anonymous),
          });
          expect(JSON.stringify(outcome)).not.toContain('canary');
          counts.played += 1;
          if (!outcome.ok) counts.refusals += 1;
        }
      },
    );
  },
);

it('played the answers of both servers', () => {
  console.log(`client playback: ${counts.played} recorded answers, ${counts.refusals} of them refusals`);
  expect(counts.played).toBeGreaterThan(2400);
});
