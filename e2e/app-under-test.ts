import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Command } from '../shared/commands.ts';
import { commands } from '../shared/commands.ts';
import { launchApp, startSecondInstance } from './app/launch.ts';
import type { DropTarget, LaunchedApp } from './app/launched-app.ts';

/** The app on a profile and a download folder of its own, with what a spec does to it from outside the window. */
export class AppUnderTest {
  readonly #folder: string;
  readonly downloads: string;
  #app: LaunchedApp;
  #earlierLogs = '';

  private constructor(folder: string, app: LaunchedApp) {
    this.#folder = folder;
    this.downloads = join(folder, 'downloads');
    this.#app = app;
  }

  static async start(): Promise<AppUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-app-'));
    await mkdir(join(folder, 'downloads'));
    const app = new AppUnderTest(folder, await launchApp({ userDataDir: join(folder, 'profile') }));
    await app.#prepare();
    return app;
  }

  get page(): Page {
    return this.#app.page;
  }

  get runtime(): LaunchedApp['runtime'] {
    return this.#app.runtime;
  }

  /** Why it does not run on Electron; null where it does. */
  get whyStandIn(): string | null {
    return this.#app.whyStandIn;
  }

  /** Runs a function in main with the `electron` module, as Playwright's `ElectronApplication.evaluate` does. */
  get evaluate(): LaunchedApp['evaluate'] {
    return this.#app.evaluate;
  }

  /** A real drop of files and folders from the desktop, on the middle of the window unless said. */
  async dropFiles(paths: readonly string[], target?: DropTarget): Promise<void> {
    await this.#app.dropFiles(paths, target);
  }

  /** Quits and starts again on the same profile, with arguments of its own. */
  async restart(args: readonly string[] = []): Promise<void> {
    await this.stop();
    this.#app = await launchApp({ userDataDir: join(this.#folder, 'profile'), args });
    await this.#prepare();
  }

  /** Ends main as a crash would, and starts again on the same profile. */
  async crash(): Promise<void> {
    await this.#app.kill('SIGKILL');
    await this.restart();
  }

  async stop(): Promise<void> {
    await this.#app.stop();
    this.#earlierLogs += this.#app.logs();
  }

  /** Ends the app if it still runs and removes its folder. */
  async dispose(): Promise<void> {
    await this.#app.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Starts the app once more on this profile, from a folder; answers the exit code. */
  startSecond(args: readonly string[] = [], workingFolder?: string): Promise<number | null> {
    return startSecondInstance({
      userDataDir: join(this.#folder, 'profile'),
      args,
      ...(workingFolder !== undefined && { workingFolder }),
    });
  }

  logs(): string {
    return this.#earlierLogs + this.#app.logs();
  }

  /** Keeps the window as it looks; nothing where there is none any more. */
  async picture(path: string): Promise<void> {
    await this.page.screenshot({ path }).catch(() => undefined);
  }

  /** What a screen reader would find in the window. */
  outline(): Promise<string> {
    return this.page
      .locator('body')
      .ariaSnapshot()
      .catch((error: unknown) => String(error));
  }

  /** Uses the entry of the menu that stands for a command. */
  async runCommand(command: Command): Promise<void> {
    await this.evaluate(({ Menu, BrowserWindow }, label) => {
      const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((menu) => menu.submenu?.items ?? []);
      const item = items.find((each) => each.label === label);
      if (item === undefined) throw new Error(`The menu has no ${label}`);
      item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
    }, commands[command].label);
  }

  /** What the next file dialogs answer; none is as if they were cancelled. */
  async answerOpenDialog(filePaths: readonly string[]): Promise<void> {
    await this.evaluate(
      ({ dialog }, answer) => {
        dialog.showOpenDialog = () => Promise.resolve(answer);
      },
      { canceled: filePaths.length === 0, filePaths: [...filePaths] },
    );
  }

  /** Where the next "Save as" dialogs save to. */
  async answerSaveDialog(filePath: string): Promise<void> {
    await this.evaluate(
      ({ dialog }, answer) => {
        dialog.showSaveDialog = () => Promise.resolve(answer);
      },
      { canceled: false, filePath },
    );
  }

  /** Which button of message boxes is pressed from now on; they are recorded. */
  async answerMessageBox(response: number): Promise<void> {
    await this.evaluate(({ dialog }, answer) => {
      const asked: string[] = [];
      Reflect.set(globalThis, 'askedMessageBoxes', asked);
      dialog.showMessageBox = (...args: readonly unknown[]) => {
        asked.push(JSON.stringify(args.at(-1)));
        return Promise.resolve({ response: answer, checkboxChecked: false });
      };
    }, response);
  }

  /** The options of the message boxes so far, as JSON. */
  messageBoxes(): Promise<string[]> {
    return this.evaluate(() => Reflect.get(globalThis, 'askedMessageBoxes'));
  }

  /** The paths that the file manager was asked to show. */
  shownInFolder(): Promise<string[]> {
    return this.evaluate(() => Reflect.get(globalThis, 'shownInFolder'));
  }

  /** What a folder of the profile holds; nothing where it is not there. */
  async filesIn(folder: string): Promise<string[]> {
    return readdir(join(this.#folder, 'profile', folder)).catch(() => []);
  }

  /** The profile's files that hold a text anywhere. */
  async filesHolding(text: string): Promise<string[]> {
    const entries = await readdir(join(this.#folder, 'profile'), { recursive: true, withFileTypes: true });
    const holding: string[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      if ((await readFile(path)).includes(text)) holding.push(path);
    }
    return holding;
  }

  async #prepare(): Promise<void> {
    await this.evaluate(({ app, shell }, downloads) => {
      app.setPath('downloads', downloads);
      const shown: string[] = [];
      Reflect.set(globalThis, 'shownInFolder', shown);
      shell.showItemInFolder = (path) => {
        shown.push(path);
      };
    }, this.downloads);
  }
}
