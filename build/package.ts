import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AfterPackContext, Arch, build, type Configuration, Platform } from 'electron-builder';
import { buildAll } from './build.ts';
import { type ArchiveContent, findPackageFaults, readArchive } from './package-check.ts';
import { readPackageConfiguration } from './package-configuration.ts';

/**
 * `npm run package`: builds the installers that this platform can build, into `out/package/`. With `--dry` it packs
 * the app as the installers would and looks into it, without Electron's runtime and without anything downloaded.
 */
/** Something that the user can mend; its message is all there is to say. */
class PackagingError extends Error {}

/** Looks into the app as it is packed, before it becomes an installer. */
async function checkPackedApp({ appOutDir, packager }: AfterPackContext): Promise<void> {
  const content = readArchive(join(packager.getResourcesDir(appOutDir), 'app.asar'));
  const faults = findPackageFaults(content, packager.config.appId ?? '');
  printContent(content);
  if (faults.length > 0) {
    throw new PackagingError(
      `The packed app is not as it should be:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

function printContent(content: ArchiveContent): void {
  const files = [...content].sort(([one], [other]) => (one < other ? -1 : 1));
  const total = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  console.log(`\n${files.map(([name, bytes]) => `${kilobytes(bytes.length)}  ${name}`).join('\n')}`);
  console.log(`${kilobytes(total)}  in ${files.length} files\n`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
}

/** A folder that passes for Electron's runtime as long as nobody starts it. */
async function makeEmptyRuntime(folder: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  for (const name of ['electron', 'LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    await writeFile(join(folder, name), '');
  }
}

async function packDry(configuration: Configuration): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-package-'));
  try {
    await makeEmptyRuntime(join(folder, 'runtime'));
    const dry: Configuration = {
      ...configuration,
      electronDist: join(folder, 'runtime'),
      // There is no program whose fuses could be set.
      electronFuses: null,
      directories: { ...configuration.directories, output: join(folder, 'out') },
      afterPack: checkPackedApp,
    };
    await build({ targets: Platform.LINUX.createTarget('dir', Arch.x64), config: dry, publish: 'never' });
  } finally {
    await rm(folder, { recursive: true });
  }
  console.log('The configuration is valid, and the app holds what it needs and nothing else.');
}

/** Which installers to build; none named means all of the configuration. */
function targetsOfThisMachine(): string[] {
  if (process.platform !== 'linux' || spawnSync('rpmbuild', ['--version']).status === 0) return [];
  console.log(
    'No .rpm: the program rpmbuild is not installed (its package is mostly called rpm or rpm-build).',
  );
  return ['AppImage', 'deb', 'tar.gz'];
}

async function packageForThisPlatform(configuration: Configuration): Promise<void> {
  const made = await build({
    targets: Platform.current().createTarget(targetsOfThisMachine(), Arch.x64, Arch.arm64),
    config: { ...configuration, afterPack: checkPackedApp },
    publish: 'never',
  });
  console.log(`\n${made.join('\n')}`);
}

const noDownload =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|fetch failed|cannot resolve|status code [45]\d\d/i;

/** What went wrong, with the next step where there is one. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof PackagingError || !noDownload.test(error.message)) return error.message;
  return `Electron's runtime or a packaging tool could not be downloaded: ${error.message}
Both come from github.com. Where that cannot be reached, name mirrors in ELECTRON_MIRROR and
ELECTRON_BUILDER_BINARIES_MIRROR, or check all that needs no download: npm run package -- --dry`;
}

try {
  const configuration = await readPackageConfiguration();
  await buildAll();
  await (process.argv.includes('--dry') ? packDry(configuration) : packageForThisPlatform(configuration));
} catch (error) {
  console.error(`\nNothing was packaged. ${explain(error)}`);
  process.exitCode = 1;
}
