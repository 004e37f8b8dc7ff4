import { safeStorage } from 'electron';
import { failed, succeeded } from '../../shared/outcome.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Logger } from '../log.ts';

/**
 * Secrets sealed by the system's keyring. On Linux without one Electron seals with a password that everybody
 * knows: that is `weak`, and whether it will do is for the accounts to decide.
 */
export function systemSecrets(log: Logger): SecretBox {
  return {
    availability: async () => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none';
      if (process.platform !== 'linux') return 'strong';
      return safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'weak' : 'strong';
    },
    seal: async (secret) => (await safeStorage.encryptStringAsync(secret)).toString('base64'),
    open: async (sealed) => {
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
        return succeeded(result);
      } catch (error) {
        // Often passing: a keyring that is closed, a question that nobody answered. The record stays.
        log.warn('the keyring does not open a secret', error);
        return failed('credential-locked');
      }
    },
  };
}
