import { describe, expect, it } from 'vitest';
import type { Receipt, ReceiptFile } from '../../shared/receipt.ts';
import { describeReceipt, describeReceiptFile, shortfallsFirst } from './describe-receipt.ts';

function file(fileName: string, change: Partial<ReceiptFile> = {}): ReceiptFile {
  return {
    id: fileName,
    fileName,
    url: null,
    size: 1000,
    sha256: null,
    split: null,
    failedIds: [],
    state: 'done',
    failure: null,
    startedAt: 0,
    settledAt: 1000,
    speed: 1000,
    ...change,
  };
}

function receipt(files: ReceiptFile[], totals: Partial<Receipt['totals']> = {}): Receipt {
  return {
    batch: 'b',
    accountId: 'a',
    accountLabel: 'Work',
    serverUrl: 'https://git.example.org',
    version: { owner: 'crew', packageName: 'kettle', version: '1.4.2' },
    isCopy: false,
    files,
    totals: { there: files.length, skipped: 0, bytes: 2000, seconds: 2, speed: 1000, ...totals },
  };
}

describe('a receipt in words', () => {
  it('says that all is published and verified', () => {
    expect(describeReceipt(receipt([file('a'), file('b')]))).toEqual({
      headline: '2 files published to crew / kettle 1.4.2 – verified',
      shortfalls: [],
      totals: '2 files · 2 kB · 2 s · 1 kB/s',
    });
    expect(describeReceipt(receipt([file('a')])).headline).toBe(
      '1 file published to crew / kettle 1.4.2 – verified',
    );
  });

  it('says what is not there', () => {
    const words = describeReceipt(
      receipt(
        [
          file('a', { state: 'skipped' }),
          file('b', { state: 'failed', failure: { reason: 'local-file-missing', subject: 'b' } }),
          file('c', { state: 'cancelled' }),
          file('d', { state: 'sending' }),
        ],
        { there: 1, skipped: 1, bytes: 1000, speed: null },
      ),
    );
    expect(words).toEqual({
      headline: '1 of 4 files published to crew / kettle 1.4.2',
      shortfalls: [
        '1 file failed: The file is no longer there',
        '1 was cancelled',
        '1 has not come to its end yet',
      ],
      totals: '1 file · 1 kB · 2 s · 1 was there already',
    });
    const several = [
      file('a', { state: 'failed', failure: { reason: 'file-too-large' } }),
      ...['b', 'c'].map((name) =>
        file(name, { state: 'failed', failure: { reason: 'local-file-missing', subject: name } }),
      ),
    ];
    expect(describeReceipt(receipt(several, { there: 0 })).shortfalls).toEqual([
      expect.stringMatching(/^3 files failed: 2 × The file is no longer there, 1 × /),
    ]);
    const nothing = receipt([file('a', { state: 'failed' })], { there: 0 });
    expect(describeReceipt(nothing).headline).toBe('Nothing was published to crew / kettle 1.4.2');
  });

  it('spells out what would fool the reader', () => {
    const fooling = {
      ...receipt([file('a')]),
      version: { owner: 'c\u202Erew', packageName: 'k', version: '1' },
    };
    expect(describeReceipt(fooling).headline).toContain('c⟨U+202E⟩rew');
  });

  it('names the reason of each file, and lists those first that are not there', () => {
    const bad = file('b', { state: 'failed', failure: { reason: 'local-file-missing', subject: 'b' } });
    const { short, whole } = describeReceiptFile(bad);
    expect(whole).toMatch(/^b is no longer there/);
    expect(short).not.toContain('b is');
    expect(whole.length).toBeGreaterThan(short.length);
    expect(describeReceiptFile(file('a')).short).toBe('Verified');
    expect(shortfallsFirst([file('a'), bad, file('c')]).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});
