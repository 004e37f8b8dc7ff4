/** A transfer's state in words. */
export interface TransferWords {
  readonly text: string;
  /** What the user can do, and what else is known; null where nothing is asked of them. */
  readonly nextStep: string | null;
  readonly tone: 'quiet' | 'good' | 'bad' | 'attention';
}
