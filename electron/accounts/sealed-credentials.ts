import { Credential } from '../../shared/account.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Seals a credential to be stored. Null where nothing seals well enough, or the keyring will not: then it is kept in
 * memory only, and its account says so.
 */
export async function sealCredential(secrets: SecretBox, credential: Credential): Promise<string | null> {
  if ((await secrets.availability()) !== 'strong') return null;
  try {
    return await secrets.seal(JSON.stringify(credential));
  } catch {
    return null;
  }
}

/** `sign-in-required` where none was stored, `credential-locked` where it cannot be opened now. */
export async function openCredential(
  secrets: SecretBox,
  sealed: string | null,
): Promise<Outcome<Credential>> {
  if (sealed === null) return failed('sign-in-required');
  const opened = await secrets.open(sealed);
  if (!opened.ok) return failed('credential-locked');
  const parsed = Credential.safeParse(parseJson(opened.value));
  return parsed.success ? succeeded(parsed.data) : failed('credential-locked');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
