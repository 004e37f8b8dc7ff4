import { useQuery } from '@tanstack/react-query';
import type { VisibleSettings } from '../../shared/settings.ts';
import { ask } from '../bridge.ts';
import { queryClient } from './query-client.ts';

export const settingsKey = ['settings'] as const;

/** The settings; undefined only when main could not tell them. Set by every `settings:changed`. */
export function useSettings(): VisibleSettings | undefined {
  const { data } = useQuery({
    queryKey: settingsKey,
    queryFn: () => ask('settings:get', undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** The settings, for what is not drawn. */
export function knownSettings(): VisibleSettings | undefined {
  return queryClient.getQueryData<VisibleSettings>(settingsKey);
}
