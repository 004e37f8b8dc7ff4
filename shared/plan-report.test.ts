import { describe, expect, it } from 'vitest';
import { PlanReport, planText, reportPlan } from './plan-report.ts';
import { planPublish } from './publish-plan.ts';

const place = {
  serverUrl: 'https://git.example.org',
  version: { owner: 'crew', packageName: 'kettle', version: '1.0' },
  madeAt: 0,
};

function listed(fileName: string, size: number, sha256: string) {
  return { id: 1, fileName, size, md5: '', sha1: '', sha256, sha512: '' };
}

function file(fileName: string, sha256: string | null = null) {
  return { ticket: fileName, fileName, size: 3, sha256 };
}

const plan = planPublish(
  [file('new.bin'), file('same.bin', 'aa'), file('other.bin', 'bb'), file('ü.bin')],
  [listed('same.bin', 3, 'aa'), listed('other.bin', 3, 'cc')],
  { policy: { batch: 'leave', rows: new Map([['other.bin', 'replace']]) } },
);

describe('a plan given away', () => {
  it('says of each file what would happen', () => {
    const report = reportPlan(place, plan, []);
    expect(PlanReport.parse(report)).toEqual(report);
    expect(report.files.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['new.bin', 'new'],
      ['same.bin', 'identical'],
      ['other.bin', 'replace'],
      ['ü.bin', 'name-refused'],
    ]);
    expect(report).toMatchObject({ filesToSend: 2, filesToReplace: 1, bytesToSend: 6, blockingRows: 1 });
  });

  it('reads as a line for each condition and file, with the sum at its end', () => {
    const refused = { kind: 'refused', failure: { reason: 'not-allowed' } } as const;
    const visible = { kind: 'visible', visibility: 'public' } as const;
    expect(planText(reportPlan(place, plan, [refused, visible])).split('\n')).toEqual([
      'Plan for crew / kettle 1.0 on https://git.example.org, 1970-01-01T00:00:00.000Z',
      expect.stringMatching(/^error: You may not do that here\. /),
      'information: Anyone can download what is published, because crew is public.',
      'new.bin  3 bytes  new',
      'same.bin  3 bytes  there already with the same bytes, not sent',
      'other.bin  3 bytes  takes the place of the file on the server',
      'ü.bin  3 bytes  the server does not take this name; it would take ue.bin',
      '2 of 4 to send, 1 of them replacing, 6 bytes; 1 must be mended first',
      '',
    ]);
  });

  it('lets no name do anything to a terminal', () => {
    const hostile = planPublish([file('a\u001b[2Jb')], []);
    expect(planText(reportPlan(place, hostile, []))).not.toContain('\u001b');
  });
});

it('10,000 files are planned and told within 200 ms', () => {
  const files = Array.from({ length: 10_000 }, (_, index) => file(`file-${index}.bin`));
  const there = files.slice(0, 5000).map(({ fileName }) => listed(fileName, 4, 'aa'));
  const milliseconds = [1, 2, 3].map(() => {
    const startedAt = Date.now();
    reportPlan(place, planPublish(files, there), []);
    return Date.now() - startedAt;
  });
  // What else runs here may take its time from one of them.
  expect(Math.min(...milliseconds)).toBeLessThan(200);
});
