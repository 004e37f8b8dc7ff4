import type { NativeTheme as ElectronNativeTheme } from 'electron';
import { GuardedEmitter } from './missing-api.ts';
import type { ColorScheme } from './run-settings.ts';

type Implemented = Pick<
  ElectronNativeTheme,
  | 'themeSource'
  | 'shouldUseDarkColors'
  | 'shouldUseHighContrastColors'
  | 'shouldUseInvertedColorScheme'
  | 'shouldUseDarkColorsForSystemIntegratedUI'
  | 'inForcedColorsMode'
  | 'prefersReducedTransparency'
>;

/** Electron's `nativeTheme`; every open page follows it. */
export class NativeTheme extends GuardedEmitter implements Implemented {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;
  readonly #system: ColorScheme;
  #source: ElectronNativeTheme['themeSource'] = 'system';

  constructor(system: ColorScheme) {
    super('nativeTheme', ['updated']);
    this.#system = system;
  }

  get themeSource(): ElectronNativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: ElectronNativeTheme['themeSource']) {
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }

  /** What pages are shown in. */
  get colorScheme(): ColorScheme {
    return this.#source === 'system' ? this.#system : this.#source;
  }

  get shouldUseDarkColors(): boolean {
    return this.colorScheme === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#system === 'dark';
  }
}
