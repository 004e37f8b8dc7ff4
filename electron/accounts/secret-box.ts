import type { Outcome } from '../../shared/outcome.ts';

/** Seals secrets for this user of this computer; the system's keyring in the app. */
export interface SecretBox {
  /**
   * `strong` is a keyring; `weak` seals with a password that everybody knows, as on a Linux without keyring; `none`
   * cannot seal at all.
   */
  availability(): Promise<'strong' | 'weak' | 'none'>;
  /** Rejects where the keyring will not take the secret. */
  seal(secret: string): Promise<string>;
  /** `credential-locked` while the keyring is closed or its question unanswered; the same may work later. */
  open(sealed: string): Promise<Outcome<string>>;
}
