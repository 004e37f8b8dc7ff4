import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * Keeps an answer that came whole from being thrown away for what comes behind it. Node calls bytes after the announced
 * ones an error of the request and closes the connection; what was announced is there and can be judged by itself.
 */
export function keepWholeAnswer(request: ClientRequest): void {
  let answer: IncomingMessage | null = null;
  request.prependOnceListener('response', (response) => {
    answer = response;
  });
  const emit = request.emit.bind(request);
  request.emit = (event: string | symbol, ...values: unknown[]): boolean =>
    event === 'error' && answer?.complete === true ? true : emit(event, ...values);
}
