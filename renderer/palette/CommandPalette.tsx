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
import { useAccounts } from '../stores/accounts.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './CommandPalette.module.css';
import { findAddressed, findPlaces, findUnknownOwner, type Place } from './find-places.ts';
import { goTo, PlaceWords, placeKey, placeText } from './PlaceWords.tsx';
import { useSearchable } from './use-searchable.ts';

type Props = {
  /** What stands in the field at first. */
  readonly text: string;
  readonly onClose: () => void;
};

const sections = [
  ['palette.address', ['address', 'unknown-server']],
  ['palette.packages', ['package']],
  ['palette.versions', ['version']],
  ['palette.owners', ['owner', 'unknown-owner']],
] as const satisfies readonly (readonly [string, readonly Place['kind'][]])[];

/** The field keeps the focus and moves through the results: a combobox whose menu always shows. */
const combobox = { role: 'combobox', 'aria-expanded': true, 'aria-haspopup': 'menu' } as const;

/** Go anywhere and do anything by typing a few letters. */
export function CommandPalette({ text: given, onClose }: Props): ReactNode {
  const [text, setText] = useState(given);
  const { platform } = useAppInfo();
  const searchable = useSearchable();
  const accounts = useAccounts();
  const accountId = useSelection((state) => state.accountId);
  const places = useMemo(
    () =>
      findAddressed(accounts, text) ?? [
        ...findPlaces(searchable, text),
        ...findUnknownOwner(searchable, accountId, text),
      ],
    [accounts, accountId, searchable, text],
  );
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
              {sections
                .map(
                  ([heading, kinds]) =>
                    [heading, places.filter(({ kind }) => kinds.some((each) => each === kind))] as const,
                )
                .filter(([, ofKind]) => ofKind.length > 0)
                .map(([heading, ofKind]) => (
                  <MenuSection key={heading}>
                    <Header className={classNames(styles.heading)}>{t(heading)}</Header>
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
