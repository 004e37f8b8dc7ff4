import type { SeenFile } from '../../../shared/transfer.ts';
import type { GeneratedContent, GeneratedWork } from '../journal/transfer-record.ts';

/** The work of a generated file that has not begun; `replaces` is the one file whose place it may take. */
export function newGeneratedWork(content: GeneratedContent, replaces: SeenFile | null): GeneratedWork {
  return {
    kind: 'generated',
    content,
    replaces,
    replacement: null,
    sentBytes: 0,
    mayHaveArrived: false,
  };
}
