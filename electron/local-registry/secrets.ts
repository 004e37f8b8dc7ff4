import { createHash, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** A new token's secret: 40 hexadecimal digits. */
export function newTokenSecret(): string {
  return randomBytes(20).toString('hex');
}

/** How a token's secret is kept. Secrets are random and long, so a plain hash is enough. */
export function hashTokenSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Low, as it holds up the thread: passwords come from world files only, which have them in the clear. */
const passwordCost = { N: 1024, r: 8, p: 1 };

/** How a password is kept: salt and scrypt hash, in hexadecimal. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32, passwordCost).toString('hex')}`;
}

/** Whether `password` is the one that was hashed. */
export function isPassword(password: string, hash: string): boolean {
  const [salt = '', digest = ''] = hash.split(':');
  const expected = Buffer.from(digest, 'hex');
  const found = scryptSync(password, Buffer.from(salt, 'hex'), 32, passwordCost);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function base32Decode(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/=+$/, '')]
    .map((character) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const passcodePeriod = 30;

/** The passcode of a moment in seconds since 1970 (RFC 6238: SHA-1, 6 digits, 30 s); `secret` is base32. */
export function passcodeAt(secret: string, seconds: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / passcodePeriod)));
  const digest = createHmac('sha1', base32Decode(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Whether a passcode is the present one, or the one before or after it. */
export function isPasscode(passcode: string, secret: string, seconds: number): boolean {
  return [-passcodePeriod, 0, passcodePeriod].some(
    (shift) => passcode.trim() === passcodeAt(secret, seconds + shift),
  );
}
