/** The filter field's element, so that a command can put the focus there. */
export const filterFieldId = 'package-filter';

/** Puts the focus into the filter field, with its text selected. */
export function focusFilter(): void {
  const field = document.getElementById(filterFieldId);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

/** Moves the focus to the next part of the window, or with -1 to the one before: sidebar, list, detail, transfers. */
export function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const present = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = present === -1 && step === -1 ? 0 : present;
  const next = panes.at((from + step + panes.length) % panes.length);
  const start = next?.querySelector<HTMLElement>('[data-pane-start]');
  (start ?? next?.querySelector<HTMLElement>('[tabindex="0"], button, input'))?.focus();
}
