import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerVersion } from '../../electron/local-registry/dialect.ts';
import { type LocalRegistry, startLocalRegistry } from '../../electron/local-registry/server.ts';
import { type RegistrySettings, readConfig } from '../../electron/local-registry/settings.ts';
import { World } from '../../electron/local-registry/world.ts';
import { makeChange } from './asides.ts';
import { compare, type Difference } from './compare.ts';
import { exceptions } from './exceptions.ts';
import { fill, Matcher, type Meanings } from './placeholders.ts';
import { type RawRequest, type RawResponse, send } from './raw-client.ts';
import {
  bodyBytes,
  type RecordedRequest,
  type RecordedWorld,
  type Scenario,
  type Step,
} from './recordings.ts';

/** In memory where there is such a place: every upload waits for the disk, and there are a thousand of them. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** How a step went. */
export type StepResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly step: Step; readonly differences: readonly Difference[] }
  | { readonly kind: 'skipped'; readonly reason: string };

function versionOf(scenario: Scenario): ServerVersion {
  const [, minor = '0'] = scenario.server.version.split('.');
  return Number(minor) >= 26 ? '1.26' : '1.23';
}

/** What an administrator set on a web page, as a setting here. */
function readSettings(scenario: Scenario): { settings: RegistrySettings; unknown: readonly string[] } {
  const { settings, unknown } = readConfig(Object.entries(scenario.config));
  const { 'instance.maintenance_mode': maintenance, ...others } = scenario.settings;
  return {
    settings: { ...settings, maintenance: maintenance !== undefined },
    unknown: [...unknown, ...Object.keys(others)],
  };
}

/** The recorded world, with what only its objects tell: a login name is left by a change through the admin API. */
function worldOf(recorded: RecordedWorld): World {
  const users = Object.entries(recorded.users).map(([name, user]) => {
    const object = recorded.objects[`<user:${name}:admin>`] ?? recorded.objects[`<user:${name}>`];
    return [name, { ...user, login_name: object?.['login_name'] ?? '' }];
  });
  return World.parse({ ...recorded, users: Object.fromEntries(users) });
}

/** Replays one scenario against a registry of its own. */
class Replay {
  readonly #local: LocalRegistry;
  readonly #meanings: Meanings;
  readonly #clock: { seconds: number };
  readonly #port: number;

  constructor(local: LocalRegistry, world: RecordedWorld, clock: { seconds: number }) {
    this.#local = local;
    this.#clock = clock;
    this.#port = Number(new URL(local.url).port);
    this.#meanings = {
      world,
      secrets: local.enter(worldOf(world)),
      base: local.url,
      now: () => clock.seconds,
      lastModified: 0,
    };
  }

  async step(step: Step): Promise<StepResult> {
    if (step.clock !== undefined) this.#clock.seconds += Number(/[+-]?\d+/.exec(step.clock)?.[0] ?? 0);
    if ('parallel' in step) return this.#parallel(step);
    if (step.aside) return this.#aside(step.request, step.as);
    const response = await this.#send(step.request, step.as);
    const differences = compare(step.response, response, new Matcher(this.#meanings));
    this.#remember(response);
    return differences.length === 0 ? { kind: 'passed' } : { kind: 'failed', step, differences };
  }

  #raw(request: RecordedRequest, as: string | null): RawRequest {
    const identity = as === null ? null : this.#meanings.world.identities[as];
    if (identity === undefined) throw new Error(`The world has no identity ${as}.`);
    const headers = Object.entries(request.headers).map(([name, value]) => [
      name,
      fill(value, this.#meanings),
    ]);
    const authorization = identity === null ? {} : { authorization: fill(identity, this.#meanings) };
    return {
      method: request.method,
      path: fill(request.path, this.#meanings),
      headers: { ...Object.fromEntries(headers), ...authorization },
      body: request.body === undefined ? null : bodyBytes(request.body),
      cutAfter: request.cut_after,
    };
  }

  #send(request: RecordedRequest, as: string | null): Promise<RawResponse | null> {
    return send(this.#port, this.#raw(request, as));
  }

  #remember(response: RawResponse | null): void {
    const date = response?.headers.find(([name]) => name === 'last-modified')?.[1];
    if (date !== undefined) this.#meanings.lastModified = Date.parse(date) / 1000;
  }

  async #parallel(step: Extract<Step, { parallel: unknown }>): Promise<StepResult> {
    const responses = await Promise.all(step.parallel.map((request) => this.#send(request, step.as)));
    const statuses = responses.map((response) => String(response?.status ?? 'none')).sort();
    const wanted = Object.entries(step.outcome)
      .flatMap(([status, times]): string[] => Array.from({ length: times }, () => status))
      .sort();
    const [expected, got] = [wanted.join(' '), statuses.join(' ')];
    if (expected === got) return { kind: 'passed' };
    return { kind: 'failed', step, differences: [{ what: 'outcome', expected, got }] };
  }

  /** A change from elsewhere: by own means, else as a request. Its answer is not compared. */
  async #aside(request: RecordedRequest, as: string | null): Promise<StepResult> {
    const { registry } = this.#local;
    const actor = registry.accounts.find(as?.split(/[-/]/)[0] ?? '');
    if (await makeChange({ registry, actor }, request)) return { kind: 'passed' };
    const response = await this.#send(request, as);
    if (response !== null && response.status < 400) return { kind: 'passed' };
    return { kind: 'skipped', reason: `no means for ${request.method} ${request.path}` };
  }
}

function skipAll(scenario: Scenario, reason: string): StepResult[] {
  return scenario.steps.map(() => ({ kind: 'skipped', reason }));
}

/** Replays a scenario on a fresh registry and answers how each step went. */
export async function replay(scenario: Scenario, world: RecordedWorld): Promise<StepResult[]> {
  const exception = exceptions.find(({ scenario: name }) => name === scenario.scenario);
  if (exception !== undefined) return skipAll(scenario, exception.reason);
  const { settings, unknown } = readSettings(scenario);
  if (unknown.length > 0) return skipAll(scenario, `unknown setting ${unknown.join(', ')}`);
  const dataDirectory = await mkdtemp(join(scratch, 'tea-chest-contract-'));
  const clock = { seconds: Math.floor(Date.now() / 1000) };
  const local = await startLocalRegistry({
    dataDirectory,
    version: versionOf(scenario),
    settings,
    subPath: scenario.sub_path,
    clock: { now: () => clock.seconds * 1000 },
  });
  try {
    const running = new Replay(local, world, clock);
    const results: StepResult[] = [];
    for (const step of scenario.steps) {
      results.push(await running.step(step).catch((error: unknown) => broken(step, error)));
    }
    return results;
  } finally {
    await local.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function broken(step: Step, error: unknown): StepResult {
  const got = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', step, differences: [{ what: 'answer', expected: 'one', got }] };
}
