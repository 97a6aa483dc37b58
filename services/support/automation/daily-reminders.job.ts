import { CommandHandler, EventStore } from '#libs/event-store';
import { addDays, CivilDate, dayOfMonth, firstDayOf, lastDayOf, later, periodOf } from '#libs/kernel';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { partsToRemind } from '../domain/instalment-reminder.policy';
import { NotificationKind } from '../domain/notification-kinds';
import { leftToPay, SupportedAccount } from '../domain/supported-account.state';
import { supportedAccounts } from '../projections/supported-accounts.projection';
import { News } from './notices/notice';
import { requestNotifications } from './request-notifications';

export interface RemindersParts {
  readonly readModels: Pick<ReadModels, 'find'>;
  readonly commands: Pick<CommandHandler, 'execute'>;
  readonly store: Pick<EventStore, 'readStream'>;
}

export interface RemindersRequest {
  /** The day of which people are reminded. */
  readonly date: CivilDate;
  readonly account?: string;
  /** Lists and requests nothing. */
  readonly dryRun?: boolean;
}

export interface RemindersResult {
  /** Reminders of the day, whether requested before or not. */
  readonly listed: number;
  /** Letters that this run has put into the outbox; a second run of a day puts none. */
  readonly requested: number;
}

/** Accounts that are looked at at once. */
const PAGE_LIMIT = 500;
/** A night that did not run is caught up with for so many days. */
const OVERDUE_REMINDED_DAYS = 3;

export interface Reminder {
  readonly kind: NotificationKind;
  readonly news: News;
}

/** Reminds of the reading window, its last day, what is overdue and what is due by parts soon, account by account. */
export async function remindOfTheDay(parts: RemindersParts, request: RemindersRequest): Promise<RemindersResult> {
  const { date, account, dryRun = false } = request;
  let [listed, requested] = [0, 0];
  const query = { where: { reachable: 1 }, limit: PAGE_LIMIT };
  for await (const page of pagesByKey(parts.readModels, supportedAccounts, query)) {
    for (const { key, document } of page) {
      if (account !== undefined && key !== account) continue;
      for (const { kind, news } of remindersOf(document, date)) {
        listed += 1;
        if (!dryRun) requested += await requestNotifications(parts, kind, news, date);
      }
    }
  }
  return { listed, requested };
}

type NotedAccount = SupportedAccount & { readonly noted: NonNullable<SupportedAccount['noted']> };

/** What an account is reminded of on a day. */
export function remindersOf({ noted, ...told }: SupportedAccount, date: CivilDate): readonly Reminder[] {
  if (noted === null) return [];
  const account = { ...told, noted };
  if (account.closedOn !== null && account.closedOn <= date) return [];
  return [...windowReminders(account, date), ...overdueReminders(account, date), ...instalmentReminders(account, date)];
}

function windowReminders({ noted, readingsOf }: NotedAccount, date: CivilDate): readonly Reminder[] {
  const period = periodOf(date);
  const firstDay = addDays(firstDayOf(period), noted.windowFromDay - 1);
  const lastDay = addDays(firstDayOf(period), noted.windowToDay - 1);
  const said = { account: noted.account, subject: period, happenedOn: date, facts: { firstDay, lastDay } };
  const reminders: Reminder[] = [];
  if (dayOfMonth(date) === noted.windowFromDay) {
    reminders.push({ kind: 'window_open', news: { ...said, expiresOn: later(date, addDays(lastDay, -1)) } });
  }
  if (date === lastDay && date <= lastDayOf(period) && readingsOf !== period) {
    reminders.push({ kind: 'window_last_day', news: { ...said, expiresOn: date } });
  }
  return reminders;
}

function overdueReminders(account: NotedAccount, date: CivilDate): readonly Reminder[] {
  const { due, noted } = account;
  const leftKopecks = leftToPay(account);
  if (due === null || leftKopecks === 0 || date <= due.dueOn) return [];
  if (date > addDays(due.dueOn, OVERDUE_REMINDED_DAYS)) return [];
  const news = {
    account: noted.account,
    subject: due.period,
    happenedOn: date,
    expiresOn: addDays(due.dueOn, OVERDUE_REMINDED_DAYS),
    facts: { dueOn: due.dueOn, leftKopecks },
  };
  return [{ kind: 'overdue', news }];
}

/** One letter for each part: each of its days asks for the same one. */
function instalmentReminders({ noted, instalments }: NotedAccount, date: CivilDate): readonly Reminder[] {
  return Object.entries(instalments).flatMap(([agreementId, agreement]) =>
    partsToRemind(agreement, date).map(({ part, dueOn, amountKopecks }) => {
      const facts = { dueOn, amountKopecks, part, parts: agreement.parts.length, payee: agreement.payee };
      const subject = `${agreementId}-${String(part)}`;
      const news = { account: noted.account, subject, happenedOn: date, expiresOn: dueOn, facts };
      return { kind: 'instalment_due', news };
    }),
  );
}
