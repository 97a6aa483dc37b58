import request from 'supertest';
import { CodeHasher } from '#libs/code-vault';
import { accountOpened } from '#libs/contracts';
import { createUpcasting } from '#libs/event-store';
import { Clock, RecordedEvent } from '#libs/kernel';
import { civilDateAt, CommandOrigin } from '#libs/platform';
import { startOneService } from '../../../../libs/testing/one-service';
import { IDENTITY_CONSUMER } from '../../automation/identity-consumer';
import { IDENTITY_UPCASTERS } from '../../domain/earlier-versions';
import { IdentityModule } from '../../identity.module';
import { IDENTITY_PROJECTIONS } from '../../projections';
import { AfterAnswer } from '../access/after-answer';
import { IDENTITY_CLIENT, IdentityClient, OpenedCabinet } from '../client';
import { HandOutCodes } from '../codes/hand-out-codes';
import { PrintableAccess, PrintCodes } from '../codes/print-codes';

/** A clock that a test moves on. */
export class MovedClock implements Clock {
  constructor(private millis: number) {}

  now(): string {
    return new Date(this.millis).toISOString();
  }

  today(): string {
    return this.dayOf(this.now());
  }

  dayOf(instant: string): string {
    return civilDateAt(new Date(instant), 'Europe/Samara');
  }

  goOn(minutes: number): void {
    this.millis += minutes * 60_000;
  }
}

/** Counts the hashes that were computed and takes no time: the figure of security is the work, not the clock. */
export class CountingHasher implements CodeHasher {
  computed = 0;

  async hash(secret: string): Promise<string> {
    this.computed += 1;
    return `hashed ${secret}`;
  }

  async verify(hashed: string, secret: string): Promise<boolean> {
    this.computed += 1;
    return hashed === `hashed ${secret}`;
  }
}

export const CAUSE = { reason: 'Пришли в бухгалтерию', actorRole: 'accountant' } as const;

let commands = 0;
export function anOrigin(actor = 'staff:1'): CommandOrigin {
  commands += 1;
  const commandId = `test:${String(commands)}`;
  return { commandId, correlationId: commandId, causationId: null, actor, input: undefined };
}

export type Identity = Awaited<ReturnType<typeof startIdentity>>;

/** Identity alone over one stack, with what billing tells. Nothing moves by itself. */
export async function startIdentity(options: { readonly dataDir?: string; readonly clock?: MovedClock } = {}) {
  const clock = options.clock ?? new MovedClock(Date.parse('2026-03-10T08:00:00.000Z'));
  const hasher = new CountingHasher();
  const service = await startOneService({
    module: IdentityModule,
    consumer: IDENTITY_CONSUMER,
    stack: {
      dataDir: options.dataDir ?? null,
      clock,
      projections: IDENTITY_PROJECTIONS,
      upcasting: createUpcasting(IDENTITY_UPCASTERS),
      environment: {},
      codeHasher: hasher,
    },
    told: [accountOpened],
  });
  const { app, stack } = service;
  const client = app.get<IdentityClient>(IDENTITY_CLIENT);
  const identity = {
    ...service,
    clock,
    hasher,
    client,
    settle: () => app.get(AfterAnswer).settle(),
    async openAccounts(accounts: readonly (readonly [account: string, houseId: string])[]): Promise<void> {
      for (const [account, houseId] of accounts) {
        const window = { windowFromDay: 15, windowToDay: 25 };
        await identity.tell(accountOpened, { account, houseId, openedOn: '2026-01-01', ...window });
      }
      await identity.catchUp();
    },
    async catchUp(): Promise<void> {
      await identity.settle();
      await service.catchUp();
    },
    /** A code for an account, as it stands on paper. */
    async handOut(account: string): Promise<PrintableAccess> {
      await app.get(HandOutCodes).handOut(account, CAUSE, anOrigin());
      const cause = { occasion: 'in_person', actorRole: 'accountant' } as const;
      const printed = await app.get(PrintCodes).print([account], cause, anOrigin());
      return printed.get(account) as PrintableAccess;
    },
    signIn(
      access: PrintableAccess,
      from: Partial<Parameters<IdentityClient['signIn']>[0]> = {},
    ): Promise<OpenedCabinet> {
      const stranger = { address: '192.0.2.1', deviceToken: null, userAgent: 'Chrome/1 Android' };
      return client.signIn({ ...access, ...stranger, ...from });
    },
    async log(): Promise<readonly RecordedEvent[]> {
      const events: RecordedEvent[] = [];
      for (let after = 0; ;) {
        const page = await stack.store.readAll({ after, limit: 1_000 });
        events.push(...page.events);
        after = page.checkpoint;
        if (page.caughtUp) return events;
      }
    },
    async eventsOf(type: string): Promise<readonly RecordedEvent[]> {
      return (await identity.log()).filter((event) => event.type === type);
    },
    http: () => request(app.getHttpServer()),
    get: (path: string) => request(app.getHttpServer()).get(path),
  };
  return identity;
}

/** The code of a refusal; null where nothing was refused. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const { rejection } = error as { readonly rejection?: { readonly code: string } };
    if (rejection === undefined) throw error;
    return rejection.code;
  }
}
