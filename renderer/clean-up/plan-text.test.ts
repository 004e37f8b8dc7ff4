import { expect, it } from 'vitest';
import type { StayReason } from '../../shared/clean-up-plan.ts';
import { usualRule } from '../../shared/clean-up-rule.ts';
import { type ExportedPlan, planText } from './plan-text.ts';

function row(id: number, version: string, stays: StayReason | null) {
  const rest = { type: 'generic', owner: 'crew', packageName: 'kettle', creator: null, repository: null };
  return { version: { ...rest, id, version, createdAt: id === 4 ? null : id * 1000 }, stays };
}

const plan: ExportedPlan = {
  owner: 'crew',
  packageName: 'kettle',
  rule: usualRule,
  ownRules: new Map(),
  rows: [row(1, '1.4', 'newest'), row(2, '=1.3', null), row(3, '1.2', null), row(4, '1.1', null)],
  spared: new Set([3]),
  looked: ({ version }) =>
    version === '1.1'
      ? { ok: false, failure: { reason: 'unreachable' } }
      : { ok: true, value: { fileIds: [7, 8], bytes: 1234, damagedRows: 0 } },
};

it('tells people what goes and why the rest stays', () => {
  expect(planText(plan, 'text').split('\n')).toEqual([
    'Clean up kettle',
    '',
    '2 versions go:',
    '=1.3  1.2 kB',
    '1.1  size unknown',
    '',
    '2 versions stay:',
    '1.4  stays: the newest',
    '1.2  stays: you said so',
    '',
  ]);
});

it('tells spreadsheets the same, without formulas', () => {
  expect(planText(plan, 'csv').split('\r\n')).toEqual([
    'package,version,published,goes,why,files,bytes',
    'kettle,1.4,1970-01-01T00:00:01.000Z,no,newest,,',
    "kettle,'=1.3,1970-01-01T00:00:02.000Z,yes,,2,1234",
    'kettle,1.2,1970-01-01T00:00:03.000Z,no,spared,2,1234',
    'kettle,1.1,,yes,,,',
    '',
  ]);
});

it('tells programs the rules with it', () => {
  const own = {
    ...plan,
    packageName: null,
    ownRules: new Map([['kettle', { ...usualRule, keepNewest: 9 }]]),
  };
  expect(JSON.parse(planText(own, 'json'))).toMatchObject({
    owner: 'crew',
    package: null,
    rule: usualRule,
    ownRules: { kettle: { keepNewest: 9 } },
    versions: [{ version: '1.4', goes: false }, { version: '=1.3', goes: true }, {}, { bytes: null }],
  });
  expect(planText(own, 'text')).toContain('kettle 1.1  size unknown');
});
