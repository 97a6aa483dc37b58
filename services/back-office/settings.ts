/** What the back-office is told by the process that serves it. */
export interface BackOfficeSettings {
  /** Where staff reach it, such as `https://office.example.ru`: links of invitations begin with it. */
  readonly publicAddress: string;
  /** Names under which it answers; empty for any name. */
  readonly allowedHosts: readonly string[];
  /** Signs the tokens of forms; every copy of the gateway has the same one. */
  readonly formSecret: string;
  /** Proxies in front of it, each of which names the address of whoever asked it; none where absent. */
  readonly proxies?: number;
}

export const BACK_OFFICE_SETTINGS = Symbol('BACK_OFFICE_SETTINGS');

/** Waits until what was just recorded can be read: at most some seconds, then the page shows what is there. */
export type WaitUntilSeen = (position: number) => Promise<void>;

export const OFFICE_WAITS_UNTIL_SEEN = Symbol('OFFICE_WAITS_UNTIL_SEEN');
export const OFFICE_COOKIES = Symbol('OFFICE_COOKIES');
export const OFFICE_FORM_TOKENS = Symbol('OFFICE_FORM_TOKENS');

/** One go at a job of the process. */
export interface JobGo {
  /** The day it was for; null for a job that goes on all day. */
  readonly date: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  /** A code of the catalogue of errors, or the name of a fault; null where it went well. */
  readonly failure: string | null;
}

/** A job that the process does by the clock, and how it went last. */
export interface OfficeJob {
  readonly name: string;
  /** The hours of a daily job, `HH:MM`; null for one that goes on all day. */
  readonly hours: { readonly from: string; readonly until: string } | null;
  /** null where it has not run yet. */
  readonly last: JobGo | null;
  readonly lastFailure: JobGo | null;
}

/** What the process does by the clock, in the order of the day. */
export type ReadJobs = () => Promise<readonly OfficeJob[]>;

export const OFFICE_JOBS = Symbol('OFFICE_JOBS');
