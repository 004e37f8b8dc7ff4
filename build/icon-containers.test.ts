import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeIcns, encodeIco } from './icon-containers.ts';
import { project } from './project.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function widthOfPng(png: Buffer): number {
  expect(png.subarray(0, 8)).toEqual(pngSignature);
  return png.readUInt32BE(16);
}

/** The widths of a Windows icon's images by its directory, each checked against the image itself. */
function sizesInIco(ico: Buffer): number[] {
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = ico.subarray(6 + 16 * index, 22 + 16 * index);
    const [length, offset] = [entry.readUInt32LE(8), entry.readUInt32LE(12)];
    const size = entry.readUInt8(0) === 0 ? 256 : entry.readUInt8(0);
    expect(widthOfPng(ico.subarray(offset, offset + length))).toBe(size);
    return size;
  });
}

function typesInIcns(icns: Buffer): Record<string, number> {
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const types: Record<string, number> = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    types[icns.toString('latin1', at, at + 4)] = widthOfPng(icns.subarray(at + 8));
  }
  return types;
}

describe('the icons of the app', () => {
  it('hold every size that Windows and macOS show', () => {
    expect(sizesInIco(readFileSync(project('build/icons/icon.ico')))).toEqual([16, 24, 32, 48, 64, 128, 256]);
    expect(typesInIcns(readFileSync(project('build/icons/icon.icns')))).toEqual({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1024,
    });
  });

  it('are made of the images in order', () => {
    const images = [16, 256].map((size) => ({ size, png: pngOfWidth(size) }));
    expect(sizesInIco(encodeIco(images))).toEqual([16, 256]);
    expect(typesInIcns(encodeIcns(images))).toEqual({ ic13: 256, ic08: 256 });
    expect(() => encodeIco([{ size: 512, png: pngOfWidth(512) }])).toThrow('512');
  });
});

/** Only the head of a PNG, which is all that is read here. */
function pngOfWidth(width: number): Buffer {
  const png = Buffer.alloc(33);
  pngSignature.copy(png);
  png.writeUInt32BE(width, 16);
  return png;
}
