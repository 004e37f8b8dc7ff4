import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { refuseMissing } from './missing-api.ts';
import type { SecretStrength } from './run-settings.ts';

/** Only the asynchronous part: the other goes with Electron 46. */
type Implemented = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

const nonceLength = 12;
const tagLength = 16;

/** The key of this user data folder: what the system's keyring would keep. */
function keyIn(folder: string): Buffer {
  const file = join(folder, 'stand-in.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
}

/** Electron's `safeStorage`: really seals, so that what was altered or is from elsewhere cannot be opened. */
export function createSafeStorage(strength: SecretStrength, userDataFolder: () => string) {
  function key(): Buffer {
    if (strength === 'none') throw new Error('Encryption is not available.');
    return keyIn(userDataFolder());
  }
  return refuseMissing('safeStorage', {
    isAsyncEncryptionAvailable: async () => strength !== 'none',
    getSelectedStorageBackend: () => (strength === 'strong' ? 'gnome_libsecret' : 'basic_text'),
    async encryptStringAsync(text) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key(), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    async decryptStringAsync(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(0, nonceLength));
      decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
      const text = Buffer.concat([
        decipher.update(sealed.subarray(nonceLength + tagLength)),
        decipher.final(),
      ]);
      return { result: text.toString('utf8'), shouldReEncrypt: false };
    },
  } satisfies Implemented);
}
