import type { ReactNode } from 'react';
import type { LocalFile } from '../../shared/local-file.ts';
import { exampleOfNaming, fileNameBy, joins, type NamingRule } from '../../shared/naming-rule.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { Segments } from '../common/Segments.tsx';
import { Sentence } from '../common/Sentence.tsx';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

type Props = {
  readonly files: readonly LocalFile[];
  readonly rule: NamingRule;
  readonly onChange: (rule: NamingRule) => void;
};

/** How files in folders are called on the server, with one of them as an example; nothing where it does not matter. */
export function NamingRuleFields({ files, rule, onChange }: Props): ReactNode {
  const example = exampleOfNaming(files);
  if (example === null) return null;
  return (
    <div className={classNames(styles.naming)}>
      <Segments
        label={t('publish.naming.label')}
        layout="above"
        value={rule.kind}
        options={[
          { value: 'base', label: t('publish.naming.base') },
          { value: 'path', label: t('publish.naming.path') },
        ]}
        onChange={(kind) => onChange(kind === 'base' ? { kind } : { kind, join: joins[0] })}
      />
      {rule.kind === 'path' && (
        <Segments
          label={t('publish.naming.join')}
          layout="above"
          value={rule.join}
          options={joins.map((join) => ({ value: join, label: join }))}
          onChange={(join) => onChange({ kind: 'path', join })}
        />
      )}
      <output className={classNames(styles.example)}>
        <Sentence
          template={t('publish.naming.example', { path: '', name: '', skipInterpolation: true })}
          parts={{
            path: <Name>{`${example.folder}/${example.name}`}</Name>,
            name: <Name>{fileNameBy(rule, example)}</Name>,
          }}
        />
      </output>
    </div>
  );
}
