import { BillingPeriod, CivilDate } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { Suspension, withSuspension } from './penalty-suspension.policy';
import { Payee } from './reference-book';

/** Money of one payment that was put on a part of a debt line. */
export interface Allocation {
  readonly moneyId: string;
  readonly amountKopecks: Kopecks;
  /** The day that ends the debt as far as penalty is concerned. */
  readonly on: CivilDate;
}

/** One month's debt to one payee, with everything that was ever put on it, in the order of events. */
export interface DebtLine {
  readonly period: BillingPeriod;
  readonly dueOn: CivilDate;
  /** True for a line brought forward from the system before. */
  readonly opening: boolean;
  readonly principalKopecks: Kopecks;
  /** Penalty that the system before had posted. */
  readonly openingPenaltyKopecks: Kopecks;
  /** Penalty posted by closes so far. */
  readonly postedPenaltyKopecks: Kopecks;
  /** Posted penalty that was given up; none where absent. */
  readonly waivedPenaltyKopecks?: Kopecks | undefined;
  /** Days without penalty by agreements to pay by parts, in the order of the agreements; none where absent. */
  readonly suspended?: readonly Suspension[] | undefined;
  readonly principalPaid: readonly Allocation[];
  readonly penaltyPaid: readonly Allocation[];
  /** What was billed into the line, by utility. */
  readonly billed: Readonly<Record<string, Kopecks>>;
}

/** Money that came back from a line and waits with the date it had there. */
export interface FreedMoney {
  readonly amountKopecks: Kopecks;
  readonly on: CivilDate;
}

/** A payment, or an advance that no payment brought, as long as the account lives. */
export interface Money {
  /** `payment:<id>`, or `advance:<date>:<n>` without a payment. */
  readonly moneyId: string;
  readonly paymentId: string | null;
  readonly receivedOn: CivilDate;
  /** Kept whole until the close of this period. */
  readonly reservedFor: BillingPeriod | null;
  readonly restKopecks: Kopecks;
  readonly freed: readonly FreedMoney[];
}

/** Debts and money of one account to one payee. Lines in order of the period, money in order of use. */
export interface PayeeLedger {
  readonly lines: readonly DebtLine[];
  readonly money: readonly Money[];
}

export type Ledgers = Readonly<Record<Payee, PayeeLedger>>;

export const EMPTY_LEDGER: PayeeLedger = { lines: [], money: [] };

export type LinePart = 'principal' | 'penalty';

/**
 * The only ways in which a ledger changes. Events carry them, so that a balance is explained movement by movement and
 * folding them is all that a replay does.
 */
export type Movement =
  | {
      readonly kind: 'line_charged';
      readonly period: BillingPeriod;
      readonly dueOn: CivilDate;
      readonly amountKopecks: Kopecks;
      readonly billed: Readonly<Record<string, Kopecks>>;
    }
  | {
      /** A recalculation lowers the line from its beginning. */
      readonly kind: 'line_reduced';
      readonly period: BillingPeriod;
      readonly amountKopecks: Kopecks;
      readonly billed: Readonly<Record<string, Kopecks>>;
    }
  | {
      readonly kind: 'money_received';
      readonly moneyId: string;
      readonly paymentId: string | null;
      readonly on: CivilDate;
      readonly amountKopecks: Kopecks;
      readonly reservedFor: BillingPeriod | null;
    }
  | { readonly kind: 'reservation_ended'; readonly moneyId: string }
  | {
      readonly kind: 'allocated';
      readonly moneyId: string;
      readonly period: BillingPeriod;
      readonly part: LinePart;
      readonly amountKopecks: Kopecks;
      readonly on: CivilDate;
      /** True when it was freed money, which keeps its date. */
      readonly freed: boolean;
    }
  | {
      readonly kind: 'freed';
      readonly moneyId: string;
      readonly period: BillingPeriod;
      readonly part: LinePart;
      readonly amountKopecks: Kopecks;
      readonly on: CivilDate;
    }
  | { readonly kind: 'penalty_posted'; readonly period: BillingPeriod; readonly amountKopecks: Kopecks }
  /** Penalty is given up; below zero where less of it was there to give up than was thought. */
  | { readonly kind: 'penalty_waived'; readonly period: BillingPeriod; readonly amountKopecks: Kopecks }
  /** An agreement to pay by parts runs from a day, or has ended on one. */
  | ({ readonly kind: 'penalty_suspended'; readonly period: BillingPeriod } & Suspension)
  | { readonly kind: 'money_withdrawn'; readonly moneyId: string }
  /** Settled long ago: from here on it stands in the log alone. */
  | { readonly kind: 'line_archived'; readonly period: BillingPeriod }
  | { readonly kind: 'money_archived'; readonly moneyId: string }
  /** Brought back from the log, because a fact of today reaches back to it. */
  | { readonly kind: 'line_restored'; readonly line: DebtLine }
  | { readonly kind: 'money_restored'; readonly money: Money };

/** A ledger under change: the same fields, writable. */
export class LedgerDraft {
  readonly lines: DebtLine[];
  readonly money: Money[];

  constructor(ledger: PayeeLedger) {
    this.lines = [...ledger.lines];
    this.money = [...ledger.money];
  }

  ledger(): PayeeLedger {
    return { lines: this.lines, money: this.money };
  }

  line(period: BillingPeriod): DebtLine | null {
    return this.lines.find((line) => line.period === period) ?? null;
  }

  apply(movement: Movement): void {
    switch (movement.kind) {
      case 'line_charged':
        this.lines.push(chargedLine(movement));
        this.lines.sort((left, right) => (left.period < right.period ? -1 : 1));
        break;
      case 'line_reduced':
        this.changeLine(movement.period, (line) => ({
          ...line,
          principalKopecks: subtractKopecks(line.principalKopecks, movement.amountKopecks),
          billed: addBilled(line.billed, movement.billed),
        }));
        break;
      case 'money_received':
        this.money.push(receivedMoney(movement));
        this.money.sort(compareMoney);
        break;
      case 'reservation_ended':
        this.changeMoney(movement.moneyId, (money) => ({ ...money, reservedFor: null }));
        break;
      case 'allocated':
        this.allocate(movement);
        break;
      case 'freed':
        this.free(movement);
        break;
      case 'penalty_posted':
        this.changeLine(movement.period, (line) => ({
          ...line,
          postedPenaltyKopecks: addKopecks(line.postedPenaltyKopecks, movement.amountKopecks),
        }));
        break;
      case 'penalty_waived':
        this.changeLine(movement.period, (line) => ({
          ...line,
          waivedPenaltyKopecks: addKopecks(line.waivedPenaltyKopecks ?? 0, movement.amountKopecks),
        }));
        break;
      case 'penalty_suspended': {
        const { agreementId, from, until } = movement;
        this.changeLine(movement.period, (line) => ({
          ...line,
          suspended: withSuspension(line.suspended ?? [], { agreementId, from, until }),
        }));
        break;
      }
      case 'money_withdrawn':
        this.withdraw(movement.moneyId);
        break;
      case 'line_archived':
      case 'money_archived':
        this.archive(movement);
        break;
      case 'line_restored':
      case 'money_restored':
        this.restore(movement);
        break;
    }
  }

  private allocate(movement: Extract<Movement, { kind: 'allocated' }>): void {
    const { moneyId, amountKopecks, on } = movement;
    this.changeMoney(moneyId, (money) =>
      movement.freed
        ? { ...money, freed: takeFreed(money.freed, amountKopecks, on) }
        : { ...money, restKopecks: subtractKopecks(money.restKopecks, amountKopecks) },
    );
    this.changeLine(movement.period, (line) => {
      const allocation = { moneyId, amountKopecks, on };
      return movement.part === 'principal'
        ? { ...line, principalPaid: [...line.principalPaid, allocation] }
        : { ...line, penaltyPaid: [...line.penaltyPaid, allocation] };
    });
  }

  private free(movement: Extract<Movement, { kind: 'freed' }>): void {
    const { moneyId, amountKopecks, on } = movement;
    this.changeLine(movement.period, (line) =>
      movement.part === 'principal'
        ? { ...line, principalPaid: takeLast(line.principalPaid, movement) }
        : { ...line, penaltyPaid: takeLast(line.penaltyPaid, movement) },
    );
    this.changeMoney(moneyId, (money) => ({ ...money, freed: addFreed(money.freed, { amountKopecks, on }) }));
  }

  private withdraw(moneyId: string): void {
    const others = (allocation: Allocation) => allocation.moneyId !== moneyId;
    for (const [index, line] of this.lines.entries()) {
      this.lines[index] = {
        ...line,
        principalPaid: line.principalPaid.filter(others),
        penaltyPaid: line.penaltyPaid.filter(others),
      };
    }
    const place = this.money.findIndex((money) => money.moneyId === moneyId);
    if (place >= 0) this.money.splice(place, 1);
  }

  private archive(movement: Extract<Movement, { kind: 'line_archived' | 'money_archived' }>): void {
    if (movement.kind === 'line_archived') {
      const place = this.lines.findIndex((line) => line.period === movement.period);
      if (place >= 0) this.lines.splice(place, 1);
    } else {
      const place = this.money.findIndex((money) => money.moneyId === movement.moneyId);
      if (place >= 0) this.money.splice(place, 1);
    }
  }

  /** What is there already stays as it is. */
  private restore(movement: Extract<Movement, { kind: 'line_restored' | 'money_restored' }>): void {
    if (movement.kind === 'line_restored') {
      if (this.line(movement.line.period)) return;
      this.lines.push(movement.line);
      this.lines.sort((left, right) => (left.period < right.period ? -1 : 1));
    } else {
      if (this.money.some((money) => money.moneyId === movement.money.moneyId)) return;
      this.money.push(movement.money);
      this.money.sort(compareMoney);
    }
  }

  private changeLine(period: BillingPeriod, change: (line: DebtLine) => DebtLine): void {
    const place = this.lines.findIndex((line) => line.period === period);
    if (place < 0) throw new Error(`The ledger has no line of ${period}`);
    this.lines[place] = change(this.lines[place] as DebtLine);
  }

  private changeMoney(moneyId: string, change: (money: Money) => Money): void {
    const place = this.money.findIndex((money) => money.moneyId === moneyId);
    if (place < 0) throw new Error(`The ledger has no money ${moneyId}`);
    this.money[place] = change(this.money[place] as Money);
  }
}

function chargedLine(movement: Extract<Movement, { kind: 'line_charged' }>): DebtLine {
  return {
    period: movement.period,
    dueOn: movement.dueOn,
    opening: false,
    principalKopecks: movement.amountKopecks,
    openingPenaltyKopecks: 0,
    postedPenaltyKopecks: 0,
    principalPaid: [],
    penaltyPaid: [],
    billed: movement.billed,
  };
}

function receivedMoney(movement: Extract<Movement, { kind: 'money_received' }>): Money {
  return {
    moneyId: movement.moneyId,
    paymentId: movement.paymentId,
    receivedOn: movement.on,
    reservedFor: movement.reservedFor,
    restKopecks: movement.amountKopecks,
    freed: [],
  };
}

/** Order of use: by day; on one day money without a payment first, then by payment id. */
export function compareMoney(left: Money, right: Money): number {
  if (left.receivedOn !== right.receivedOn) return left.receivedOn < right.receivedOn ? -1 : 1;
  if (left.paymentId === null || right.paymentId === null) {
    if (left.paymentId === right.paymentId) return left.moneyId < right.moneyId ? -1 : 1;
    return left.paymentId === null ? -1 : 1;
  }
  return left.paymentId < right.paymentId ? -1 : 1;
}

function addBilled(
  billed: Readonly<Record<string, Kopecks>>,
  more: Readonly<Record<string, Kopecks>>,
): Record<string, Kopecks> {
  const sum: Record<string, Kopecks> = { ...billed };
  for (const [utility, amount] of Object.entries(more)) sum[utility] = addKopecks(sum[utility] ?? 0, amount);
  return sum;
}

function addFreed(freed: readonly FreedMoney[], more: FreedMoney): FreedMoney[] {
  const same = freed.find((money) => money.on === more.on);
  if (same) {
    return freed.map((money) =>
      money === same ? { on: money.on, amountKopecks: addKopecks(money.amountKopecks, more.amountKopecks) } : money,
    );
  }
  return [...freed, more].sort((left, right) => (left.on < right.on ? -1 : 1));
}

function takeFreed(freed: readonly FreedMoney[], amount: Kopecks, on: CivilDate): FreedMoney[] {
  return freed
    .map((money) => (money.on === on ? { on, amountKopecks: subtractKopecks(money.amountKopecks, amount) } : money))
    .filter((money) => money.amountKopecks > 0);
}

function takeLast(
  allocations: readonly Allocation[],
  freed: { moneyId: string; amountKopecks: Kopecks; on: CivilDate },
) {
  const place = allocations.findLastIndex(
    (allocation) => allocation.moneyId === freed.moneyId && allocation.on === freed.on,
  );
  return allocations.flatMap((allocation, index) => {
    if (index !== place) return [allocation];
    const left = subtractKopecks(allocation.amountKopecks, freed.amountKopecks);
    return left > 0 ? [{ ...allocation, amountKopecks: left }] : [];
  });
}

export function paidOf(allocations: readonly Allocation[]): Kopecks {
  return sumKopecks(allocations.map((allocation) => allocation.amountKopecks));
}

/** The open principal of a line; never below zero after an event has been applied as a whole. */
export function openPrincipal(line: DebtLine): Kopecks {
  return subtractKopecks(line.principalKopecks, paidOf(line.principalPaid));
}

/** Posted penalty that is neither paid nor given up. */
export function openPostedPenalty(line: DebtLine): Kopecks {
  const posted = addKopecks(line.openingPenaltyKopecks, line.postedPenaltyKopecks);
  const settled = addKopecks(paidOf(line.penaltyPaid), line.waivedPenaltyKopecks ?? 0);
  return subtractKopecks(posted, settled);
}

/** Money that is on no line: rest and freed, reserved too. */
export function unspent(money: Money): Kopecks {
  return addKopecks(money.restKopecks, sumKopecks(money.freed.map((freed) => freed.amountKopecks)));
}

/** Principal and posted penalty less advances: what the account owes; below zero it is an advance. */
export function balanceOf(ledger: PayeeLedger): Kopecks {
  const owed = sumKopecks(ledger.lines.map((line) => addKopecks(openPrincipal(line), openPostedPenalty(line))));
  return subtractKopecks(owed, sumKopecks(ledger.money.map(unspent)));
}
