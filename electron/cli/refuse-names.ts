import type { Failure } from '../../shared/failure.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import { fileNameRules, type NamedLocalFile, planned } from './named-files.ts';
import type { Session } from './session.ts';

/** Says of each name that the server would refuse what it would take instead. */
export async function refuseNames(session: Session, files: readonly NamedLocalFile[]): Promise<Failure[]> {
  const { reporter } = session;
  const { rows } = planPublish(planned(files, null), null, {
    fileNames: await fileNameRules(session, files),
  });
  return rows.flatMap(({ file: { fileName }, verdict }): Failure[] => {
    const failure: Failure = { reason: 'invalid-file-name', subject: fileName.slice(0, 300) };
    if (verdict.kind === 'name-twice') {
      reporter.line(
        { kind: 'refused', name: fileName, why: 'name-twice' },
        `${fileName}  refused: two of the files have this name; the server does not tell a from A`,
      );
      return [failure];
    }
    if (verdict.kind !== 'name-refused') return [];
    const { proposal } = verdict;
    const instead = proposal === null ? 'rename it' : `it would take ${proposal}`;
    reporter.line(
      { kind: 'refused', name: fileName, why: 'name-refused', proposal },
      `${fileName}  refused: the server does not take this name; ${instead}`,
    );
    return [failure];
  });
}
