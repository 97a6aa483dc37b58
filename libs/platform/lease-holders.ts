import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who works, and whether another worker is certainly gone: then its lease need not be waited for. */
export interface LeaseHolders {
  /** The name of this process as a worker. */
  readonly self: string;
  /**
   * Whether that worker is taken for gone. It may be wrong about one that only was silent: the token of a lease, not this
   * answer, keeps such a one from reporting work that another has taken over.
   */
  isGone(holder: string): Promise<boolean>;
}

/** A name that no other worker has, now or later. */
export function newWorkerName(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

/** Workers of this very process: several may share its data. */
const workersHere = new Set<string>();

/** Workers are named `host/process/nonce`; a process of this host that no longer runs is gone, and who has taken its leave. */
export function processLeaseHolders(): LeaseHolders & { close(): Promise<void> } {
  const self = newWorkerName();
  const [host] = self.split('/');
  workersHere.add(self);
  return {
    self,
    async close() {
      workersHere.delete(self);
    },
    async isGone(holder) {
      if (holder === self) return false;
      const [holderHost, pid] = holder.split('/');
      if (holderHost !== host) return false;
      // The number of a process is given again: one of the same number that is not here was another one.
      if (Number(pid) === process.pid) return !workersHere.has(holder);
      try {
        process.kill(Number(pid), 0);
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ESRCH';
      }
    },
  };
}
