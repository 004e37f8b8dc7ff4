import type { ReactNode } from 'react';
import { Group } from 'react-aria-components';
import { describeCoordinates } from '../../shared/coordinates.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { Segments } from '../common/Segments.tsx';
import { TextField } from '../common/TextField.tsx';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import styles from './DecisionDialog.module.css';
import type { Choice, DecisionRow } from './plan-decisions.ts';

type Props = {
  readonly row: DecisionRow;
  /** Whether the server is being asked what is there. */
  readonly isLooking: boolean;
  readonly isFirst: boolean;
  readonly isDisabled: boolean;
  readonly onChoose: (choice: Choice) => void;
};

const kinds = ['rename', 'keep-theirs', 'replace'] as const;
const labels = {
  rename: 'transfers.decision.rename',
  'keep-theirs': 'transfers.decision.keep',
  replace: 'transfers.decision.replace',
} as const;

/** One taken name: where, and what to do about it. */
export function DecisionFields({ row, isLooking, isFirst, isDisabled, onChoose }: Props): ReactNode {
  const { transfer, kind, name, theirs } = row;
  const { owner, packageName, version, fileName } = transfer.coordinates;
  const file = visibleText(fileName);
  const where = describeCoordinates({ owner, packageName, version });
  return (
    <Group aria-label={file} className={classNames(styles.row)}>
      <p className={classNames(styles.facts)}>
        <strong>
          <Name>{fileName}</Name>
        </strong>{' '}
        <span className={classNames(styles.dim)}>
          <Name>{where}</Name>
          {theirs !== null && transfer.size !== null && (
            <>
              {' · '}
              {t('transfers.decision.sizes', {
                mine: formatBytes(transfer.size),
                theirs: formatBytes(theirs.size),
              })}
            </>
          )}
        </span>
      </p>
      <div className={classNames(styles.choice)}>
        <Segments
          label={t('transfers.decision.choice')}
          layout="above"
          value={kind}
          options={kinds.map((value) => ({ value, label: t(labels[value]) }))}
          isDisabled={isDisabled}
          onChange={(chosen) => onChoose({ kind: chosen, name: chosen === kind ? name : null })}
        />
        {kind === 'keep-theirs' && (
          <p className={classNames(styles.kept)}>{t('transfers.decision.notSent')}</p>
        )}
        {kind === 'rename' && (
          <TextField
            label={t('transfers.decision.name')}
            value={name}
            onChange={(typed) => onChoose({ kind, name: typed })}
            isDisabled={isDisabled}
            problem={problemText(row.problem)}
            autoFocus={isFirst}
          />
        )}
      </div>
      {kind === 'replace' && <p className={classNames(styles.moment)}>{replacingText(row, isLooking)}</p>}
    </Group>
  );
}

function replacingText({ problem }: DecisionRow, isLooking: boolean): string {
  if (problem === null) return t('replacing.moment');
  return t(isLooking ? 'publish.looking' : 'transfers.decision.nothingToReplace');
}

function problemText(problem: DecisionRow['problem']): string | null {
  if (problem === null) return null;
  if (problem.kind === 'taken') return t('transfers.decision.taken');
  if (problem.kind === 'nothing-to-replace') return t('transfers.decision.nothingToReplace');
  if (problem.kind === 'twice') return t('transfers.decision.twice');
  return describeNameProblem(problem);
}
