import { type ReactNode, useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Keyboard,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { type Command, commandNames, commands } from '../../shared/commands.ts';
import { nameKey } from '../../shared/names.ts';
import { classNames } from '../common/class-names.ts';
import { formatShortcut } from '../common/format-shortcut.ts';
import { runCommand } from '../run-command.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { t } from '../text/text.ts';
import styles from './CommandPalette.module.css';
import { findPlaces } from './find-places.ts';
import { goTo, PlaceWords, placeKey, placeText } from './PlaceWords.tsx';
import { useSearchable } from './use-searchable.ts';

type Props = { readonly onClose: () => void };

const placeKinds = ['package', 'version', 'owner'] as const;
const headings = {
  package: 'palette.packages',
  version: 'palette.versions',
  owner: 'palette.owners',
} as const;

/** The field keeps the focus and moves through the results: a combobox whose menu always shows. */
const combobox = { role: 'combobox', 'aria-expanded': true, 'aria-haspopup': 'menu' } as const;

/** Go anywhere and do anything by typing a few letters. */
export function CommandPalette({ onClose }: Props): ReactNode {
  const [text, setText] = useState('');
  const { platform } = useAppInfo();
  const searchable = useSearchable();
  const places = useMemo(() => findPlaces(searchable, text), [searchable, text]);
  const shownCommands = commandNames.filter(
    (command) => command !== 'go-to' && nameKey(commands[command].label).includes(nameKey(text.trim())),
  );
  const run = (command: Command) => {
    onClose();
    runCommand(command);
  };
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className={classNames(styles.scrim)}
    >
      <Modal className={classNames(styles.modal)}>
        <Dialog aria-label={t('palette.title')} className={classNames(styles.dialog)}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField aria-label={t('palette.placeholder')} autoFocus className={classNames(styles.field)}>
              <Input
                {...combobox}
                placeholder={t('palette.placeholder')}
                className={classNames(styles.input)}
              />
            </TextField>
            <Menu
              aria-label={t('palette.results')}
              className={classNames(styles.menu)}
              renderEmptyState={() => <p className={classNames(styles.nothing)}>{t('palette.nothing')}</p>}
            >
              {placeKinds
                .map((kind) => [kind, places.filter((place) => place.kind === kind)] as const)
                .filter(([, ofKind]) => ofKind.length > 0)
                .map(([kind, ofKind]) => (
                  <MenuSection key={kind}>
                    <Header className={classNames(styles.heading)}>{t(headings[kind])}</Header>
                    {ofKind.map((place) => (
                      <MenuItem
                        key={placeKey(place)}
                        id={placeKey(place)}
                        textValue={placeText(place)}
                        onAction={() => {
                          onClose();
                          goTo(place);
                        }}
                        className={classNames(styles.item)}
                      >
                        <PlaceWords place={place} />
                      </MenuItem>
                    ))}
                  </MenuSection>
                ))}
              {shownCommands.length > 0 && (
                <MenuSection>
                  <Header className={classNames(styles.heading)}>{t('palette.commands')}</Header>
                  {shownCommands.map((command) => (
                    <MenuItem
                      key={command}
                      id={command}
                      textValue={commands[command].label}
                      onAction={() => run(command)}
                      className={classNames(styles.item)}
                    >
                      {commands[command].label}
                      <Keyboard className={classNames(styles.keys)}>
                        {formatShortcut(commands[command].accelerator ?? '', platform)}
                      </Keyboard>
                    </MenuItem>
                  ))}
                </MenuSection>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
