import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { hearBeforeFailing } from './patient-socket.ts';
import { readInPlace } from './read-memory.ts';
import { rememberCertificate } from './shown-certificate.ts';

/** Shorter than the idle time of servers and proxies, so that no request goes out on a connection they just closed. */
const idleMilliseconds = 4000;

/**
 * More than all transfers that run at once. What a batch asks in one go, such as the last bytes of a hundred files, waits
 * for one of these instead of opening a hundred.
 */
const mostConnections = 16;

const settings = {
  keepAlive: true,
  timeout: idleMilliseconds,
  maxSockets: mostConnections,
  maxFreeSockets: mostConnections,
};

type OnConnection = (error: Error | null, stream: Duplex) => void;

class PatientHttpAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, callback?: OnConnection) {
    const onread = readInPlace((): Duplex | null | undefined => connection);
    const withMemory = { ...options, onread };
    const connection = hearBeforeFailing(super.createConnection(withMemory, callback));
    return connection;
  }
}

class PatientHttpsAgent extends HttpsAgent {
  override createConnection(options: RequestOptions, callback?: OnConnection) {
    return rememberCertificate(hearBeforeFailing(super.createConnection(options, callback)));
  }
}

let trusted: SecureContext | null = null;

/** Node's own certificate authorities and those of the system, where companies add theirs. Read once. */
function systemTrust(): SecureContext {
  trusted ??= createSecureContext({ ca: [...getCACertificates('default'), ...getCACertificates('system')] });
  return trusted;
}

/** The connections of one client, kept alive between requests. */
export class Agents {
  readonly http: HttpAgent = new PatientHttpAgent(settings);
  readonly #trust: () => SecureContext;
  #https: HttpsAgent | null = null;

  /** `trust` decides whose certificates are believed. */
  constructor(trust: () => SecureContext = systemTrust) {
    this.#trust = trust;
  }

  get https(): HttpsAgent {
    this.#https ??= new PatientHttpsAgent({ ...settings, secureContext: this.#trust() });
    return this.#https;
  }

  /** Closes all connections, also those in use. */
  destroy(): void {
    this.http.destroy();
    this.#https?.destroy();
  }
}
