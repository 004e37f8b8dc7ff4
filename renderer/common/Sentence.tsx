import type { ReactNode } from 'react';

type Props = {
  /** A sentence whose places are still open, from `t(key, { skipInterpolation: true })`. */
  readonly template: string;
  /** What stands in each place. */
  readonly parts: Readonly<Record<string, ReactNode>>;
};

const places = /\{\{(\w+)\}\}/;

/** A sentence of the catalogue with elements such as `<Name>` in its places, so that names stay isolated. */
export function Sentence({ template, parts }: Props): ReactNode {
  // Splitting by a pattern with one group puts text at even and place names at odd positions.
  return template.split(places).map((piece, position) => {
    const key = `${position}`;
    return position % 2 === 0 ? piece : <span key={key}>{parts[piece]}</span>;
  });
}
