import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who works, and whether another worker is certainly gone: then its lease need not be waited for. */
export interface LeaseHolders {
  /** The name of this process as a worker. */
  readonly self: string;
  isGone(holder: string): boolean;
}

/** Workers are named `host/process/nonce`; a process of this host that no longer runs is gone. */
export function processLeaseHolders(): LeaseHolders {
  const host = hostname();
  const self = `${host}/${process.pid}/${randomUUID()}`;
  return {
    self,
    isGone(holder) {
      if (holder === self) return false;
      const [holderHost, pid] = holder.split('/');
      if (holderHost !== host) return false;
      if (Number(pid) === process.pid) return true;
      try {
        process.kill(Number(pid), 0);
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ESRCH';
      }
    },
  };
}
