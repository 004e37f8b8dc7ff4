import type { MenuItemConstructorOptions, PopupOptions } from 'electron';
import { type KeyCombination, parseAccelerator } from './accelerators.ts';
import { type MenuRole, roleNamed } from './menu-roles.ts';
import { Guarded, refuseMissing } from './missing-api.ts';

let lastCommandId = 0;

/** Electron's `MenuItem`; `click()` does what a user's click does. */
export class MenuItem extends Guarded {
  readonly commandId: number;
  readonly id: string;
  readonly role: string | undefined;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | null;
  readonly registerAccelerator: boolean;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: MenuItemConstructorOptions['click'];
  readonly #role: MenuRole | undefined;
  readonly #focused: () => object | undefined;

  constructor(options: MenuItemConstructorOptions, focused: () => object | undefined = () => undefined) {
    super('MenuItem');
    lastCommandId += 1;
    this.commandId = lastCommandId;
    this.id = options.id ?? '';
    this.role = options.role;
    this.#role = options.role === undefined ? undefined : roleNamed(options.role);
    this.#click = options.click;
    this.#focused = focused;
    const submenu = options.submenu ?? this.#role?.submenu;
    this.submenu = Array.isArray(submenu)
      ? buildMenu(submenu, focused)
      : submenu instanceof Menu
        ? submenu
        : null;
    this.type = options.type ?? (this.submenu === null ? 'normal' : 'submenu');
    const accelerator = options.accelerator ?? this.#role?.accelerator;
    this.accelerator = typeof accelerator === 'string' ? accelerator : undefined;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.label = options.label ?? this.#role?.label ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
  }

  click(event: object = {}, window = this.#focused()): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    // Electron's own types ask for more of an item than there is here.
    if (this.#click !== undefined) Reflect.apply(this.#click, undefined, [this, window, event]);
    else this.#role?.run(window);
  }
}

function buildMenu(
  template: readonly (MenuItemConstructorOptions | MenuItem)[],
  focused: () => object | undefined,
): Menu {
  const menu = new Menu();
  for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item, focused));
  return menu;
}

/** Electron's `Menu`: its items can be read and clicked by tests, and its shortcuts work in the window. */
export class Menu extends Guarded {
  /** The pop-up menus that the app has shown, for tests to read; nothing is seen of them. */
  static readonly shown: Menu[] = [];
  static #application: Menu | null = null;
  static #onChange: () => void = () => undefined;
  static #focused: () => object | undefined = () => undefined;

  readonly items: MenuItem[] = [];
  #onClosed: (() => void) | undefined;

  constructor() {
    super('Menu');
  }

  /** For the stand-in: whom to tell of another application menu, and which window items act on. */
  static connect(onChange: () => void, focused: () => object | undefined): void {
    Menu.#onChange = onChange;
    Menu.#focused = focused;
  }

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | MenuItem)[]): Menu {
    return buildMenu(template, Menu.#focused);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
    Menu.#onChange();
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    return this.#all().find((item) => item.id === id) ?? null;
  }

  popup(options: PopupOptions = {}): void {
    this.#onClosed = options.callback;
    Menu.shown.push(this);
  }

  closePopup(): void {
    this.#onClosed?.();
    this.#onClosed = undefined;
  }

  /** For the stand-in: the shortcuts that work now. */
  accelerators(): { readonly item: MenuItem; readonly keys: KeyCombination }[] {
    return this.#all().flatMap((item) => {
      const isActive = item.enabled && item.registerAccelerator && item.accelerator !== undefined;
      const keys = isActive ? parseAccelerator(item.accelerator ?? '') : null;
      return keys === null ? [] : [{ item, keys }];
    });
  }

  #all(): MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.allItems() ?? [])]);
  }

  /** For the stand-in: with those of submenus. */
  allItems(): MenuItem[] {
    return this.#all();
  }
}

/** What apps see. */
export const GuardedMenu = refuseMissing('Menu', Menu);
