import type * as Electron from 'electron';
import type { Locator, Page } from 'playwright';
import type { ColorScheme, SecretStrength } from '../stand-in/run-settings.ts';

export interface LaunchOptions {
  /** The app's whole state; what is there from an earlier start is found again. */
  readonly userDataDir: string;
  /** The app's own arguments, such as paths to publish. */
  readonly args?: readonly string[];
  /** The folder that it is started from; the project's unless said. */
  readonly workingFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the system is set to; `light` unless said. */
  readonly colorScheme?: ColorScheme;
  /** How well the system keeps secrets; `strong` unless said. */
  readonly secrets?: SecretStrength;
  /** Which to run on; Electron if it can be had unless said. */
  readonly runtime?: 'electron' | 'stand-in';
  /** The main script, for tests of the stand-in; the built app's unless said. */
  readonly mainScript?: string;
}

export interface Evaluate {
  <Result>(run: (electron: typeof Electron) => Result | Promise<Result>): Promise<Result>;
  <Result, Argument>(
    run: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
}

/** A point of the window in pixels, or the middle of something in it. */
export type DropTarget = { readonly x: number; readonly y: number } | Locator;

/** The app with its first window open, the same for both runtimes. */
export interface LaunchedApp {
  readonly page: Page;
  readonly runtime: 'electron' | 'stand-in';
  /** Why it does not run on Electron: words that go on after "because". Null where it does. */
  readonly whyStandIn: string | null;
  /** The exit code, once there is one; null when a signal ended the app. */
  readonly exited: Promise<number | null>;
  /** Runs a function in main with the `electron` module. It is sent as text, so it sees nothing around it. */
  readonly evaluate: Evaluate;
  /** A real drop from the desktop of files and folders, by absolute paths; on the middle of the window unless said. */
  dropFiles(paths: readonly string[], target?: DropTarget): Promise<void>;
  /** Quits the app, and ends it after five seconds if it has refused. */
  stop(): Promise<void>;
  /** Ends main at once, as a crash would. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** What main has written to its standard output and standard error. */
  logs(): string;
}
