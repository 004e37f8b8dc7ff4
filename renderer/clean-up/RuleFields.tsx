import { type ReactNode, useState } from 'react';
import { CleanUpRule } from '../../shared/clean-up-rule.ts';
import { classNames } from '../common/class-names.ts';
import { Segments } from '../common/Segments.tsx';
import { TextField } from '../common/TextField.tsx';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';

type Props = {
  /** What the fields hold at first. */
  readonly rule: CleanUpRule;
  /** Null while a field holds what no rule can. */
  readonly onChange: (rule: CleanUpRule | null) => void;
};

/** The fields of a rule as they are typed. */
interface Typed {
  readonly keepNewest: string;
  readonly olderThanDays: string;
  readonly matching: string;
  readonly protecting: string;
  readonly order: CleanUpRule['order'];
  readonly preReleases: CleanUpRule['preReleases'];
}

/** Which versions may go: how many stay, how old they must be, what they are called. */
export function RuleFields({ rule, onChange }: Props): ReactNode {
  const [typed, setTyped] = useState<Typed>(() => ({
    keepNewest: String(rule.keepNewest),
    olderThanDays: rule.olderThanDays === null ? '' : String(rule.olderThanDays),
    matching: rule.matching ?? '',
    protecting: rule.protecting ?? '',
    order: rule.order,
    preReleases: rule.preReleases,
  }));
  const change = (part: Partial<Typed>) => {
    const after = { ...typed, ...part };
    setTyped(after);
    onChange(ruleOf(after));
  };
  return (
    <>
      <div className={classNames(styles.fields)}>
        <TextField
          label={t('cleanUp.keepNewest')}
          inputMode="numeric"
          value={typed.keepNewest}
          description={t('cleanUp.keepHint')}
          problem={isNumber(typed.keepNewest, 1, 10_000) ? null : t('cleanUp.keepProblem')}
          onChange={(keepNewest) => change({ keepNewest })}
        />
        <TextField
          label={t('cleanUp.olderThan')}
          inputMode="numeric"
          value={typed.olderThanDays}
          description={t('cleanUp.olderHint')}
          problem={
            typed.olderThanDays === '' || isNumber(typed.olderThanDays, 0, 36_500)
              ? null
              : t('cleanUp.olderProblem')
          }
          onChange={(olderThanDays) => change({ olderThanDays })}
        />
        <TextField
          label={t('cleanUp.matching')}
          value={typed.matching}
          maxLength={200}
          description={t('cleanUp.matchingHint')}
          onChange={(matching) => change({ matching })}
        />
        <TextField
          label={t('cleanUp.protecting')}
          value={typed.protecting}
          maxLength={200}
          description={t('cleanUp.protectingHint')}
          onChange={(protecting) => change({ protecting })}
        />
      </div>
      <div className={classNames(styles.choices)}>
        <Segments
          label={t('cleanUp.order')}
          layout="above"
          value={typed.order}
          options={(['date', 'version'] as const).map((value) => ({
            value,
            label: t(`cleanUp.orders.${value}`),
          }))}
          onChange={(order) => change({ order })}
        />
        <Segments
          label={t('cleanUp.preReleases')}
          layout="above"
          value={typed.preReleases}
          options={(['alike', 'only', 'keep'] as const).map((value) => ({
            value,
            label: t(`cleanUp.early.${value}`),
          }))}
          onChange={(preReleases) => change({ preReleases })}
        />
      </div>
    </>
  );
}

function isNumber(text: string, least: number, most: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function ruleOf(typed: Typed): CleanUpRule | null {
  const parsed = CleanUpRule.safeParse({
    keepNewest: numberOf(typed.keepNewest),
    olderThanDays: typed.olderThanDays === '' ? null : numberOf(typed.olderThanDays),
    matching: typed.matching.trim() === '' ? null : typed.matching.trim(),
    protecting: typed.protecting.trim() === '' ? null : typed.protecting.trim(),
    order: typed.order,
    preReleases: typed.preReleases,
  });
  return parsed.success ? parsed.data : null;
}

function numberOf(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}
