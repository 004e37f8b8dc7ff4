import { useMutation } from '@tanstack/react-query';
import { ClipboardList } from 'lucide-react';
import type { ReactNode } from 'react';
import { type PlanReport, planText } from '../../shared/plan-report.ts';
import { ask, failureOf } from '../bridge.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { say, tell } from '../stores/notices.ts';
import { t } from '../text/text.ts';

/** Gives the plan away before anything is sent: as a file or on the clipboard. Null while there is none. */
export function PlanMenu({ report }: { readonly report: () => PlanReport }): ReactNode {
  const save = useMutation({
    mutationFn: (format: 'text' | 'json') => ask('publish:save-plan', { report: report(), format }),
    onSuccess: ({ isSaved }) => {
      if (isSaved) say(t('publish.plan.saved'));
    },
    onError: (error) => tell(failureOf(error)),
  });
  const copy = useMutation({
    mutationFn: () => ask('app:copy-text', { text: planText(report()) }),
    onSuccess: () => say(t('publish.plan.copied')),
    onError: (error) => tell(failureOf(error)),
  });
  return (
    <MenuButton
      label={t('publish.plan.menu')}
      entries={[
        { kind: 'action', id: 'copy', label: t('publish.plan.copy'), onAction: () => copy.mutate() },
        {
          kind: 'action',
          id: 'text',
          label: t('publish.plan.saveText'),
          onAction: () => save.mutate('text'),
        },
        {
          kind: 'action',
          id: 'json',
          label: t('publish.plan.saveJson'),
          onAction: () => save.mutate('json'),
        },
      ]}
    >
      <ClipboardList size={14} aria-hidden />
      {t('publish.plan.menu')}
    </MenuButton>
  );
}
