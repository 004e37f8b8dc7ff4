/**
 * Takes out of a text whatever could be a credential, before it reaches a log: header values, parts of URLs,
 * fields called like secrets, and Gitea's 40 digit tokens wherever they stand. Rather too much than too little;
 * hashes of 32, 64 and 128 digits stay, because failures are found by them.
 */
export function redact(text: string): string {
  return text
    .replace(
      /\b((?:proxy-)?authorization|cookie|set-cookie|x-csrf-token)(["']?\s*[:=]\s*["']?)[^\r\n"',}]+/gi,
      '$1$2[hidden]',
    )
    .replace(/\b(basic|bearer|token)\s+[\w+/=.~-]{8,}/gi, '$1 [hidden]')
    .replace(
      /\b(password|passwd|secret|token|access_token|api_?key)(["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
      '$1$2[hidden]',
    )
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, '$1[hidden]@')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s?"'<>]+)\?[^\s"'<>]*/gi, '$1?[hidden]')
    .replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/gi, '[hidden]');
}

/**
 * An unexpected error in words: name, code, message, stack and causes. Its other fields are left out: those of
 * got's errors hold the request with its credential.
 */
export function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return redact(typeof error === 'string' ? error : typeof error);
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const cause =
    error.cause === undefined || depth >= 4 ? '' : `\ncaused by ${describeError(error.cause, depth + 1)}`;
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return redact(`${stack}${code === '' ? '' : ` (${code.trim()})`}`) + cause;
}
