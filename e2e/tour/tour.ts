import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppUnderTest } from '../app-under-test.ts';
import { FaultyProxy } from '../faulty-proxy.ts';
import { browseOnTour, trashOnTour } from './browse-steps.ts';
import { Logbook } from './logbook.ts';
import { startSampleRegistry } from './sample-registry.ts';
import { manyOnTour, replaceOnTour, splitOnTour } from './sheet-steps.ts';
import {
  deleteOnTour,
  downloadOnTour,
  lookAround,
  publishOnTour,
  signInOnTour,
  type Tour,
} from './tour-steps.ts';

/**
 * `npm run tour`: the main job by itself on the built-in registry, in the real window, with a picture and the
 * checks of each step. Exit code 1 when a check fails.
 */
const registry = await startSampleRegistry();
const network = await FaultyProxy.before(registry.url);
const folder = await mkdtemp(join(tmpdir(), 'tea-chest-tour-files-'));
const app = await AppUnderTest.start();
const { runtime, whyStandIn } = app;
console.log(
  whyStandIn === null ? 'Tour on Electron.' : `Tour on the stand-in for Electron, because ${whyStandIn}.`,
);
const logbook = new Logbook(runtime);
await logbook.open();
const tour: Tour = { app, registry, network, logbook, folder };
try {
  await signInOnTour(tour);
  await publishOnTour(tour);
  await replaceOnTour(tour);
  await splitOnTour(tour);
  await manyOnTour(tour);
  await downloadOnTour(tour);
  await browseOnTour(tour);
  await deleteOnTour(tour);
  await trashOnTour(tour);
  await lookAround(tour);
} finally {
  await app.dispose();
  await network.goAway();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(
  `Pictures and tour.json are in out/tour. ${logbook.passed} checks passed, ${logbook.failed} failed`,
);
process.exitCode = logbook.failed === 0 ? 0 : 1;
