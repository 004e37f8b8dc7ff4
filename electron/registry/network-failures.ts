import type { Failure, FailureReason } from '../../shared/failure.ts';

const certificateProblems: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong host'],
  ['HOSTNAME_MISMATCH', 'wrong host'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unknown issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown issuer'],
  ['CERT_UNTRUSTED', 'unknown issuer'],
  ['INVALID_CA', 'unknown issuer'],
  ['CERT_REVOKED', 'revoked'],
]);

/** OpenSSL's other verdicts on certificates. */
const certificateCode = /^(?:CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/;

const unreachableCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);

/** The answer was no HTTP, or not encoded as it said. */
const unreadableCode =
  /^(?:HPE_|Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)|^EPROTO$|^ERR_SSL_(?!.*(?:BAD_RECORD|DECRYPT))/;

/** A name or header that Node refuses to send. */
const unsendableCode = /^ERR_(?:INVALID_CHAR|UNESCAPED_CHARACTERS|INVALID_URL|INVALID_HTTP_TOKEN)$/;

/** A fault of this program, not of the network. */
const faultCode = /^ERR_(?:GOT_REQUEST_ERROR|INVALID_ARG)/;

function stringField(error: object, name: 'code' | 'name'): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

/** SHA-256 of the certificate, where the error brings it along: Node does for a wrong host. */
function fingerprintOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > 3) return null;
  const certificate: unknown = Reflect.get(error, 'cert');
  if (typeof certificate === 'object' && certificate !== null) {
    const fingerprint: unknown = Reflect.get(certificate, 'fingerprint256');
    if (typeof fingerprint === 'string') return fingerprint;
  }
  return fingerprintOf(Reflect.get(error, 'cause'), depth + 1);
}

function reasonOf(error: Error): FailureReason {
  const code = stringField(error, 'code');
  if (stringField(error, 'name') === 'AbortError' || code === 'ERR_ABORTED' || code === 'ABORT_ERR')
    return 'cancelled';
  if (stringField(error, 'name') === 'TimeoutError') return 'timed-out';
  if (certificateProblems.has(code) || certificateCode.test(code)) return 'certificate-refused';
  if (unreachableCodes.has(code) || code === 'ETIMEDOUT') return 'unreachable';
  if (unsendableCode.test(code)) return 'invalid-request';
  if (unreadableCode.test(code)) return 'unexpected-answer';
  if (faultCode.test(code)) return 'internal';
  return 'interrupted';
}

/**
 * What a request's error means. Errors of got hold the request with its credential, so that none of them may go
 * further than here; only code, name and certificate are looked at. `host` becomes the subject.
 */
export function networkFailure(error: unknown, host: string): Failure {
  if (!(error instanceof Error)) return { reason: 'interrupted', subject: host };
  const reason = reasonOf(error);
  if (reason === 'cancelled') return { reason };
  if (reason !== 'certificate-refused') return { reason, subject: host };
  const code = stringField(error, 'code');
  const problem = certificateProblems.get(code) ?? code.toLowerCase().replaceAll('_', ' ');
  const fingerprint = fingerprintOf(error);
  const subject = `${host}: ${problem}${fingerprint === null ? '' : `, SHA-256 ${fingerprint}`}`;
  return { reason, subject: subject.slice(0, 300) };
}
