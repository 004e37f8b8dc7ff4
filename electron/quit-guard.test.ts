import { describe, expect, it, vi } from 'vitest';
import { QuitGuard } from './quit-guard.ts';

function attempt() {
  return { preventDefault: vi.fn<() => void>() };
}

function newGuard(options: { unsettled: number; answer?: Promise<boolean>; stop?: () => Promise<void> }) {
  const story: string[] = [];
  const guard = new QuitGuard({
    unsettledTransfers: () => options.unsettled,
    confirm: async (unsettled) => {
      story.push(`asked about ${unsettled}`);
      return (await options.answer) ?? true;
    },
    stop: async () => {
      await options.stop?.();
      story.push('stopped');
    },
    quit: () => void story.push('quit'),
  });
  return { guard, story };
}

describe('QuitGuard', () => {
  it('stops cleanly and quits without asking when nothing runs', async () => {
    const { guard, story } = newGuard({ unsettled: 0 });
    const first = attempt();
    await guard.beforeQuit(first);
    expect(first.preventDefault).toHaveBeenCalledOnce();
    expect(story).toEqual(['stopped', 'quit']);
    const second = attempt();
    await guard.beforeQuit(second);
    expect(second.preventDefault).not.toHaveBeenCalled();
  });

  it('keeps transferring when the user says so, and asks again the next time', async () => {
    const { guard, story } = newGuard({ unsettled: 2, answer: Promise.resolve(false) });
    await guard.beforeQuit(attempt());
    await guard.beforeQuit(attempt());
    expect(story).toEqual(['asked about 2', 'asked about 2']);
    expect(guard.isLeaving).toBe(false);
  });

  it('asks once however often the user tries, and then stops before it quits', async () => {
    const answer = Promise.withResolvers<boolean>();
    const { guard, story } = newGuard({ unsettled: 1, answer: answer.promise });
    const asked = guard.beforeQuit(attempt());
    const again = attempt();
    await guard.beforeQuit(again);
    expect(again.preventDefault).toHaveBeenCalledOnce();
    answer.resolve(true);
    await asked;
    expect(story).toEqual(['asked about 1', 'stopped', 'quit']);
  });

  it('does not wait for ever for what hangs', async () => {
    vi.useFakeTimers();
    try {
      const { guard, story } = newGuard({ unsettled: 0, stop: () => new Promise(() => undefined) });
      const leaving = guard.beforeQuit(attempt());
      await vi.advanceTimersByTimeAsync(5000);
      await leaving;
      expect(story).toEqual(['quit']);
    } finally {
      vi.useRealTimers();
    }
  });
});
