import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { project } from '../../build/project.ts';

interface Check {
  readonly what: string;
  readonly ok: boolean;
}

interface Step {
  readonly name: string;
  readonly picture: string;
  readonly checks: readonly Check[];
}

/** What the tour did, step by step: printed, pictured in `out/tour/` and kept in `out/tour/tour.json`. */
export class Logbook {
  readonly #folder = project('out/tour');
  readonly #steps: Step[] = [];
  readonly #runtime: string;

  constructor(runtime: string) {
    this.#runtime = runtime;
  }

  async open(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
  }

  /** Runs a step, which says what it checked; takes a picture of how the window stands after it. */
  async step(
    page: Page,
    name: string,
    run: (check: (what: string, ok: boolean) => void) => Promise<void>,
  ): Promise<void> {
    const checks: Check[] = [];
    const picture = `${String(this.#steps.length + 1).padStart(2, '0')}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
    console.log(`${this.#steps.length + 1}. ${name}`);
    const check = (what: string, ok: boolean) => {
      checks.push({ what, ok });
      console.log(`   ${ok ? 'ok  ' : 'FAIL'} ${what}`);
    };
    try {
      await run(check);
    } catch (error) {
      check(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), false);
    }
    await page.screenshot({ path: join(this.#folder, picture), animations: 'disabled' });
    this.#steps.push({ name, picture, checks });
    await this.#write();
  }

  get failed(): number {
    return this.#steps.flatMap(({ checks }) => checks).filter(({ ok }) => !ok).length;
  }

  get passed(): number {
    return this.#steps.flatMap(({ checks }) => checks).length - this.failed;
  }

  #write(): Promise<void> {
    const text = JSON.stringify({ runtime: this.#runtime, steps: this.#steps }, null, 2);
    return writeFile(join(this.#folder, 'tour.json'), `${text}\n`);
  }
}
