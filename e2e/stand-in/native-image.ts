import { existsSync, readFileSync } from 'node:fs';
import { Guarded, refuseMissing } from './missing-api.ts';

/** Width and height stand at a fixed place of each PNG (RFC 2083, 11.2.2). */
const pngHeader = { width: 16, height: 20, length: 24 } as const;

/** Electron's `NativeImage`, of a PNG or of nothing. */
export class NativeImage extends Guarded {
  readonly #png: Buffer;

  constructor(png: Buffer) {
    super('NativeImage');
    this.#png = png;
  }

  isEmpty(): boolean {
    return this.#png.length < pngHeader.length;
  }

  getSize(): { width: number; height: number } {
    if (this.isEmpty()) return { width: 0, height: 0 };
    return {
      width: this.#png.readUInt32BE(pngHeader.width),
      height: this.#png.readUInt32BE(pngHeader.height),
    };
  }

  toPNG(): Buffer {
    return this.#png;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }
}

/** Electron's `nativeImage`. A file that is not there makes an empty image, as it does in Electron. */
export const nativeImage = refuseMissing('nativeImage', {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromPath: (path: string) => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromBuffer: (png: Buffer) => new NativeImage(png),
  createFromDataURL: (address: string) => new NativeImage(Buffer.from(address.split(',')[1] ?? '', 'base64')),
});
