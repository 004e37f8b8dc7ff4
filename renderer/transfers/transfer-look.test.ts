import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../shared/transfer.ts';
import { describeMoveEnd } from './describe-move-end.ts';
import { describeOrigin, transferName } from './transfer-look.ts';

const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.4.2', fileName: 'a.bin' };

function copy(from: Partial<typeof coordinates>, accountId = 'work') {
  const copiedFrom = { accountId, coordinates: { ...coordinates, ...from }, isAtFault: false };
  return { direction: 'publish', accountId: 'home', coordinates, copiedFrom } as const;
}

describe('where a copy comes from', () => {
  it.each([
    [copy({}), 'from Work'],
    [copy({ version: '1.4.1' }), 'from 1.4.1 on Work'],
    [copy({ owner: 'lounge', packageName: 'pot' }), 'from lounge / pot on Work'],
    [copy({ version: '1.4.1' }, 'home'), 'from 1.4.1'],
  ])('is said in as many words as are needed', (transfer, short) => {
    expect(describeOrigin(transfer, 'Work')?.short).toBe(short);
  });

  it('is said in full elsewhere, also of an account that is gone', () => {
    expect(describeOrigin(copy({}), 'Work')?.full).toBe('from crew / kettle / 1.4.2 on Work');
    expect(describeOrigin(copy({}), null)?.full).toMatch(/^from crew \/ kettle \/ 1.4.2 on ./);
  });
});

describe('the deletion that ends a move', () => {
  const end = { direction: 'delete', state: 'queued', waitsFor: 0, failure: null } as const;

  it('is called after its version', () => {
    expect(transferName({ direction: 'delete', coordinates })).toBe('Delete 1.4.2 after moving it');
  });

  it('says that nothing was deleted whenever something stands in its way', () => {
    const missing = { reason: 'batch-incomplete', subject: 'a.bin' } as const;
    expect(describeMoveEnd({ ...end, state: 'paused', failure: missing })).toMatchObject({
      text: 'Nothing was deleted: a.bin is not at the new place',
      tone: 'attention',
    });
    expect(describeMoveEnd({ ...end, state: 'failed', failure: { reason: 'not-allowed' } })).toMatchObject({
      text: 'Nothing was deleted: You may not do that here',
      tone: 'bad',
    });
    expect(describeMoveEnd({ ...end, state: 'cancelled' })?.text).toMatch(/^Nothing was deleted/);
  });

  it('does not say so where the server was asked and its answer got lost', () => {
    const failure = { reason: 'interrupted' } as const;
    expect(describeMoveEnd({ ...end, state: 'failed', failure })?.text).toMatch(/^It may not be deleted/);
  });

  it.each<Transfer['direction']>(['publish', 'download'])('is no %s', (direction) => {
    expect(describeMoveEnd({ ...end, direction })).toBeNull();
  });
});
