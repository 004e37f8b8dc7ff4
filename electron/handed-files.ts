/** Files that reach the app from outside; kept until there is somebody who takes them. */
export class HandedFiles {
  readonly #early: string[] = [];
  #take: ((paths: readonly string[]) => void) | null = null;

  hand(paths: readonly string[]): void {
    if (this.#take === null) this.#early.push(...paths);
    else if (paths.length > 0) this.#take(paths);
  }

  /** From now on; what came before is handed over at once, all together. */
  takenBy(take: (paths: readonly string[]) => void): void {
    this.#take = take;
    this.hand(this.#early.splice(0));
  }
}
