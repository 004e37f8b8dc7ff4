import { type ReactNode, useState } from 'react';
import { nameKey } from '../../shared/names.ts';
import { ComboField } from '../common/ComboField.tsx';
import { t } from '../text/text.ts';

type Props = {
  readonly label: string;
  readonly versions: readonly string[];
  readonly value: string;
  readonly onChange: (version: string) => void;
};

/** Most versions that are proposed: the rest is reached by typing. */
const atMost = 100;

/** One of a package's versions, chosen or typed. */
export function VersionField({ label, versions, value, onChange }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value;
  const wanted = nameKey(text.trim());
  const matching = typed === null ? versions : versions.filter((each) => nameKey(each).includes(wanted));
  const isKnown = versions.some((each) => nameKey(each) === wanted);
  return (
    <ComboField
      label={label}
      value={text}
      selectedId={versions.find((each) => nameKey(each) === wanted) ?? null}
      groups={[
        { title: label, options: matching.slice(0, atMost).map((each) => ({ id: each, text: each })) },
      ]}
      problem={isKnown ? null : t('compare.unknown')}
      onType={(change) => {
        if (change === text) return;
        setTyped(change);
        const found = versions.find((each) => nameKey(each) === nameKey(change.trim()));
        if (found !== undefined) onChange(found);
      }}
      onChoose={({ id }) => {
        setTyped(null);
        onChange(id);
      }}
    />
  );
}
