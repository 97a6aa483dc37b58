import { randomUUID } from 'node:crypto';
import { civilTimeAt, DailySchedule, EventStoreDamagedError, Stack } from '#libs/platform';
import { NightTurns } from '#services/billing';
import { noteOverdueAnswers, remindOfTheDay, sendNotifications } from '#services/support';
import { addDays } from '#libs/kernel';
import { Kvitok } from './create-kvitok';
import { ServiceParts } from './services';

/**
 * Reads the whole log. Throws EventStoreDamagedError with the first bad event: a process that serves from such a log
 * has to end.
 */
export async function verifyLog({ store }: Pick<Stack, 'store'>): Promise<void> {
  const verified = await store.verify();
  if (!verified.ok) throw new EventStoreDamagedError(verified);
}

/** Everything that the system does by the clock, on one page. Hours are those of the company's time zone. */
export function schedulesOf({ app, stack }: Kvitok, services: readonly ServiceParts[]): DailySchedule[] {
  const runs = (name: string) => services.some((service) => service.name === name);
  const schedules: readonly { readonly service: string; readonly schedule: DailySchedule }[] = [
    {
      service: 'billing',
      schedule: {
        name: 'nightly-charges',
        says: 'Calculates the charges that changed; after the last day of a month closes its periods',
        from: '00:30',
        until: '06:00',
        run: async (date) => void (await app.get(NightTurns).run({ date })),
      },
    },
    {
      service: 'billing',
      schedule: {
        name: 'verify-log',
        says: 'Reads the whole log and ends the process where an event is not what it was',
        from: '03:30',
        until: '06:00',
        run: async () => verifyLog(stack),
      },
    },
    {
      service: 'support',
      schedule: {
        name: 'overdue-answers',
        says: 'Notes conversations whose promised day of an answer went by',
        from: '00:40',
        until: '06:00',
        run: async (date) => {
          const parts = { readModels: stack.readModelStore, commandHandler: stack.commands };
          await noteOverdueAnswers(parts, { date: addDays(date, 1) });
        },
      },
    },
    {
      service: 'support',
      schedule: {
        name: 'reminders',
        says: 'Reminds of the reading window, of its last day and of what is overdue',
        from: '08:00',
        until: '20:30',
        run: async (date) => void (await remindOfTheDay(remindersPartsOf(stack), { date: addDays(date, 1) })),
      },
    },
  ];
  return schedules.flatMap(({ service, schedule }) => (runs(service) ? [schedule] : []));
}

function remindersPartsOf({ readModelStore, commands, store }: Stack) {
  return { readModels: readModelStore, commands, store };
}

/** How often the outbox of letters is looked at. */
const SENDING_MILLISECONDS = 15_000;

export interface LetterSender {
  stop(): Promise<void>;
}

/**
 * Sends what waits in the outbox of letters until `stop`, one look at a time. A failure of a store is told and the next
 * look tries again; a mail server that fails is the outbox's own matter.
 */
export function startLetterSender(
  { stack, zone }: Pick<Kvitok, 'stack' | 'zone'>,
  publicAddress: string,
  onFailed: (error: unknown) => void,
): LetterSender {
  const { readModelStore, commands, store, vault, mailer, clock } = stack;
  const parts = { readModels: readModelStore, commands, store, vault, mailer, publicAddress, newAttemptId: randomUUID };
  let working: Promise<void> | null = null;
  const look = () => {
    const now = clock.now();
    const moment = { now, today: clock.today(), time: civilTimeAt(new Date(now), zone.current()) };
    working ??= sendNotifications(parts, moment)
      .then(() => undefined, onFailed)
      .finally(() => {
        working = null;
      });
  };
  const timer = setInterval(look, SENDING_MILLISECONDS);
  return {
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
}
