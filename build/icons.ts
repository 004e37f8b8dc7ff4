import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findBrowserProgram } from '../e2e/stand-in/browser-program.ts';
import { encodeIcns, encodeIco, type IconImage } from './icon-containers.ts';
import { project } from './project.ts';

/**
 * `npm run icons`: draws all icons of the app anew from the two SVG files in `build/icons/`. The results are kept
 * in the repository, so this is for a change of the drawing only.
 */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Up to this size the plain drawing is shown: a leaf of three pixels is a smudge. */
const plainUpTo = 32;

async function draw(page: Page, svg: string, size: number): Promise<IconImage> {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } img { display: block }</style><img src="${source}" width="${size}" height="${size}">`,
  );
  return { size, png: await page.screenshot({ omitBackground: true }) };
}

const program = await findBrowserProgram(false);
const browser = await chromium.launch({
  executablePath: program.file,
  env: { ...process.env, ...program.environment },
  args: program.canSandbox ? [] : ['--no-sandbox'],
});
const images: IconImage[] = [];
try {
  const page = await browser.newPage();
  const full = await readFile(project('build/icons/icon.svg'), 'utf8');
  const plain = await readFile(project('build/icons/icon-small.svg'), 'utf8');
  for (const size of sizes) images.push(await draw(page, size <= plainUpTo ? plain : full, size));
} finally {
  await browser.close();
}

await writeFile(project('build/icons/icon.ico'), encodeIco(images.filter(({ size }) => size <= 256)));
await writeFile(project('build/icons/icon.icns'), encodeIcns(images));
const pngs = project('build/icons/png');
await rm(pngs, { recursive: true, force: true });
await mkdir(pngs);
for (const { size, png } of images) await writeFile(join(pngs, `${size}x${size}.png`), png);
