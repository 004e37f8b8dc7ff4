import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** In PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What TLS tests need: an authority, what it signed, and what it did not. */
export interface Certificates {
  /** To be trusted. */
  readonly authority: string;
  /** For 127.0.0.1 and localhost. */
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly notYetValid: Certificate;
  readonly otherHost: Certificate;
  readonly selfSigned: Certificate;
  readonly ofUnknownAuthority: Certificate;
}

const run = promisify(execFile);

const configuration = `
[ca]
default_ca = test
[test]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
subjectKeyIdentifier = hash
[here]
subjectAltName = DNS:localhost, IP:127.0.0.1, DNS:git.example.org
[elsewhere]
subjectAltName = DNS:other.invalid
`;

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'openssl.cnf'];

async function openssl(folder: string, ...line: readonly string[]): Promise<void> {
  try {
    await run('openssl', [...line], { cwd: folder });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw isMissing
      ? new Error('openssl is not installed: without it there are no certificates to test with.', {
          cause: error,
        })
      : error;
  }
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
  const about = ['-subj', `/CN=${name}`, '-days', '30', '-extensions', 'authority'];
  await openssl(folder, 'req', '-x509', ...newKey, ...files, ...about);
}

async function read(folder: string, name: string): Promise<Certificate> {
  return {
    cert: await readFile(join(folder, `${name}.pem`), 'utf8'),
    key: await readFile(join(folder, `${name}.key`), 'utf8'),
  };
}

interface Issue {
  readonly by?: string;
  readonly for?: 'here' | 'elsewhere';
  readonly from?: string;
  readonly to?: string;
}

async function issue(folder: string, name: string, about: Issue = {}): Promise<Certificate> {
  const { by = 'authority', for: host = 'here', from = '20200101000000Z', to = '20991231000000Z' } = about;
  await openssl(
    folder,
    'req',
    '-new',
    ...newKey,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  const signer = ['-cert', `${by}.pem`, '-keyfile', `${by}.key`];
  const validity = ['-startdate', from, '-enddate', to, '-extensions', host];
  const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-notext'];
  await openssl(folder, 'ca', '-batch', '-config', 'openssl.cnf', ...signer, ...validity, ...files);
  return read(folder, name);
}

async function make(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'tea-chest-certificates-'));
  try {
    await writeFile(join(folder, 'openssl.cnf'), configuration);
    await writeFile(join(folder, 'index.txt'), '');
    await writeFile(join(folder, 'serial'), '1000\n');
    await makeAuthority(folder, 'authority');
    await makeAuthority(folder, 'stranger');
    const files = ['-keyout', 'self-signed.key', '-out', 'self-signed.pem'];
    const about = ['-subj', '/CN=self', '-days', '30', '-extensions', 'here'];
    await openssl(folder, 'req', '-x509', ...newKey, ...files, ...about);
    return {
      authority: await readFile(join(folder, 'authority.pem'), 'utf8'),
      good: await issue(folder, 'good'),
      expired: await issue(folder, 'expired', { to: '20210101000000Z' }),
      notYetValid: await issue(folder, 'not-yet-valid', { from: '20980101000000Z' }),
      otherHost: await issue(folder, 'other-host', { for: 'elsewhere' }),
      ofUnknownAuthority: await issue(folder, 'of-stranger', { by: 'stranger' }),
      selfSigned: await read(folder, 'self-signed'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let made: Promise<Certificates> | null = null;

/** Made with OpenSSL at the first call of a run; rejects where it is not installed. */
export function certificates(): Promise<Certificates> {
  made ??= make();
  return made;
}
