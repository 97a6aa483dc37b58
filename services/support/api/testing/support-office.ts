import { INestApplication } from '@nestjs/common';
import request from 'supertest';
import {
  accountClosed,
  accountOpened,
  accountShared,
  autopayAnnounced,
  autopayDeclined,
  autopayRequestFailed,
  autopaySkipped,
  Contract,
  contactVerified,
  contactWithdrawn,
  instalmentKept,
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
  instalmentsReopened,
  instalmentsRestored,
  instalmentsWithdrawn,
  onlinePaymentDeclined,
  DataOf,
  paymentCredited,
  paymentCreditReversed,
  paymentReceived,
  periodClosed,
  readingAccepted,
} from '#libs/contracts';
import { MemoryMailer } from '#libs/mail';
import { CommandOrigin, SettableClock, Stack } from '#libs/platform';
import { rebuildAll } from '#libs/read-models';
import { OneService, startOneService } from '../../../../libs/testing/one-service';
import { remindOfTheDay } from '../../automation/daily-reminders.job';
import { ANSWERS_RELAY } from '../../automation/publish-answers.relay';
import { SendingParts, sendNotifications } from '../../automation/send-notifications.job';
import { SUPPORT_CONSUMER } from '../../automation/support-consumer';
import { SUPPORT_PROJECTIONS } from '../../projections';
import { SupportModule } from '../../support.module';
import { SUPPORT_CLIENT, SupportClient } from '../client';

const ZONE = 'Europe/Samara';
export const ACCOUNT = '0017';
export const PERSON = 'payer-1';
export const ADDRESS = 'anna@example.ru';
const TOLD = [
  accountOpened,
  accountClosed,
  accountShared,
  autopayAnnounced,
  autopayDeclined,
  autopayRequestFailed,
  autopaySkipped,
  contactVerified,
  contactWithdrawn,
  instalmentKept,
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
  instalmentsReopened,
  instalmentsRestored,
  instalmentsWithdrawn,
  onlinePaymentDeclined,
  paymentCredited,
  paymentCreditReversed,
  paymentReceived,
  periodClosed,
  readingAccepted,
];

/** Support alone, with other services that say what a test lets them say, and letters that stay in memory. */
export class SupportOffice {
  private attempts = 0;

  private constructor(
    private readonly service: OneService,
    readonly clock: SettableClock,
  ) {}

  get app(): INestApplication {
    return this.service.app;
  }

  get stack(): Stack {
    return this.service.stack;
  }

  static async open(day = '2026-03-03', time = '12:00:00'): Promise<SupportOffice> {
    const clock = new SettableClock('2026-03-03T08:00:00.000Z', day);
    clock.set(day, time, ZONE);
    const service = await startOneService({
      module: SupportModule,
      consumer: SUPPORT_CONSUMER,
      stack: { dataDir: null, clock, projections: SUPPORT_PROJECTIONS },
      told: TOLD,
      relays: [ANSWERS_RELAY],
      pause: async () => undefined,
    });
    const office = new SupportOffice(service, clock);
    await office.openAccount(ACCOUNT);
    return office;
  }

  get client(): SupportClient {
    return this.app.get<SupportClient>(SUPPORT_CLIENT);
  }

  get letters() {
    return (this.stack.mailer as MemoryMailer).sent();
  }

  at(day: string, time = '12:00:00'): void {
    this.clock.set(day, time, ZONE);
  }

  async openAccount(account: string, personId: string | undefined = PERSON): Promise<void> {
    await this.tell(accountOpened, {
      account,
      houseId: 'H1',
      openedOn: '2026-01-01',
      personId,
      windowFromDay: 15,
      windowToDay: 25,
    });
  }

  /** The address is put into the vault and told of, as identity does it. */
  async verifyContact(contactId = 'mail-1', address = ADDRESS): Promise<void> {
    const known = (await this.stack.vault.get(PERSON)) ?? {};
    await this.stack.vault.put(PERSON, { ...known, [`mail:${contactId}`]: address });
    const verifiedOn = this.clock.today();
    await this.tell(contactVerified, { account: ACCOUNT, personId: PERSON, contactId, kind: 'mail', verifiedOn });
  }

  /** Says something in the name of another service, and lets support hear it. */
  async tell<C extends Contract>(contract: C, data: DataOf<C>): Promise<void> {
    await this.service.tell(contract, data as object);
    await this.catchUp();
  }

  async catchUp(): Promise<void> {
    await this.service.catchUp();
    expect(await this.stack.consumerState.parkedKeys()).toEqual([]);
  }

  remind() {
    const { readModelStore, commands, store } = this.stack;
    return remindOfTheDay({ readModels: readModelStore, commands, store }, { date: this.clock.today() });
  }

  /** Sends what waits, at the time of the clock. */
  async send(change: Partial<SendingParts> = {}) {
    await this.stack.projector.catchUp();
    const result = await sendNotifications({ ...this.sendingParts(), ...change });
    await this.stack.projector.catchUp();
    return result;
  }

  sendingParts(): SendingParts {
    const { readModelStore, commands, store, vault, mailer } = this.stack;
    const newAttemptId = () => `attempt-${(this.attempts += 1)}`;
    return {
      readModels: readModelStore,
      commands,
      store,
      vault,
      mailer,
      publicAddress: 'https://lk.example.ru',
      newAttemptId,
      moment: () => {
        const now = this.clock.now();
        const time = new Date(Date.parse(now) + 4 * 3_600_000).toISOString().slice(11, 16);
        return { now, today: this.clock.today(), time };
      },
    };
  }

  get(path: string) {
    return request(this.app.getHttpServer()).get(path);
  }

  post(path: string, key: string, body: object = {}) {
    return request(this.app.getHttpServer()).post(path).set('Idempotency-Key', key).send(body);
  }

  /** The whole log as text. */
  async logText(): Promise<string> {
    const { events } = await this.stack.store.readAll({ after: 0, limit: 10_000 });
    return JSON.stringify(events.map(({ type, data, metadata }) => ({ type, data, hash: metadata.commandHash })));
  }

  /** Again: nothing is heard, reminded of or sent anew; every read model rebuilt is what it was. */
  async expectAtRest(): Promise<void> {
    await this.catchUp();
    const [head, letters] = [await this.stack.store.head(), this.letters.length];
    await this.remind();
    await this.send();
    expect(await this.stack.store.head()).toBe(head);
    const rebuilt = await rebuildAll(SUPPORT_PROJECTIONS, {
      events: this.stack.store,
      store: this.stack.readModelStore,
      restart: true,
      afterwards: 'drop',
    });
    expect(rebuilt.map(({ comparison }) => comparison)).toEqual(SUPPORT_PROJECTIONS.map(() => 'equal'));
    expect(this.letters).toHaveLength(letters);
  }

  async close(): Promise<void> {
    await this.service.close();
  }
}

/** What a form of the cabinet tells of its command. */
export function originOf(key: string): CommandOrigin {
  return {
    commandId: `cabinet:test:${key}`,
    correlationId: 'correlation',
    causationId: null,
    actor: 'resident:test',
    input: { key },
  };
}
