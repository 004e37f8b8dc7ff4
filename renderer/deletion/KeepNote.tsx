import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { KeepForecast } from '../../shared/chest.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes, formatBytesOf } from '../common/format-bytes.ts';
import { forecastQuery, useChestState } from '../stores/chest.ts';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';

type Props = {
  /** Of all that would go; null where nobody knows. */
  readonly bytes: number | null;
  /** Whether what does not fit as a whole may fit in part. */
  readonly isMany: boolean;
};

/** Says before the confirmation whether what is deleted can be put back, and why not. */
export function KeepNote({ bytes, isMany }: Props): ReactNode {
  const { data, isError } = useQuery(forecastQuery(bytes));
  if (isError) return <p className={classNames(styles.warning)}>{t('deletion.keep.unknown')}</p>;
  if (data === undefined) return <p> </p>;
  const isKept = data.kind === 'kept' || data.kind === 'as-room-allows';
  return <p className={classNames(!isKept && styles.warning)}>{words(data, isMany)}</p>;
}

/** How far the keeping is that a deletion waits for; nothing while there is none. */
export function KeepingNote(): ReactNode {
  const keeping = useChestState()?.keeping ?? null;
  if (keeping === null) return null;
  const amount = formatBytesOf(keeping.bytes, keeping.size);
  return <output>{t('deletion.keep.keeping', { amount })}</output>;
}

function words(forecast: KeepForecast, isMany: boolean): string {
  switch (forecast.kind) {
    case 'kept':
      return t('deletion.keep.kept', { count: forecast.days });
    case 'as-room-allows':
      return t('deletion.keep.asRoomAllows', { count: forecast.days, room: formatBytes(forecast.room) });
    case 'off':
      return t('deletion.keep.off');
    case 'too-large': {
      const room = formatBytes(forecast.room);
      return isMany && forecast.room > 0
        ? t('deletion.keep.someTooLarge', { room })
        : t('deletion.keep.tooLarge', { room });
    }
    case 'disk-full':
      return t('deletion.keep.diskFull');
    default:
      return assertNever(forecast);
  }
}
