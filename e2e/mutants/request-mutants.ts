import type { Mutant } from './mutant.ts';

const answers = 'electron/registry/download-answer.ts';
const opening = 'electron/registry/open-download.ts';
const publishing = 'electron/registry/publish-file.ts';
const sending = 'electron/registry/send-body.ts';
const addresses = 'electron/registry/endpoints.ts';
const exchange = 'electron/registry/exchange.ts';
const downloadTests = ['electron/registry/open-download.test.ts'];
const publishTests = ['electron/registry/publish-file.test.ts'];
const clientTests = ['electron/registry/registry-client.test.ts'];
const addressTests = ['electron/registry/endpoints.test.ts'];

/** What keeps a request from going where it must not, and an answer from being taken for another. */
export const requestMutants: readonly Mutant[] = [
  {
    name: 'range-start',
    takenOut: 'A range that starts elsewhere than asked is taken.',
    file: answers,
    find: ' || wholeNumber(range[1]) !== request.start',
    replace: '',
    tests: downloadTests,
  },
  {
    name: 'range-total',
    takenOut: 'The length of the whole file that a range tells is not read.',
    file: answers,
    find: 'size: wholeNumber(range[3])',
    replace: 'size: null',
    tests: downloadTests,
  },
  {
    name: 'content-encoding',
    takenOut: 'A body that was packed on the way is taken for the file.',
    file: answers,
    find: "encoding !== '' && encoding !== 'identity'",
    replace: 'false',
    tests: downloadTests,
  },
  {
    name: 'login-page',
    takenOut: 'A page in place of the file is taken for the file.',
    file: answers,
    find: 'if (isPage)',
    replace: 'if (false)',
    tests: downloadTests,
  },
  {
    name: 'credential-stays-home',
    takenOut: 'The credential goes along to wherever a redirect leads.',
    file: opening,
    find: '...(isHome ? authorization : {}),',
    replace: '...authorization,',
    tests: downloadTests,
  },
  {
    name: 'credential-once-away',
    takenOut: 'A redirect back from another server gets the credential again.',
    file: opening,
    find: 'isHome = isHome && hasSameOrigin(',
    replace: 'isHome = hasSameOrigin(',
    tests: downloadTests,
  },
  {
    name: 'questions-stay-home',
    takenOut: 'Questions with the credential follow redirects to other servers.',
    file: 'electron/registry/json-requests.ts',
    find: '!hasSameOrigin(target.value, asked.serverUrl)',
    replace: 'false',
    tests: clientTests,
  },
  {
    name: 'redirect-to-http',
    takenOut: 'A redirect from https down to http is followed.',
    file: 'electron/registry/redirects.ts',
    find: "if (target.protocol === 'http:' && from.startsWith('https:')) return refused;",
    replace: '',
    tests: ['electron/registry/redirects.test.ts'],
  },
  {
    name: 'redirect-inside',
    takenOut: 'A server on the internet may send a download to an address inside the network.',
    file: 'electron/registry/open-download.ts',
    find: 'leadsInside(head.value.remoteAddress, next.value)',
    replace: 'false',
    tests: ['electron/registry/inside-addresses.test.ts', ...downloadTests],
  },
  {
    name: 'redirect-of-put',
    takenOut: 'An upload is sent by a client that follows redirects.',
    file: exchange,
    find: 'return new HttpStream(',
    replace: `if (method === 'PUT') return got.stream(url, { method, headers: allHeaders, throwHttpErrors: false });
    return new HttpStream(`,
    tests: publishTests,
  },
  {
    name: 'redirect-of-delete',
    takenOut: 'A deletion follows redirects.',
    file: exchange,
    find: 'followRedirect: false,',
    replace: "followRedirect: method === 'DELETE',",
    tests: clientTests,
  },
  {
    name: 'dot-segments',
    takenOut: 'Names that fold away on the wire, such as "..", are sent.',
    file: addresses,
    find: 'if (isDots(decode(decode(segment)))) return true;',
    replace: '',
    tests: addressTests,
  },
  {
    name: 'dot-segments-within',
    takenOut: 'Names with "/../" in them are sent in requests that change something.',
    file: addresses,
    find: "return purpose === 'change' && decode(segment).split(/[/\\\\]/).some(isDots);",
    replace: 'return false;',
    tests: addressTests,
  },
  {
    name: 'path-as-meant',
    takenOut: 'Nobody looks whether the URL arrives as it was meant.',
    file: addresses,
    find: 'url === null || url.pathname !== meant || url.origin !== root?.origin || url.href !== href',
    replace: 'url === null',
    tests: addressTests,
  },
  {
    name: 'asks-first',
    takenOut: 'Large bodies are sent without asking the server first.',
    file: publishing,
    find: 'request.asksFirst === true || request.size >= askFirstFrom',
    replace: 'request.asksFirst === true',
    tests: publishTests,
  },
  {
    name: 'asks-first-when-told',
    takenOut: 'Small bodies are never announced, also when they were sent in vain before.',
    file: publishing,
    find: 'request.asksFirst === true || request.size >= askFirstFrom',
    replace: 'request.size >= askFirstFrom',
    tests: publishTests,
  },
  {
    name: 'early-success',
    takenOut: 'A 201 before the last byte is a success.',
    file: publishing,
    find: 'status === 201 && sender.isWhole',
    replace: 'status === 201',
    tests: publishTests,
  },
  {
    name: 'body-too-short',
    takenOut: 'A body that is shorter than announced is sent to its end.',
    file: sending,
    find: "return this.isWhole ? null : { reason: 'local-file-changed' };",
    replace: 'return null;',
    tests: publishTests,
  },
  {
    name: 'body-too-long',
    takenOut: 'A body that is longer than announced is sent on.',
    file: sending,
    find: 'if (this.#handedOver + next.value.length > this.#request.size)',
    replace: 'if (false)',
    tests: publishTests,
  },
  {
    name: 'retry-after-heard',
    takenOut: 'When a server wants to be asked again is not read from its answer.',
    file: 'electron/registry/answer-failures.ts',
    find: '...(retryAfter === undefined ? {} : { retryAfter }),',
    replace: '',
    tests: ['electron/registry/retry-after.test.ts'],
  },
  {
    name: 'server-words-without-secrets',
    takenOut: 'A credential that a server repeats is told as its words.',
    file: 'electron/registry/answer-failures.ts',
    find: 'withoutSecrets(given.text, asked.credential)',
    replace: 'given.text',
    tests: ['electron/registry/answer-failures.test.ts', ...clientTests],
  },
];
