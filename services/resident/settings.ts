/** What the cabinet is told by the process that serves it. */
export interface CabinetSettings {
  /** Where residents reach it, such as `https://lk.example.ru`: addresses in letters and at the bank begin with it. */
  readonly publicAddress: string;
  /** Names under which it answers; empty for any name. */
  readonly allowedHosts: readonly string[];
  /** Signs the tokens of forms; every copy of the gateway has the same one. */
  readonly formSecret: string;
  /** Proxies in front of it, each of which names the address of whoever asked it; none where absent. */
  readonly proxies?: number;
}

export const CABINET_SETTINGS = Symbol('CABINET_SETTINGS');

/** Waits until what was just recorded can be read: at most some seconds, then the page shows what is there. */
export type WaitUntilSeen = (position: number) => Promise<void>;

export const WAIT_UNTIL_SEEN = Symbol('WAIT_UNTIL_SEEN');
