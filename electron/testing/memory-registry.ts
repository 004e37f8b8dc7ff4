import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile, VersionFiles } from '../../shared/package.ts';
import type { OpenDownloadRequest, OpenedDownload } from '../registry/open-download.ts';
import type { PublishFileRequest } from '../registry/publish-file.ts';
import type { TransferClient } from '../transfers/transfer-client.ts';

/** What goes wrong with one request. */
export interface PublishFault {
  /** The connection breaks after so many bytes of the body. */
  readonly cutAt?: number;
  /** What is answered after the whole body. */
  readonly answer?: Outcome<undefined>;
  /** What the server makes of the bytes; null when it stores nothing. Left out, it stores them. */
  readonly store?: (bytes: Buffer) => Buffer | null;
  /** Runs when so much of the body has come. */
  readonly during?: { readonly at: number; readonly act: () => Promise<void> };
}

export interface DownloadFault {
  readonly cutAt?: number;
  /** The connection stays open and nothing more comes. */
  readonly stallAt?: number;
  /** What the server sends instead of the bytes. */
  readonly send?: (bytes: Buffer) => Buffer;
  /** Sends everything whatever was asked for. */
  readonly ignoresRange?: boolean;
  readonly hidesSize?: boolean;
  readonly answer?: Outcome<OpenedDownload>;
  readonly during?: { readonly at: number; readonly act: () => Promise<void> };
}

interface Stored {
  readonly id: number;
  readonly fileName: string;
  bytes: Buffer;
  /** What the listing says, computed when it was stored. */
  listed: Buffer;
}

const pieceBytes = 64 * 1024;

function hex(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

function keyOf({ owner, packageName, version }: VersionCoordinates): string {
  return [owner, packageName, version].join('/');
}

/** A small registry in memory that keeps the rules that transfers lean on, and breaks them where a test says so. */
export class MemoryRegistry implements TransferClient {
  readonly #versions = new Map<string, Map<string, Stored>>();
  #nextId = 1;
  /** Taken one a request, in order. */
  readonly publishFaults: PublishFault[] = [];
  readonly downloadFaults: DownloadFault[] = [];
  listFault: (() => Outcome<VersionFiles> | null) | null = null;
  /** Runs before a file is deleted; what it answers is the server's answer, and nothing is deleted then. */
  deleteFault: (() => Outcome<undefined> | null) | null = null;
  /** What the listing says of every file instead of the truth. */
  listedAs: Partial<PackageFile> = {};
  /** What was asked, for tests that care how often. */
  readonly asked: string[] = [];
  /** Bytes of bodies that came. */
  bodyBytes = 0;

  put(coordinates: FileCoordinates, bytes: Buffer): void {
    const files = this.#versions.get(keyOf(coordinates)) ?? new Map<string, Stored>();
    this.#versions.set(keyOf(coordinates), files);
    const { fileName } = coordinates;
    files.set(fileName.toLowerCase(), { id: this.#nextId, fileName, bytes, listed: bytes });
    this.#nextId += 1;
  }

  get(coordinates: FileCoordinates): Buffer | null {
    return this.#versions.get(keyOf(coordinates))?.get(coordinates.fileName.toLowerCase())?.bytes ?? null;
  }

  remove(coordinates: FileCoordinates): void {
    this.#versions.get(keyOf(coordinates))?.delete(coordinates.fileName.toLowerCase());
  }

  /** The stored bytes go bad; the listing does not know. */
  damage(coordinates: FileCoordinates, change: (bytes: Buffer) => Buffer): void {
    const stored = this.#versions.get(keyOf(coordinates))?.get(coordinates.fileName.toLowerCase());
    if (stored !== undefined) stored.bytes = change(stored.bytes);
  }

  async listFiles(version: VersionCoordinates): Promise<Outcome<VersionFiles>> {
    this.asked.push('list');
    const fault = this.listFault?.() ?? null;
    if (fault !== null) return fault;
    const files = this.#versions.get(keyOf(version));
    if (files === undefined) return failed('not-found', { status: 404 });
    return succeeded({
      files: [...files.values()].map((stored) => ({ ...rowOf(stored), ...this.listedAs })),
      damagedRows: 0,
    });
  }

  async publishFile(request: PublishFileRequest): Promise<Outcome<undefined>> {
    this.asked.push(`put ${request.coordinates.fileName}`);
    const fault = this.publishFaults.shift() ?? {};
    const pieces: Buffer[] = [];
    let received = 0;
    const body = request.openBody();
    const abort = () => body.destroy(new Error('aborted'));
    request.signal.addEventListener('abort', abort, { once: true });
    try {
      for await (const piece of body) {
        if (!Buffer.isBuffer(piece)) throw new Error('a body of something else than bytes');
        pieces.push(Buffer.from(piece));
        received += piece.length;
        this.bodyBytes += piece.length;
        request.onSent?.(received);
        if (fault.during !== undefined && received >= fault.during.at) await fault.during.act();
        if (request.signal.aborted) return failed('cancelled');
        if (fault.cutAt !== undefined && received >= fault.cutAt) return failed('interrupted');
      }
    } catch {
      return failed(request.signal.aborted ? 'cancelled' : 'interrupted');
    } finally {
      request.signal.removeEventListener('abort', abort);
    }
    const bytes = Buffer.concat(pieces);
    if (bytes.length !== request.size) return failed('server-error', { status: 500 });
    request.onBodySent?.();
    if (this.get(request.coordinates) !== null) return failed('already-exists', { status: 409 });
    const kept = fault.store === undefined ? bytes : fault.store(bytes);
    if (kept !== null) this.put(request.coordinates, kept);
    return fault.answer ?? succeeded(undefined);
  }

  async deleteFile(coordinates: FileCoordinates): Promise<Outcome<undefined>> {
    this.asked.push(`delete ${coordinates.fileName}`);
    const fault = this.deleteFault?.() ?? null;
    if (fault !== null) return fault;
    if (this.get(coordinates) === null) return failed('not-found', { status: 404 });
    this.remove(coordinates);
    // With its last file a version goes.
    if (this.#versions.get(keyOf(coordinates))?.size === 0) this.#versions.delete(keyOf(coordinates));
    return succeeded(undefined);
  }

  async openDownload({
    coordinates,
    start = 0,
    signal,
  }: OpenDownloadRequest): Promise<Outcome<OpenedDownload>> {
    this.asked.push(`get ${coordinates.fileName} from ${start}`);
    const fault = this.downloadFaults.shift() ?? {};
    if (fault.answer !== undefined) return fault.answer;
    const stored = this.get(coordinates);
    if (stored === null) return failed('not-found', { status: 404 });
    const bytes = fault.send?.(stored) ?? stored;
    if (start > 0 && start >= bytes.length && fault.ignoresRange !== true) {
      return failed('unexpected-answer', { status: 416 });
    }
    const from = fault.ignoresRange === true ? 0 : start;
    const body =
      fault.stallAt === undefined
        ? Readable.from(sendPieces(bytes.subarray(from), fault), { objectMode: false })
        : sendAndStall(bytes.subarray(from, fault.stallAt));
    signal.addEventListener('abort', () => body.destroy(new Error('aborted')), { once: true });
    return succeeded({ body, size: fault.hidesSize === true ? null : bytes.length, start: from });
  }
}

function sendAndStall(bytes: Buffer): Readable {
  const body = new Readable({ read: () => undefined });
  body.push(bytes);
  return body;
}

async function* sendPieces(bytes: Buffer, { cutAt, during }: DownloadFault): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (during !== undefined && at >= during.at) await during.act();
    if (cutAt !== undefined && at + pieceBytes >= cutAt) {
      yield Buffer.from(bytes.subarray(at, cutAt));
      throw new Error('connection reset');
    }
    // Whoever receives a piece may do with its memory what they like.
    yield Buffer.from(bytes.subarray(at, at + pieceBytes));
  }
}

function rowOf({ id, fileName, listed }: Stored): PackageFile {
  return {
    id,
    fileName,
    size: listed.length,
    md5: hex('md5', listed),
    sha1: hex('sha1', listed),
    sha256: hex('sha256', listed),
    sha512: hex('sha512', listed),
  };
}
