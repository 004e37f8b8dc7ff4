import { randomUUID } from 'node:crypto';
import type { Account, AccountId } from '../../shared/account.ts';
import type { InputOf } from '../../shared/api.ts';
import { type CopyPlanProgress, type PlannedCopy, stopsCopy } from '../../shared/copying.ts';
import { fileNameRulesOf, packageNameProblem } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { TransferId } from '../../shared/transfer.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { VersionCopy } from '../transfers/copy/copy-works.ts';
import { type PlannedVersion, planCopy } from './plan-copy.ts';

export interface CopiesParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<RegistryClient>>;
  readonly account: (accountId: AccountId) => Account | null;
  /** Queues copies and, for moves, the deletions that end them. */
  readonly copy: (copies: readonly VersionCopy[]) => Promise<Outcome<TransferId[]>>;
  /** How far a plan is; null when nothing is planned. */
  readonly planning: (progress: CopyPlanProgress | null) => void;
}

/** The last plan, which alone can be started. */
interface KeptPlan {
  readonly id: string;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly versions: readonly PlannedVersion[];
  readonly isStopped: boolean;
}

/** Copies and moves versions and packages to another place: first a plan, then what was planned and nothing else. */
export class Copies {
  readonly #parts: CopiesParts;
  #planning: AbortController | null = null;
  #plan: KeptPlan | null = null;

  constructor(parts: CopiesParts) {
    this.#parts = parts;
  }

  /** What a copy would come to. A plan that is being made is given up for it, and ends with `cancelled`. */
  async plan({ from, to }: InputOf<'copies:plan'>): Promise<Outcome<PlannedCopy>> {
    this.stopPlanning();
    this.#plan = null;
    if (packageNameProblem(to.packageName) !== null) return failed('invalid-package-name');
    const planning = new AbortController();
    this.#planning = planning;
    try {
      return await this.#planned({ from, to }, planning.signal);
    } finally {
      if (this.#planning === planning) {
        this.#planning = null;
        this.#parts.planning(null);
      }
    }
  }

  stopPlanning(): void {
    this.#planning?.abort();
  }

  /** Queues what was planned last; `invalid-request` for another plan, or one that has a problem which stops it. */
  async start({ plan: id, afterwards }: InputOf<'copies:start'>): Promise<Outcome<TransferId[]>> {
    const plan = this.#plan;
    if (plan === null || plan.id !== id || plan.isStopped) return failed('invalid-request');
    this.#plan = null;
    return this.#parts.copy(
      plan.versions.map(({ from, to, files }) => ({
        from: { accountId: plan.from, version: from },
        to: { accountId: plan.to, version: to },
        files,
        isMove: afterwards === 'delete',
      })),
    );
  }

  async #planned({ from, to }: InputOf<'copies:plan'>, signal: AbortSignal): Promise<Outcome<PlannedCopy>> {
    const source = await this.#parts.clientFor(from.accountId);
    if (!source.ok) return refused(from.accountId, source);
    const target = await this.#parts.clientFor(to.accountId);
    if (!target.ok) return refused(to.accountId, target);
    const fileNames = fileNameRulesOf(this.#parts.account(to.accountId)?.serverVersion ?? null);
    const servers = { from: source.value, to: target.value, fileNames };
    const planned = await planCopy(servers, from, to, {
      signal,
      progress: (done, total) => {
        if (!signal.aborted) this.#parts.planning({ done, total });
      },
    });
    if (signal.aborted) return failed('cancelled');
    if (!planned.ok) return refused(planned.side === 'from' ? from.accountId : to.accountId, planned);
    const { versions, counts } = planned.value;
    const id = randomUUID();
    const isStopped = versions.length === 0 || counts.problems.some(stopsCopy);
    this.#plan = { id, from: from.accountId, to: to.accountId, versions, isStopped };
    return succeeded({ kind: 'planned', plan: { id, ...counts } });
  }
}

function refused(
  accountId: AccountId,
  { failure }: Extract<Outcome<never>, { ok: false }>,
): Outcome<PlannedCopy> {
  return succeeded({ kind: 'refused', accountId, failure });
}
