import { type ReactNode, useMemo } from 'react';
import { Button } from 'react-aria-components';
import type { UsedSpace } from '../../shared/storage.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { t } from '../text/text.ts';
import styles from './Storage.module.css';
import { spaceName } from './space-name.ts';
import { treemap } from './treemap.ts';

/** More tiles than this are crumbs: what is behind them is one tile together. */
const mostTiles = 40;
/** Width by height. */
const aspect = 4.4;

type Props = { readonly spaces: readonly UsedSpace[]; readonly onChoose: (space: UsedSpace) => void };

/** Space as a picture: each as large as its bytes. The table below tells the same in words. */
export function SpaceMap({ spaces, onChoose }: Props): ReactNode {
  const largest = useMemo(
    () => spaces.toSorted((left, right) => right.bytes - left.bytes).filter(({ bytes }) => bytes > 0),
    [spaces],
  );
  const shown = largest.slice(0, mostTiles);
  const rest = largest.slice(mostTiles).reduce((sum, { bytes }) => sum + bytes, 0);
  const values = shown.map(({ bytes }) => bytes);
  const tiles = treemap(rest > 0 ? [...values, rest] : values, aspect);
  if (shown.length === 0) return null;
  return (
    <fieldset aria-label={t('storage.map')} className={classNames(styles.map)}>
      {tiles.map(({ left, top, width, height }, position) => {
        const space = shown[position];
        const style = {
          left: `${left * 100}%`,
          top: `${top * 100}%`,
          width: `${width * 100}%`,
          height: `${height * 100}%`,
        };
        if (space === undefined) {
          return (
            <div key="rest" className={classNames(styles.tile, styles.rest)} style={style}>
              <span>{t('storage.rest', { count: largest.length - shown.length })}</span>
            </div>
          );
        }
        const name = spaceName(space);
        const size = formatBytes(space.bytes);
        return (
          <Button
            key={`${space.packageName} ${space.version ?? ''}`}
            onPress={() => onChoose(space)}
            className={classNames(styles.tile, styles[`shade${position % 4}`])}
            style={style}
          >
            <span>{name}</span> <span>{size}</span>
          </Button>
        );
      })}
    </fieldset>
  );
}
