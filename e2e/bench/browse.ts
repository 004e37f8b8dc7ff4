import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { AppUnderTest } from '../app-under-test.ts';
import { FaultyProxy } from '../faulty-proxy.ts';
import { startFilledServer } from '../server-under-test.ts';
import { chooseOwner, signIn } from '../steps/accounts.ts';
import { openPackage, packageRow } from '../steps/packages.ts';

/** `npm run bench -- browse`: how a very long listing behaves in the window, on the built-in registry. */

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MiB' | 'frames a second';
  /** Null where there is none. */
  readonly goal: string | null;
}

const scale = { packages: 500, versions: 100_000, filesInNewest: 10_000 };

/** Milliseconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The longest task of the page while something is done, in milliseconds; 0 where none took 50 ms. */
async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: 'longtask', buffered: false });
    Reflect.set(globalThis, 'endOfTasks', () => {
      observer.disconnect();
      return Math.max(0, ...tasks);
    });
  });
  await work();
  return page.evaluate(() => {
    const end: unknown = Reflect.get(globalThis, 'endOfTasks');
    return typeof end === 'function' ? Number(end()) : Number.NaN;
  });
}

/** Frames a second while an element is scrolled for a second and a half. */
function scrolled(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const element = document.querySelector(wanted);
        const startedAt = performance.now();
        let frames = 0;
        const step = (now: number): void => {
          frames += 1;
          element?.scrollBy(0, 120);
          if (now - startedAt < 1500) requestAnimationFrame(step);
          else resolve((frames * 1000) / (now - startedAt));
        };
        requestAnimationFrame(step);
      }),
    selector,
  );
}

async function measure(
  app: AppUnderTest,
  serverUrl: string,
  token: string,
  owner: string,
): Promise<Figure[]> {
  const network = await FaultyProxy.before(serverUrl);
  const figures: Figure[] = [];
  const note = (name: string, value: number, unit: Figure['unit'], goal: string | null = null): void => {
    figures.push({ name, value: Math.round(value), unit, goal });
    console.log(`${name}: ${Math.round(value)} ${unit}${goal === null ? '' : ` (goal ${goal})`}`);
  };
  const rss = () => app.evaluate(() => process.memoryUsage().rss);
  try {
    let page = app.page;
    await signIn(page, { address: network.url, token });
    const before = await rss();
    const filter = () => page.getByRole('searchbox', { name: 'Filter packages' });
    const first = await timed(async () => {
      await chooseOwner(page, owner);
      await packageRow(page, 'scale-0').waitFor();
    });
    note('first rows of 100,000 versions', first, 'ms', '1000');
    const whileReading = await longestTask(page, async () => {
      note('filtered while the rest comes', await timed(() => filterTo(page, 'scale-499')), 'ms');
      await filter().fill('');
      const rest = await timed(() => page.getByText('500 packages').waitFor({ timeout: 300_000 }));
      note('all 2,000 pages', rest, 'ms');
    });
    note('longest task while they came', whileReading, 'ms');
    note('memory of main, grown', ((await rss()) - before) / 2 ** 20, 'MiB', '250');
    note("memory of the window's page", (await usedByPage(page)) / 2 ** 20, 'MiB');
    note('filter, all there', await timed(() => filterTo(page, 'scale-77')), 'ms');
    note('longest task of it', await longestTask(page, () => filterTo(page, 'scale-303')), 'ms', '50');
    await filter().fill('');
    note(
      'scrolling the packages',
      await scrolled(page, '[data-pane=list] [role=listbox]'),
      'frames a second',
      '50',
    );
    await filterTo(page, 'scale-499');
    note('a package of 200 versions, opened', await timed(() => openPackage(page, 'scale-499')), 'ms');
    await filterTo(page, 'scale-0');
    const opening = await longestTask(page, async () => {
      const files = await timed(async () => {
        await openPackage(page, 'scale-0');
        await page.getByRole('rowheader').first().waitFor();
      });
      note('first rows of a version of 10,001 files', files, 'ms', '1000');
    });
    note('longest task of it', opening, 'ms');
    const working = await longestTask(page, async () => {
      const heading = page.getByRole('columnheader', { name: 'File' });
      const byName = await timed(async () => {
        await heading.click();
        await page.locator('[aria-sort=ascending]').waitFor();
      });
      note('the files ordered by name', byName, 'ms');
      const search = page.getByRole('searchbox', { name: 'Filter by name or SHA-256' });
      const narrowed = await timed(async () => {
        await search.fill('777');
        await page.locator('output', { hasText: /^[0-9]+ files$/ }).waitFor();
      });
      note('the files narrowed', narrowed, 'ms');
      await search.fill('');
    });
    note('longest task of both', working, 'ms', '50');
    note(
      'scrolling the files',
      await scrolled(page, '[data-pane=detail] [role=grid]'),
      'frames a second',
      '50',
    );
    await network.goAway();
    await app.restart();
    page = app.page;
    const offline = await timed(async () => {
      await chooseOwner(page, owner);
      await packageRow(page, 'scale-0').waitFor();
    });
    note('first rows without the server, after a start', offline, 'ms', '1000');
    return figures;
  } finally {
    await network.goAway();
  }
}

/** Bytes of what the page's scripts hold, once garbage is collected. */
async function usedByPage(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function filterTo(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(name);
  await packageRow(page, name).waitFor();
}

/** Prints the figures and writes them to `out/bench/browse.json`. */
export async function benchBrowse(): Promise<void> {
  const server = await startFilledServer(scale);
  const app = await AppUnderTest.start();
  try {
    console.log(`100,000 versions in 500 packages, in the window on the ${app.runtime}.`);
    const figures = await measure(app, server.url, server.token, server.owner);
    const folder = fileURLToPath(new URL('../../out/bench/', import.meta.url));
    mkdirSync(folder, { recursive: true });
    const report = { at: new Date().toISOString(), runtime: app.runtime, scale, figures };
    writeFileSync(join(folder, 'browse.json'), `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await app.dispose();
    await server.stop();
  }
}
