import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import {
  archiveFormats,
  exampleOfNaming,
  fileNameBy,
  joins,
  type NamingRule,
} from '../../shared/naming-rule.ts';
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

/** The rule that is chosen with its kind; what else there is to choose comes after. */
function ruleOf(kind: NamingRule['kind']): NamingRule {
  switch (kind) {
    case 'base':
      return { kind };
    case 'path':
      return { kind, join: joins[0] };
    case 'archive':
      return { kind, format: archiveFormats[0] };
    default:
      return assertNever(kind);
  }
}

/** What becomes of files in folders on the server, with an example; nothing where all were dropped by themselves. */
export function NamingRuleFields({ files, rule, onChange }: Props): ReactNode {
  const inFolder = files.find(({ folder }) => folder !== '');
  if (inFolder === undefined) return null;
  // Only folders below the dropped one can be part of a name.
  const example = exampleOfNaming(files);
  return (
    <div className={classNames(styles.naming)}>
      <Segments
        label={t('publish.naming.label')}
        layout="above"
        value={rule.kind}
        options={[
          { value: 'base', label: t('publish.naming.base') },
          ...(example === null && rule.kind !== 'path'
            ? []
            : [{ value: 'path' as const, label: t('publish.naming.path') }]),
          { value: 'archive', label: t('publish.naming.archive') },
        ]}
        onChange={(kind) => onChange(ruleOf(kind))}
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
      {rule.kind === 'archive' && (
        <Segments
          label={t('publish.naming.format')}
          layout="above"
          value={rule.format}
          options={archiveFormats.map((format) => ({ value: format, label: `.${format}` }))}
          onChange={(format) => onChange({ kind: 'archive', format })}
        />
      )}
      <output className={classNames(styles.example)}>
        <Example rule={rule} example={rule.kind === 'archive' ? inFolder : example} />
      </output>
    </div>
  );
}

type ExampleProps = { readonly rule: NamingRule; readonly example: LocalFile | null };

/** What the rule makes of one of the files, or of the folder it lies in. */
function Example({ rule, example }: ExampleProps): ReactNode {
  if (example === null) return null;
  const [root = ''] = example.folder.split('/');
  const path = rule.kind === 'archive' ? `${root}/` : `${example.folder}/${example.name}`;
  const name = rule.kind === 'archive' ? `${root}.${rule.format}` : fileNameBy(rule, example);
  return (
    <Sentence
      template={t('publish.naming.example', { path: '', name: '', skipInterpolation: true })}
      parts={{ path: <Name>{path}</Name>, name: <Name>{name}</Name> }}
    />
  );
}
