import { ClientDefinition, defineClient } from '#libs/clients';

/** In the order in which their reactions are given messages. */
export const SERVICE_NAMES = ['metering', 'payments', 'billing', 'identity', 'support'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** One go at a job. */
interface JobGo {
  readonly date: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly failure: string | null;
}

/** A job that a process does by the clock, and how it went last. */
export interface JobStanding {
  readonly name: string;
  /** The hours of a daily job, `HH:MM`; null for one that goes on all day. */
  readonly hours: { readonly from: string; readonly until: string } | null;
  readonly last: JobGo | null;
  readonly lastFailure: JobGo | null;
}

/** How the process of a service stands: what gateways ask that is no question of its business. */
export interface StandingClient {
  /** Waits until its reactions have heard of the position, at most so long. Answers how far the log goes by then. */
  reacted(position: number, withinMilliseconds: number): Promise<number>;
  /** Waits until its read models know the position, at most so long. Answers whether they do. */
  folded(position: number, withinMilliseconds: number): Promise<boolean>;
  /** What it does by the clock, in the order of the day. */
  jobs(): Promise<readonly JobStanding[]>;
}

export const STANDING_CLIENTS: Readonly<Record<ServiceName, symbol>> = {
  metering: Symbol('METERING_STANDING'),
  payments: Symbol('PAYMENTS_STANDING'),
  billing: Symbol('BILLING_STANDING'),
  identity: Symbol('IDENTITY_STANDING'),
  support: Symbol('SUPPORT_STANDING'),
};

export function standingClient(service: ServiceName): ClientDefinition {
  return defineClient<StandingClient>()({
    name: `${service}-standing`,
    token: STANDING_CLIENTS[service],
    operations: { reacted: 'ask', folded: 'ask', jobs: 'ask' },
  });
}
