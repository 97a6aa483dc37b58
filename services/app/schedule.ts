import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  civilTimeAt,
  DailySchedule,
  HeldTurn,
  IntervalJob,
  Stack,
  TurnGivenUpError,
  TurnLostError,
} from '#libs/platform';
import { CarryOutCodeApprovals, ExpireApprovalsJob, SweepAccess } from '#services/identity';
import { CarryOutClosesJob, CarryOutRecalculations, NightTurns } from '#services/billing';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import {
  AutopayChargesJob,
  AutopayDebts,
  ConfirmOnlinePaymentsJob,
  FinishRegistriesJob,
  ForgetUnacceptedRegistriesJob,
  NoteRefundsJob,
} from '#services/payments';
import { noteOverdueAnswers, releaseStraySlots, remindOfTheDay, sendNotifications } from '#services/support';
import { addDays, RejectedError, Rejection } from '#libs/kernel';
import { Kvitok } from './create-kvitok';
import { autopayDebts } from './autopay-debts';
import { billingKnows } from './billing-knows';
import { LogVerification } from './log-verification';
import { ServiceParts } from './services';

const logger = new Logger('Schedule');

/** How often a night looks again at houses that other processes hold. */
const HELD_HOUSES_AGAIN_MILLISECONDS = 15_000;
/** How long a night waits for billing to know of the day; then it has failed, and is tried again while its hours last. */
const NIGHT_WAITS_MILLISECONDS = 15 * 60_000;
/** How long a round of charges waits for billing to know of payments; then it is made another time. */
const CHARGES_WAIT_MILLISECONDS = 60_000;
/** As long in its turn: others wait behind it. */
const TURN_WAITS_MILLISECONDS = 60_000;

/** Everything that the system does by the clock, on one page. Hours are those of the company's time zone. */
export function schedulesOf(
  kvitok: Kvitok,
  services: readonly ServiceParts[],
  log = new LogVerification(kvitok, { isShared: false }),
): DailySchedule[] {
  const runs = (name: string) => services.some((service) => service.name === name);
  return [
    ...(runs('billing') ? billingSchedules(kvitok, log) : []),
    // What is owed is billing's to say.
    ...(runs('payments') && knowsDebts(kvitok, services) ? paymentsSchedules(kvitok) : []),
    ...(runs('payments') ? registrySchedules(kvitok) : []),
    ...(runs('identity') ? identitySchedules(kvitok) : []),
    ...(runs('support') ? supportSchedules(kvitok) : []),
  ];
}

function billingSchedules(kvitok: Kvitok, log: LogVerification): DailySchedule[] {
  const { app, stopping } = kvitok;
  return [
    {
      name: 'nightly-charges',
      says: 'Calculates the charges that changed; after the last day of a month closes its periods',
      from: '00:30',
      until: '06:00',
      run: async (date) => {
        await requireBillingKnows(kvitok, NIGHT_WAITS_MILLISECONDS);
        // Whoever holds a house may end in the middle of it: whoever is left does it then.
        for (;;) {
          // Its turn may come hours later, behind an import: what came meanwhile has to be known as well.
          const begin = () => requireBillingKnows(kvitok, TURN_WAITS_MILLISECONDS);
          const night = await unlessLost(app.get(NightTurns).run({ date }, stopping, begin));
          if (night !== 'lost' && night.heldByOthers.length === 0) return;
          await delay(HELD_HOUSES_AGAIN_MILLISECONDS, undefined, { signal: stopping }).catch(() => undefined);
          if (stopping.aborted) throw new TurnGivenUpError();
        }
      },
    },
    {
      name: 'verify-log',
      says: 'Reads the whole log and ends the process where an event is not what it was',
      from: '03:30',
      until: '06:00',
      run: (date) => log.ofNight(date),
    },
  ];
}

/** Whoever was silent for too long has lost its turn, and asks for another one. Throws TurnGivenUpError: see `DailySchedule.run`. */
async function unlessLost<Done>(work: Promise<Done>): Promise<Done | 'lost'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TurnLostError) return 'lost';
    throw error;
  }
}

/** Whether this process is to charge and cannot: what is owed is billing's to say, and nobody has told where billing answers. */
export function isAutopayLeftOut(kvitok: Pick<Kvitok, 'clients'>, services: readonly ServiceParts[]): boolean {
  return services.some(({ name }) => name === 'payments') && !knowsDebts(kvitok, services);
}

/** In this process, or in another one that it knows the address of. */
function knowsDebts({ clients }: Pick<Kvitok, 'clients'>, services: readonly ServiceParts[]): boolean {
  return services.some(({ name }) => name === 'billing') || clients.has(BILLING_CLIENT);
}

function debtsOf({ app, stack, clients }: Kvitok): AutopayDebts {
  const elsewhere = clients.get(BILLING_CLIENT) as BillingClient | undefined;
  return autopayDebts(elsewhere ?? app.get<BillingClient>(BILLING_CLIENT, { strict: false }), stack.clock);
}

/**
 * Waits until billing knows of all that the log tells now, such as payments: by half of it no month is closed, for that is
 * for ever, and nobody is charged. Throws RejectedError BILLING_NOT_HEARD, which the journal of jobs notes, and
 * TurnGivenUpError where the process is to end before.
 */
async function requireBillingKnows({ stack, stopping }: Kvitok, withinMilliseconds: number): Promise<void> {
  if (await billingKnows(stack, { withinMilliseconds, signal: stopping })) return;
  if (stopping.aborted) throw new TurnGivenUpError();
  throw new RejectedError(new Rejection('BILLING_NOT_HEARD'));
}

function paymentsSchedules(kvitok: Kvitok): DailySchedule[] {
  const { app } = kvitok;
  return [
    {
      name: 'autopay-charges',
      says: 'Gives notice of charges that residents have agreed to, and makes those whose day has come',
      // Not at night: whoever is charged may look at once, and ask.
      from: '10:00',
      until: '20:00',
      run: async (date) => {
        await requireBillingKnows(kvitok, CHARGES_WAIT_MILLISECONDS);
        const report = await app.get(AutopayChargesJob).run({ date: addDays(date, 1) }, debtsOf(kvitok));
        const { refused, uncredited } = report;
        if (refused.length > 0) logger.error({ refused }, 'Agreements could not be charged');
        if (uncredited.length > 0) logger.warn({ uncredited }, 'Charges wait: billing does not know of what was paid');
      },
    },
  ];
}

function registrySchedules({ app }: Kvitok): DailySchedule[] {
  return [
    {
      name: 'unaccepted-registries',
      says: 'Removes files of banks that were checked days ago and never accepted',
      from: '03:20',
      until: '06:00',
      run: async () => void (await app.get(ForgetUnacceptedRegistriesJob).all()),
    },
  ];
}

function identitySchedules({ app, stopping }: Kvitok): DailySchedule[] {
  return [
    {
      name: 'stray-codes',
      says: 'Deletes codes whose event never came, and sessions and counters that have expired',
      from: '03:00',
      until: '06:00',
      run: async () => void (await app.get(SweepAccess).sweep(stopping)),
    },
    {
      name: 'expired-approvals',
      says: 'Ends requests that nobody has agreed to in time',
      from: '03:10',
      until: '06:00',
      run: async () => void (await app.get(ExpireApprovalsJob).all()),
    },
  ];
}

function supportSchedules({ stack }: Kvitok): DailySchedule[] {
  return [
    {
      name: 'overdue-answers',
      says: 'Notes conversations whose promised day of an answer went by',
      from: '00:40',
      until: '06:00',
      run: async (date) => {
        const parts = { readModels: stack.readModelStore, commandHandler: stack.commands };
        await noteOverdueAnswers(parts, { date: addDays(date, 1) });
      },
    },
    {
      name: 'reminders',
      says: 'Reminds of the reading window, of its last day and of what is overdue',
      from: '08:00',
      until: '20:30',
      run: async (date) => void (await remindOfTheDay(remindersPartsOf(stack), { date: addDays(date, 1) })),
    },
    {
      name: 'stray-slots',
      says: 'Gives back places of additional services that a stopped process left taken for no order',
      from: '00:50',
      until: '06:00',
      run: async (date) => {
        const parts = { readModels: stack.readModelStore, commandHandler: stack.commands, store: stack.store };
        await releaseStraySlots(parts, addDays(date, 1));
      },
    },
  ];
}

/** How often the bank is asked for payments of which it has not said its last word. */
const CONFIRM_EVERY_MILLISECONDS = 2 * 60_000;
/** How often files of banks are looked for that a stopped process has left half recorded. */
const FINISH_EVERY_MILLISECONDS = 60_000;
/** How often it is seen whether the time has come to ask the bank for what went back. */
const REFUNDS_EVERY_MILLISECONDS = 60 * 60_000;
/** How soon after the second person has agreed it begins. */
const CARRY_OUT_EVERY_MILLISECONDS = 5_000;
/** How long one round of it waits for billing to know of what was told, such as payments. */
const CLOSE_WAITS_MILLISECONDS = 60_000;
/** How often the outbox of letters is looked at. */
const SEND_EVERY_MILLISECONDS = 15_000;

/**
 * What goes on by itself all day long. Links in letters lead to the cabinet: a process that does not know its address
 * sends none.
 */
export function intervalJobsOf(
  kvitok: Kvitok,
  services: readonly ServiceParts[],
  cabinetAddress: string | null,
): IntervalJob[] {
  const runs = (name: string) => services.some((service) => service.name === name);
  return [
    ...(runs('billing') ? [carryingOutCloses(kvitok), carryingOutRecalculations(kvitok)] : []),
    ...(runs('payments')
      ? [
          confirmingOnlinePayments(kvitok),
          // What is owed is billing's to say.
          ...(knowsDebts(kvitok, services) ? [resumingAutopay(kvitok)] : []),
          notingRefunds(kvitok),
          finishingRegistries(kvitok),
        ]
      : []),
    ...(runs('identity') ? [carryingOutCodeApprovals(kvitok)] : []),
    ...(runs('support') && cabinetAddress !== null ? [sendingLetters(kvitok, cabinetAddress)] : []),
  ];
}

function carryingOutCloses(kvitok: Kvitok): IntervalJob {
  const { app, stopping } = kvitok;
  return {
    name: 'carry-out-closes',
    says: 'Closes periods that two people have agreed to close',
    everyMilliseconds: CARRY_OUT_EVERY_MILLISECONDS,
    run: async () => {
      const closes = app.get(CarryOutClosesJob);
      if (!(await closes.isDue())) return;
      // A month is not closed without money that was paid in it: the next round asks again.
      await requireBillingKnows(kvitok, CLOSE_WAITS_MILLISECONDS);
      const work = async (turn: HeldTurn) => {
        await requireBillingKnows(kvitok, TURN_WAITS_MILLISECONDS);
        return closes.all(turn);
      };
      await unlessLost(app.get(NightTurns).together(work, stopping));
    },
  };
}

function carryingOutRecalculations({ app, stopping }: Kvitok): IntervalJob {
  return {
    name: 'carry-out-recalculations',
    says: 'Records recalculations of several accounts that were ordered, or that two people have agreed to',
    everyMilliseconds: CARRY_OUT_EVERY_MILLISECONDS,
    run: async () => {
      const orders = app.get(CarryOutRecalculations);
      // It works out what a close works out, and writes what a close posts: never beside one.
      if (await orders.isDue()) await unlessLost(app.get(NightTurns).alone((turn) => orders.all(turn), stopping));
    },
  };
}

function carryingOutCodeApprovals({ app }: Kvitok): IntervalJob {
  return {
    name: 'carry-out-code-approvals',
    says: 'Replaces codes, and prepares print runs, that two people have agreed to',
    everyMilliseconds: CARRY_OUT_EVERY_MILLISECONDS,
    run: async () => void (await app.get(CarryOutCodeApprovals).all()),
  };
}

function resumingAutopay(kvitok: Kvitok): IntervalJob {
  const { app } = kvitok;
  return {
    name: 'resume-autopay-charges',
    says: 'States charges that residents have agreed to once more of which the bank has perhaps not heard',
    everyMilliseconds: CONFIRM_EVERY_MILLISECONDS,
    run: async () => {
      const charges = app.get(AutopayChargesJob);
      if (!(await charges.isUnheard())) return;
      // A log that grows all the time is never known up to this very moment: billing is given the time to hear of it.
      await requireBillingKnows(kvitok, CHARGES_WAIT_MILLISECONDS);
      await charges.resume(debtsOf(kvitok));
    },
  };
}

function confirmingOnlinePayments({ app }: Kvitok): IntervalJob {
  return {
    name: 'confirm-online-payments',
    says: 'Asks the bank for payments under way, so that a lost notification loses no money',
    everyMilliseconds: CONFIRM_EVERY_MILLISECONDS,
    run: async () => {
      const { refused, left } = await app.get(ConfirmOnlinePaymentsJob).all();
      if (left > 0)
        logger.warn({ left }, 'Payments wait for the next round: the bank is slow, down, or there are many');
      if (refused.length > 0) logger.error({ refused }, 'The bank says of payments what does not fit what is known');
    },
  };
}

function finishingRegistries({ app }: Kvitok): IntervalJob {
  return {
    name: 'finish-registries',
    says: 'Records files of banks to their end that were accepted and left in the middle',
    everyMilliseconds: FINISH_EVERY_MILLISECONDS,
    run: async () => void (await app.get(FinishRegistriesJob).all()),
  };
}

function notingRefunds({ app }: Kvitok): IntervalJob {
  return {
    name: 'note-refunds',
    says: 'Asks the bank what it has given back, so that a lost notification of it is made up for',
    everyMilliseconds: REFUNDS_EVERY_MILLISECONDS,
    run: async () => {
      const { refused } = await app.get(NoteRefundsJob).run();
      if (refused.length > 0) logger.error({ refused }, 'The bank says of refunds what does not fit what is known');
    },
  };
}

function sendingLetters({ stack, zone }: Kvitok, publicAddress: string): IntervalJob {
  const { readModelStore, commands, store, vault, mailer, clock } = stack;
  const moment = () => {
    const now = clock.now();
    return { now, today: clock.today(), time: civilTimeAt(new Date(now), zone.current()) };
  };
  const reached = { readModels: readModelStore, commands, store, vault, mailer, publicAddress };
  const parts = { ...reached, newAttemptId: randomUUID, moment };
  return {
    name: 'send-letters',
    says: 'Sends what waits in the outbox of letters; a mail server that fails is the outbox’s own matter',
    everyMilliseconds: SEND_EVERY_MILLISECONDS,
    run: async () => {
      const { faults } = await sendNotifications(parts);
      if (faults > 0) logger.error({ faults }, 'Letters could not be dealt with');
    },
  };
}

function remindersPartsOf({ readModelStore, commands, store }: Stack) {
  return { readModels: readModelStore, commands, store };
}
