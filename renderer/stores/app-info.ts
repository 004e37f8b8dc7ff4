import { useQuery } from '@tanstack/react-query';
import type { ValueOf } from '../../shared/api.ts';
import { ask } from '../bridge.ts';

export type AppInfo = ValueOf<'app:get-info'>;

export const appInfoKey = ['app-info'] as const;

/** Version, platform and locale; there before the window is drawn and never changing. */
export function useAppInfo(): AppInfo {
  const { data } = useQuery({
    queryKey: appInfoKey,
    queryFn: () => ask('app:get-info', undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? { version: '', platform: 'linux', locale: 'en-GB' };
}
