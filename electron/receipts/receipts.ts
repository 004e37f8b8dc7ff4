import { basename } from 'node:path';
import type { LocalSelection } from '../../shared/local-file.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type FilesCopy, isThere, type Receipt, type RepeatedPublish } from '../../shared/receipt.ts';
import type { BatchId, Transfer } from '../../shared/transfer.ts';
import type { AccountService } from '../accounts/account-service.ts';
import { whyLeftOut } from '../local-files/left-out.ts';
import { referenceTo } from '../local-files/local-file-reference.ts';
import type { LocalFiles } from '../local-files/local-files.ts';
import { filesCopy } from '../packages/files-copy.ts';
import type { TransferRecord } from '../transfers/journal/transfer-record.ts';
import { assembleReceipt } from './assemble-receipt.ts';
import { checksumsNameIn, type RepeatedFile, repeatedFiles } from './repeated-files.ts';

/** Files looked at on disk at once. */
const looksAtOnce = 32;

export interface ReceiptsParts {
  /** What was asked for together, in the order of the queue, as it stands now. */
  readonly recordsOf: (batch: BatchId) => readonly TransferRecord[];
  readonly accounts: Pick<AccountService, 'get' | 'serverUrlOf'>;
  readonly localFiles: LocalFiles;
}

/** What came of publishing files together, as long as the history reaches, and the same once more. */
export class Receipts {
  readonly #parts: ReceiptsParts;

  constructor(parts: ReceiptsParts) {
    this.#parts = parts;
  }

  /** `not-found` for a batch that is forgotten, or published nothing. */
  async get(batch: BatchId): Promise<Outcome<Receipt>> {
    const records = this.#publishes(batch);
    const accountId = records[0]?.transfer.accountId;
    if (accountId === undefined) return failed('not-found');
    const serverUrl = await this.#parts.accounts.serverUrlOf(accountId);
    const receipt = assembleReceipt(batch, records, {
      account: this.#parts.accounts.get(accountId),
      serverUrl: serverUrl.ok ? serverUrl.value : null,
    });
    return receipt === null ? failed('not-found') : succeeded(receipt);
  }

  /** Text for the clipboard about those files of a batch that are on the server. Fails as `filesCopy` does. */
  async textOf(batch: BatchId, copy: FilesCopy): Promise<Outcome<string>> {
    const transfers = this.#publishes(batch).map(({ transfer }) => transfer);
    const [first] = transfers;
    if (first === undefined) return failed('not-found');
    const serverUrl = await this.#parts.accounts.serverUrlOf(first.accountId);
    if (!serverUrl.ok) return serverUrl;
    return filesCopy(copy, serverUrl.value, first.coordinates, transfers.flatMap(copiedFile));
  }

  /** New tickets for the files of a batch as they are now on the disk; `not-found` as `get`. */
  async again(batch: BatchId): Promise<Outcome<RepeatedPublish>> {
    const records = this.#publishes(batch);
    const first = records[0]?.transfer;
    if (first === undefined) return failed('not-found');
    const files = repeatedFiles(records);
    const selection: LocalSelection = { files: [], excluded: [], leftOut: [], unlisted: 0 };
    const names: RepeatedPublish['names'] = [];
    for (let start = 0; start < files.length; start += looksAtOnce) {
      const some = files.slice(start, start + looksAtOnce);
      const found = await Promise.all(some.map((file) => this.#look(file)));
      for (const each of found) {
        if (each.leftOut !== null) selection.leftOut.push(each.leftOut);
        else {
          selection.files.push(each.file);
          if (each.fileName !== each.file.name) names.push([each.file.ticket, each.fileName]);
        }
      }
    }
    const { owner, packageName, version } = first.coordinates;
    return succeeded({
      accountId: first.accountId,
      version: { owner, packageName, version },
      selection,
      names,
      checksumsName: checksumsNameIn(records),
    });
  }

  #publishes(batch: BatchId): TransferRecord[] {
    return this.#parts.recordsOf(batch).filter(({ transfer }) => transfer.direction === 'publish');
  }

  async #look({ path, fileName }: RepeatedFile) {
    const reference = await referenceTo(path);
    const name = basename(path);
    if (!reference.ok) return { leftOut: { name, why: whyLeftOut(reference.failure.reason) } };
    const file = this.#parts.localFiles.give({ reference: reference.value, name, folder: '' });
    return { leftOut: null, file, fileName };
  }
}

function copiedFile(transfer: Transfer) {
  const { coordinates, size, sha256 } = transfer;
  if (!isThere(transfer) || size === null || sha256 === null) return [];
  return [{ fileName: coordinates.fileName, size, sha256 }];
}
