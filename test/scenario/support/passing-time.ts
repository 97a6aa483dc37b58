/** What is not the wait itself goes on as ever. */
const REAL = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const;

/** Does something that waits, while so much time goes by in a moment. */
export async function timePassing<Done>(milliseconds: number, work: () => Promise<Done>): Promise<Done> {
  jest.useFakeTimers({ doNotFake: [...REAL] });
  try {
    const done = work();
    // A failure is told to whoever waits for it.
    done.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(milliseconds);
    return await done;
  } finally {
    jest.useRealTimers();
  }
}
