import { parseArgs } from 'node:util';
import { fillRegistry } from './fill-registry.ts';

/** `npm run registry:fill -- --data DIR`: makes a registry of many versions, to try and to measure at scale. */

const usage =
  'Usage: npm run registry:fill -- --data DIR [--packages N] [--versions N] [--files N]\n' +
  'DIR is a folder that npm run registry has used before and does not use now.';

function count(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new Error(`${text} is no number of things.`);
  return Number(text);
}

try {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      packages: { type: 'string', default: '500' },
      versions: { type: 'string', default: '100000' },
      files: { type: 'string', default: '10000' },
    },
  });
  if (values.data === undefined) throw new Error('--data is missing.');
  const startedAt = performance.now();
  const scale = {
    packages: Math.max(1, count(values.packages)),
    versions: Math.max(1, count(values.versions)),
    filesInNewest: count(values.files),
  };
  await fillRegistry(values.data, scale);
  console.log(
    `${scale.versions} versions in ${scale.packages} packages, the newest with ${scale.filesInNewest + 1} files, made in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`,
  );
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
