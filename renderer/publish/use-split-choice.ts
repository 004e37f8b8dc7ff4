import { useMutation } from '@tanstack/react-query';
import type { Failure } from '../../shared/failure.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { ask, failureOf } from '../bridge.ts';
import { queryClient } from '../stores/query-client.ts';
import { settingsKey, useSettings } from '../stores/settings.ts';

/** Whether large files are published in parts, and how large these are: kept with the settings. */
export interface SplitChoice {
  /** Bytes of a part; null while nothing is split. */
  readonly partSize: number | null;
  /** Bytes of a part that were chosen last. */
  readonly lastSize: number;
  /** A size splits, null does not. */
  readonly choose: (partSize: number | null) => void;
  /** Why the choice could not be kept. */
  readonly failure: Failure | null;
}

/** The choice as the settings have it. */
export function useSplitChoice(): SplitChoice {
  const { splitFiles, partSize } = useSettings() ?? defaultSettings;
  const save = useMutation({
    mutationFn: (size: number | null) =>
      ask('settings:change', size === null ? { splitFiles: false } : { splitFiles: true, partSize: size }),
    onSuccess: (changed) => queryClient.setQueryData(settingsKey, changed),
  });
  return {
    partSize: splitFiles ? partSize : null,
    lastSize: partSize,
    choose: save.mutate,
    failure: save.error === null ? null : failureOf(save.error),
  };
}
