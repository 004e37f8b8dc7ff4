import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Engine } from '../engine.ts';

/**
 * Sends or fetches one file and prints by how many bytes the process was larger at its largest than before it began:
 * `node memory-program.ts up|down URL OWNER PACKAGE VERSION PATH`.
 */

const [direction, url = '', owner = '', packageName = '', version = '', path = '', fileName = ''] =
  process.argv.slice(2);
const token = process.env['TEA_CHEST_TOKEN'] ?? '';
const sampleEvery = 20;

const engine = new Engine({
  url,
  token,
  limits: { storing: 600_000, downloadAnswer: 60_000, uploadStall: 60_000, downloadStall: 60_000 },
  partHolder: randomBytes(6).toString('hex'),
});
const place = { owner, packageName, version };
// What any request takes, such as the code for it, has nothing to do with the file.
await engine.client.listFiles(place);
const before = process.memoryUsage.rss();
let largest = before;
const sampling = setInterval(() => {
  largest = Math.max(largest, process.memoryUsage.rss());
}, sampleEvery);
const [id = ''] =
  direction === 'up' ? await engine.publish(place, [path]) : engine.download(place, [fileName], path);
const { state, failure } = await engine.end(id);
clearInterval(sampling);
await engine.stop();
if (direction === 'down') await stat(path);
process.stdout.write(`${JSON.stringify({ state, failure, grown: largest - before })}\n`);
