/** One size of an icon: a square PNG. */
export interface IconImage {
  /** Width and height in pixels. */
  readonly size: number;
  readonly png: Buffer;
}

const icoHeaderSize = 6;
const icoEntrySize = 16;

/** A Windows icon whose images are PNGs, as Windows reads them since Vista; sizes up to 256. */
export function encodeIco(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(icoHeaderSize);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = icoHeaderSize + icoEntrySize * images.length;
  const entries = images.map(({ size, png }) => {
    if (size > 256) throw new Error(`A Windows icon has no image of ${size} pixels`);
    const entry = Buffer.alloc(icoEntrySize);
    // One byte for each side, where 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)]);
}

/** The types of PNG images in an Apple icon, with their sizes in pixels; `ic11` to `ic14` are for Retina displays. */
const icnsTypes: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}

/** An Apple icon: every type above whose size is among the images. */
export function encodeIcns(images: readonly IconImage[]): Buffer {
  const chunks = icnsTypes.flatMap(([type, size]) => {
    const image = images.find((each) => each.size === size);
    return image === undefined ? [] : [chunk(type, image.png)];
  });
  return chunk('icns', Buffer.concat(chunks));
}
