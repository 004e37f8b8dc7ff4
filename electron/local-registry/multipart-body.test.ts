import { describe, expect, it } from 'vitest';
import { firstFilePart } from './multipart-body.ts';

const contentType = 'multipart/form-data; boundary=xx';
const field = '--xx\r\nContent-Disposition: form-data; name="note"\r\n\r\nnot a file\r\n';
const file = (content: string, name = 'f') =>
  `--xx\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`;

/** Reads a form that arrives in pieces of `size` bytes. */
async function read(form: string, size: number, type = contentType): Promise<string> {
  const bytes = Buffer.from(form);
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const parts: Buffer[] = [];
  for await (const part of firstFilePart(type, pieces())) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

describe.each([1, 2, 7, 64, 100_000])('a form in pieces of %i bytes', (size) => {
  it('gives the first file, wherever it stands', async () => {
    expect(await read(`${file('inside')}--xx--\r\n`, size)).toBe('inside');
    expect(await read(`${field}${file('one')}${file('two', 'g')}--xx--`, size)).toBe('one');
  });

  it('gives line ends and half boundaries as they are', async () => {
    const content = '\r\n--x\r\n--\r\n\r\n--xy';
    expect(await read(`${file(content)}--xx--\r\n`, size)).toBe(content);
    expect(await read(`${file('')}--xx--\r\n`, size)).toBe('');
  });

  it('is refused without a file, or when it is torn', async () => {
    await expect(read('--xx--\r\n', size)).rejects.toThrow('http: no such file');
    await expect(read(`${field}--xx--\r\n`, size)).rejects.toThrow('http: no such file');
    await expect(read(file('inside'), size)).rejects.toThrow('EOF');
  });
});

it('needs a boundary, quoted or not', async () => {
  const form = `${file('inside')}--xx--\r\n`;
  await expect(read(form, 10, 'multipart/form-data')).rejects.toThrow('no multipart boundary');
  expect(await read(form, 10, 'multipart/form-data; boundary="xx"')).toBe('inside');
});
