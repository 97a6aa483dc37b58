import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandHandler, CommandResult, EventStore } from '#libs/event-store';
import { BillingPeriod, CivilDate, previousPeriod, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { COMMAND_HANDLER, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { pagesByKey, Projector, Query, ReadModels, Row } from '#libs/read-models';
import { AccountPeriodCommand, accountPeriodStream } from '../domain/account-period.commands';
import { accountPeriodDecider } from '../domain/account-period.decider';
import { AccountPeriodEvent } from '../domain/account-period.events';
import { AccountPeriodState, evolveAccountPeriod, OpenedPeriod } from '../domain/account-period.state';
import { archivedFor, Restored } from '../domain/archive.policy';
import { calculateCharges } from '../domain/calculate-charges.policy';
import { Calculation } from '../domain/calculation';
import { needsWholeHistory } from '../domain/dossier-retention.policy';
import { ParkedAccount } from '../domain/night-run.events';
import { LedgerRules } from '../domain/ledger-rules.policy';
import { overduePrincipal } from '../domain/overdue-debt.policy';
import { Payee, PAYEES } from '../domain/reference-book';
import { forgettableUpTo } from '../domain/retention';
import { accountDossierProjection, DossierRow } from '../projections/account-dossier.projection';
import {
  accountStatementProjection,
  AccountStatementRow,
  statementKey,
} from '../projections/account-statement.projection';
import { OpenPeriodRow, openPeriodProjection } from '../projections/open-period.projection';
import { calculablePeriod, NightCause, NightScope, toCalculate, toClose, toOpen } from './night-work-list';
import { OpenedBook } from '../projections/reference-books';
import { openingAfter, PeriodRequest } from './open-next-period';
import { wholeHistory } from './whole-history';

/** Accounts that are read, computed and committed together: memory stays the same whatever the house. */
export const ACCOUNTS_PER_PAGE = 250;
/** A night that was away for longer than so many periods goes on the next night. */
const CATCH_UP_PERIODS_MAX = 24;

/** What a night did, or would do. */
export class NightTally {
  calculated = 0;
  unchanged = 0;
  closed = 0;
  readonly parked: ParkedAccount[] = [];

  add(other: NightTally): void {
    this.calculated += other.calculated;
    this.unchanged += other.unchanged;
    this.closed += other.closed;
    this.parked.push(...other.parked);
  }
}

/** What a night would change for one account. */
export interface PlannedAccount {
  readonly account: string;
  readonly period: BillingPeriod;
  readonly action: 'close' | 'calculate' | 'open';
}

/** What a close would charge an account, and what the period before did. */
export interface PreviewedAccount {
  readonly account: string;
  readonly houseId: string;
  readonly period: BillingPeriod;
  readonly chargedKopecks: Kopecks;
  readonly recalculatedKopecks: Kopecks;
  /** Charges of the period before; null where there is none. */
  readonly chargedBeforeKopecks: Kopecks | null;
  /** With the recalculations of this one. */
  readonly differenceKopecks: Kopecks | null;
  /** Principal of earlier months that is overdue today, and what they had left a month before; null where nothing came before. */
  readonly owedKopecks: Kopecks;
  readonly owedBeforeKopecks: Kopecks | null;
  /** Why the account would be parked; null where it would be closed. */
  readonly refused: string | null;
  readonly refusedDetails: ParkedAccount['details'];
}

/** An account with all that its charging needs. */
interface Unit {
  readonly account: string;
  readonly dossier: DossierRow;
  readonly open: OpenPeriodRow;
}

/** The same with what its close would compute; null, and the reason, where a rule is missing. */
export interface SupposedUnit extends Unit {
  readonly calculation: Calculation | null;
  readonly refused: string | null;
  readonly refusedDetails: ParkedAccount['details'];
}

type Action = 'close' | 'calculate';

/** Does the accounts of a house, page by page. Every step converges: done again it finds nothing to do. */
@Injectable()
export class NightAccounts {
  constructor(
    @Inject(COMMAND_HANDLER) private readonly commands: CommandHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
  ) {}

  /** The accounts that the night would touch, and for what. */
  async plan(scope: NightScope): Promise<PlannedAccount[]> {
    const planned: PlannedAccount[] = [];
    for await (const page of this.pages(toOpen(scope), scope)) {
      for (const { document } of page) planned.push(plannedOf(document.state, 'open'));
    }
    for await (const page of this.pages(toClose(scope), scope)) {
      for (const { document } of page) planned.push(plannedOf(document.state, 'close'));
    }
    for await (const units of this.unitsToCalculate(scope)) {
      for (const { open } of units) planned.push(plannedOf(open.state, 'calculate'));
    }
    return planned;
  }

  /** What the closes of a night would charge, and what is overdue today. */
  async *preview(scope: NightScope, opened: OpenedBook, today: CivilDate): AsyncGenerator<PreviewedAccount> {
    for await (const units of this.supposed(scope, opened)) {
      const before = await this.readModels.getMany(
        accountStatementProjection,
        units.map((unit) => statementKey(unit.account, previousPeriod(unit.open.state.period))),
      );
      for (const unit of units) {
        const earlier = before.get(statementKey(unit.account, previousPeriod(unit.open.state.period)));
        yield previewOf(unit, earlier?.document ?? null, today);
      }
    }
  }

  /** What a close would compute of each account, with the history that the close would have. */
  async *supposed(scope: NightScope, opened: OpenedBook): AsyncGenerator<readonly SupposedUnit[]> {
    for await (const page of this.pages(toClose(scope), scope)) {
      const units: SupposedUnit[] = [];
      for (const found of await this.unitsOf(page)) {
        const unit = await this.withHistory(found, opened);
        const tally = new NightTally();
        const calculation = calculationOf(unit, 'close', opened, tally);
        const { code = null, details = {} } = tally.parked[0] ?? {};
        units.push({ ...unit, calculation, refused: code, refusedDetails: details });
        // A preview is asked for by day: a page of accounts worked out in one go would keep everybody else waiting.
        await nextTurn();
      }
      yield units;
    }
  }

  /** Does the night of a house. `onPage` is told how many accounts are done and may throw to stop the work. */
  async work(scope: NightScope, opened: OpenedBook, onPage: (done: number) => Promise<void>): Promise<NightTally> {
    const tally = new NightTally();
    let done = 0;
    const finishPage = async (accounts: number, written: readonly RecordedEvent[]) => {
      await this.projector.catchUpWith(written);
      done += accounts;
      await onPage(done);
    };
    for (let round = 0; round < CATCH_UP_PERIODS_MAX; round += 1) {
      const closedBefore = tally.closed;
      tally.parked.length = 0;
      await this.openWhatWasClosed(scope, opened.rules);
      for await (const page of this.pages(toClose(scope), scope)) {
        await finishPage(
          page.length,
          await this.doUnits(await this.unitsOf(page), 'close', opened, tally, scope.cause),
        );
      }
      if (tally.closed === closedBefore) break;
    }
    for await (const units of this.unitsToCalculate(scope)) {
      await finishPage(units.length, await this.doUnits(units, 'calculate', opened, tally, scope.cause));
    }
    return tally;
  }

  /** Does an action for all units; answers with the events that were written. */
  private async doUnits(
    units: readonly Unit[],
    action: Action,
    opened: OpenedBook,
    tally: NightTally,
    cause: NightCause | undefined,
  ): Promise<readonly RecordedEvent[]> {
    const requests: PeriodRequest[] = [];
    const asked: Unit[] = [];
    for (const found of units) {
      const unit = await this.withHistory(found, opened);
      const calculation = calculationOf(unit, action, opened, tally);
      if (calculation === null) continue;
      const command: AccountPeriodCommand =
        action === 'close'
          ? {
              kind: 'ClosePeriod',
              account: unit.account,
              calculation,
              factsUpTo: unit.dossier.factsUpTo,
              rules: opened.rules,
              restored: await this.archivedFor(unit, calculation),
            }
          : { kind: 'CalculateCharges', account: unit.account, calculation };
      requests.push(requestOf(unit, command, action, cause));
      asked.push(unit);
    }
    const results = await this.commands.executeMany(requests);
    const closed: OpenedPeriod[] = [];
    results.forEach((result, index) => {
      this.tallyResult(result, (asked[index] as Unit).open, action, tally, closed);
    });
    const written: RecordedEvent[] = eventsOf(results);
    if (closed.length > 0) written.push(...(await this.openNext(closed, opened.rules)));
    return written;
  }

  /** The unit with the whole dossier where its calculation reaches back beyond what is kept at hand. */
  private async withHistory(unit: Unit, opened: OpenedBook): Promise<Unit> {
    const { period } = unit.open.state;
    const { averageMonths } = opened.book.chargingSettings(period);
    if (unit.dossier.wholeHistoryUpTo === null && !needsWholeHistory(unit.dossier, period, averageMonths)) return unit;
    return { ...unit, dossier: (await wholeHistory(this.store, unit.account, period)).dossier };
  }

  /** Archived lines that a close has to bring back: those that recalculations of old periods may lower. */
  private async archivedFor(
    { account, open }: Unit,
    calculation: Calculation,
  ): Promise<Partial<Record<Payee, Restored>> | undefined> {
    const upTo = forgettableUpTo(open.state.period);
    const old = calculation.recalculations.filter((line) => line.ofPeriod < open.state.period && line.ofPeriod <= upTo);
    if (old.length === 0) return undefined;
    const { ledgers } = await wholeHistory(this.store, account, open.state.period);
    const restored: Partial<Record<Payee, Restored>> = {};
    for (const payee of PAYEES) {
      const periods = old.filter((line) => line.payee === payee).map((line) => line.ofPeriod);
      restored[payee] = archivedFor(ledgers[payee], open.state.ledgers[payee], { periods, moneyId: null });
    }
    return restored;
  }

  private tallyResult(
    result: CommandResult<AccountPeriodEvent>,
    { state, revision }: OpenPeriodRow,
    action: Action,
    tally: NightTally,
    closed: OpenedPeriod[],
  ): void {
    if (result.kind === 'rejected') {
      tally.parked.push(parkedOf(state, action, result.rejection));
      return;
    }
    if (result.events.some((event) => event.type === 'ChargesCalculated')) tally.calculated += 1;
    else tally.unchanged += 1;
    if (!result.events.some((event) => event.type === 'PeriodClosed')) return;
    tally.closed += 1;
    // Somebody wrote in between, for example a payment: what was carried is read from the events, on the next round.
    if (result.revision !== revision + result.events.length) return;
    let after: AccountPeriodState = state;
    for (const event of result.events) after = evolveAccountPeriod(after, event);
    closed.push(after as OpenedPeriod);
  }

  /** Accounts that stand in a closed period: a night was stopped there, or the close met a payment. */
  private async openWhatWasClosed(scope: NightScope, rules: LedgerRules): Promise<void> {
    for await (const page of this.pages(toOpen(scope), scope)) {
      const states = page.map((row) => row.document.state);
      await this.projector.catchUpWith(await this.openNext(states, rules));
    }
  }

  /** Opens the period after each closed one, with the ledgers that it carried forward and the payments that it held. */
  private async openNext(closed: readonly OpenedPeriod[], rules: LedgerRules): Promise<readonly RecordedEvent[]> {
    const requests: PeriodRequest[] = [];
    for (const state of closed) requests.push(await openingAfter(this.store, state, rules));
    const results = await this.commands.executeMany(requests);
    for (const result of results) if (result.kind === 'rejected') throw new RejectedError(result.rejection);
    return eventsOf(results);
  }

  private async *unitsToCalculate(scope: NightScope): AsyncGenerator<readonly Unit[]> {
    const period = calculablePeriod(scope);
    if (period === null) return;
    for await (const page of this.pages(toCalculate(scope, period), scope)) yield await this.unitsOf(page);
  }

  private async unitsOf(page: readonly Row<OpenPeriodRow>[]): Promise<Unit[]> {
    const dossiers = await this.readModels.getMany(
      accountDossierProjection,
      page.map((row) => row.key),
    );
    return page.flatMap((row) => {
      const dossier = dossiers.get(row.key)?.document;
      return dossier ? [{ account: row.key, dossier, open: row.document }] : [];
    });
  }

  /** Open periods, in the order of their accounts. */
  private async *pages(
    where: NonNullable<Query['where']>,
    scope: NightScope,
  ): AsyncGenerator<readonly Row<OpenPeriodRow>[]> {
    for await (const page of pagesByKey(this.readModels, openPeriodProjection, { where, limit: ACCOUNTS_PER_PAGE })) {
      const mine = scope.account === null ? page : page.filter((row) => row.key === scope.account);
      if (mine.length > 0) yield mine;
    }
  }
}

function eventsOf(results: readonly CommandResult<AccountPeriodEvent>[]): RecordedEvent[] {
  return results.flatMap((result) => (result.kind === 'done' ? result.events : []));
}

function previewOf(unit: SupposedUnit, before: AccountStatementRow | null, today: CivilDate): PreviewedAccount {
  const { account, dossier, open, calculation, refused, refusedDetails } = unit;
  const { period, ledgers } = open.state;
  const chargedKopecks = sumKopecks((calculation?.charges ?? []).map((line) => line.amountKopecks));
  const recalculatedKopecks = sumKopecks((calculation?.recalculations ?? []).map((line) => line.amountKopecks));
  const chargedBeforeKopecks = before && sumKopecks(before.charges.map((line) => line.amountKopecks));
  const figuresBefore = before?.closed?.payees ?? null;
  return {
    account,
    houseId: dossier.houseId,
    period,
    chargedKopecks,
    recalculatedKopecks,
    chargedBeforeKopecks,
    differenceKopecks:
      chargedBeforeKopecks === null
        ? null
        : subtractKopecks(addKopecks(chargedKopecks, recalculatedKopecks), chargedBeforeKopecks),
    owedKopecks: sumKopecks(PAYEES.map((payee) => overduePrincipal(ledgers[payee], today))),
    owedBeforeKopecks:
      figuresBefore && sumKopecks(figuresBefore.map((one) => leftOf(one.openingKopecks, one.paymentsKopecks))),
    refused,
    refusedDetails,
  };
}

/** An advance to one payee pays nothing to the other. */
function leftOf(openingKopecks: Kopecks, paidKopecks: Kopecks): Kopecks {
  return Math.max(0, subtractKopecks(openingKopecks, paidKopecks));
}

function plannedOf(state: OpenedPeriod, action: PlannedAccount['action']): PlannedAccount {
  return { account: state.account, period: state.period, action };
}

function requestOf(
  unit: Unit,
  command: AccountPeriodCommand,
  action: Action,
  cause: NightCause = NIGHT_ITSELF,
): PeriodRequest {
  const { state, revision } = unit.open;
  return {
    stream: accountPeriodStream(unit.account, state.period),
    decider: accountPeriodDecider,
    command,
    commandId: `${action}:${state.period}:${revision}:${unit.account}`,
    ...cause,
    input: { action, account: unit.account, period: state.period },
    known: { state, revision },
  };
}

const NIGHT_ITSELF = { actor: 'night' } as NightCause;

/** The charges of an account; null where a rule is missing, and the account is parked. */
function calculationOf(unit: Unit, action: Action, opened: OpenedBook, tally: NightTally): Calculation | null {
  try {
    return calculateCharges(unit.dossier, opened.book, unit.open.state.period);
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    tally.parked.push(parkedOf(unit.open.state, action, error.rejection));
    return null;
  }
}

function parkedOf(state: OpenedPeriod, step: Action, rejection: Rejection): ParkedAccount {
  return { account: state.account, period: state.period, step, code: rejection.code, details: rejection.details };
}
