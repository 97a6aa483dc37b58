import { Inject, Injectable } from '@nestjs/common';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks, subtractKopecks, sumKopecks } from '#libs/money';
import { CLOCK, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { penaltyOfLine } from '../../domain/close-ledger.policy';
import { CoveredMonth, InstalmentPart, InstalmentTerms } from '../../domain/instalment.events';
import {
  coverableMonths,
  equalParts,
  faultOfTerms,
  INSTALMENT_GRACE_DAYS,
  leftAfter,
  leftOfMonths,
  paidByParts,
  paidParts,
  sumOf,
} from '../../domain/instalment.policy';
import { PayeeLedger } from '../../domain/ledger';
import { LedgerRules } from '../../domain/ledger-rules.policy';
import { Payee } from '../../domain/reference-book';
import { instalmentsProjection, InstalmentsRow } from '../../projections/instalments.projection';
import { openPeriodProjection } from '../../projections/open-period.projection';
import { ReferenceBooks } from '../../projections/reference-books';

/** More agreements than this no page shows. */
const AGREEMENTS_MAX = 500;

export interface InstalmentsCard {
  readonly account: string;
  readonly agreementId: string;
  readonly payee: Payee;
  readonly state: InstalmentsRow['state'];
  readonly agreedOn: CivilDate;
  readonly endedOn: CivilDate | null;
  readonly months: readonly CoveredMonth[];
  readonly amountKopecks: Kopecks;
  readonly graceDays: number;
  /** Of the covered months, by what the allocation has put on them. */
  readonly leftKopecks: Kopecks;
  readonly parts: readonly (InstalmentPart & { readonly paid: boolean })[];
  readonly leftParts: number;
  /** The first part that is not paid, with what is missing of it; null where nothing is left or the agreement has ended. */
  readonly next: InstalmentPart | null;
  /** Missing of parts whose due day has passed. */
  readonly overdueKopecks: Kopecks;
  /** The last day that bears no penalty; null while it runs. */
  readonly suspendedUntil: CivilDate | null;
  readonly cause: string;
  readonly document: string | null;
  readonly withdrawnBecause: string | null;
  readonly requestedBy: string;
  readonly grantedBy: string;
}

export interface InstalmentsQuestion {
  readonly account?: string | undefined;
  readonly state?: InstalmentsRow['state'] | undefined;
}

/** Either so many equal parts a month apart, or parts as they are given. */
export interface InstalmentsAsked {
  readonly payee: Payee;
  readonly count?: number | undefined;
  readonly firstDueOn?: CivilDate | undefined;
  readonly parts?: readonly InstalmentPart[] | undefined;
}

export interface InstalmentsPreview {
  readonly account: string;
  readonly terms: InstalmentTerms;
  readonly amountKopecks: Kopecks;
  /**
   * Penalty that will not be charged when every part is paid on its day, found by the engine that charges penalty; null
   * where a rule of days to come is not known yet.
   */
  readonly forgonePenaltyKopecks: Kopecks | null;
}

/** Agreements to pay by parts, how they stand, and what one would be. */
@Injectable()
export class InstalmentsQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
  ) {}

  /** The newest first. */
  async all({ account, state }: InstalmentsQuestion): Promise<readonly InstalmentsCard[]> {
    const where = { ...(account === undefined ? {} : { account }), ...(state === undefined ? {} : { state }) };
    const rows = await this.readModels.find(instalmentsProjection, {
      where,
      orderBy: ['-agreed_at'],
      limit: AGREEMENTS_MAX,
    });
    const accounts = [...new Set(rows.map(({ document }) => document.account))];
    const open = await this.readModels.getMany(openPeriodProjection, accounts);
    const today = this.clock.today();
    return rows.flatMap(({ document }) => {
      const ledgers = open.get(document.account)?.document.state.ledgers;
      return ledgers === undefined ? [] : [cardOf(document, ledgers[document.terms.payee], today)];
    });
  }

  /** Agreements that ran at the end of a day, as was known at an instant: `account|payee`. */
  async runningOn(asOf: CivilDate, knownAt?: string): Promise<ReadonlySet<string>> {
    const rows = await this.readModels.find(instalmentsProjection, { where: {} });
    const isKnown = (instant: string) => knownAt === undefined || instant <= knownAt;
    const ran = rows.filter(({ document: { agreedOn, agreedAt, endedOn, endedAt } }) => {
      if (agreedOn > asOf || !isKnown(agreedAt)) return false;
      return endedOn === null || endedOn > asOf || (endedAt !== null && !isKnown(endedAt));
    });
    return new Set(ran.map(({ document: { account, terms } }) => `${account}|${terms.payee}`));
  }

  /**
   * What an agreement of today would be. Throws RejectedError: BILLING_UNKNOWN_ACCOUNT, BILLING_INSTALMENTS_…,
   * BILLING_NO_COMPANY, BILLING_NO_RULE_IN_FORCE.
   */
  async preview(account: string, asked: InstalmentsAsked): Promise<InstalmentsPreview> {
    const { rules } = await this.books.current();
    await this.projector.catchUp(openPeriodProjection);
    const open = await this.readModels.get(openPeriodProjection, account);
    if (!open) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const today = this.clock.today();
    const { payee } = asked;
    const ledger = open.document.state.ledgers[payee];
    const months = coverableMonths(ledger, today, rules);
    if (months.length === 0) throw new RejectedError(new Rejection('BILLING_INSTALMENTS_NO_DEBT', { account }));
    const terms = { payee, months, parts: partsOf(asked, sumOf(months), today), graceDays: INSTALMENT_GRACE_DAYS };
    const fault = faultOfTerms(account, terms, months, today);
    if (fault !== null) throw new RejectedError(fault);
    const running = await this.readModels.find(instalmentsProjection, { where: { account, state: 'running' } });
    if (running.some(({ document }) => document.terms.payee === payee)) {
      throw new RejectedError(new Rejection('BILLING_INSTALMENTS_RUNNING', { account }));
    }
    return {
      account,
      terms,
      amountKopecks: sumOf(months),
      forgonePenaltyKopecks: forgone(ledger, terms, today, rules),
    };
  }
}

function partsOf({ parts, count, firstDueOn }: InstalmentsAsked, totalKopecks: Kopecks, today: CivilDate) {
  return parts ?? equalParts(totalKopecks, Math.max(1, count ?? 1), firstDueOn ?? today);
}

function forgone(ledger: PayeeLedger, terms: InstalmentTerms, today: CivilDate, rules: LedgerRules): Kopecks | null {
  const until = terms.parts.at(-1)?.dueOn ?? today;
  const suspended = [{ agreementId: 'supposed', from: today, until: null }];
  try {
    return sumKopecks(
      paidByParts(ledger.lines, terms).map((line) => {
        const charged = penaltyOfLine(line, terms.payee, until, rules);
        const kept = { ...line, suspended: [...(line.suspended ?? []), ...suspended] };
        return subtractKopecks(charged, penaltyOfLine(kept, terms.payee, until, rules));
      }),
    );
  } catch (error) {
    if (error instanceof RejectedError) return null;
    throw error;
  }
}

function cardOf(row: InstalmentsRow, ledger: PayeeLedger, today: CivilDate): InstalmentsCard {
  const { terms, account, agreementId, state, agreedOn, endedOn, amountKopecks, suspendedUntil } = row;
  const { cause, document, withdrawnBecause, requestedBy, grantedBy } = row;
  const leftKopecks = leftOfMonths(terms.months, ledger.lines, today);
  const paid = paidParts(terms, leftKopecks);
  const runs = state === 'running';
  const next = terms.parts[paid];
  const passed = terms.parts.filter(({ dueOn }) => dueOn < today).length;
  return {
    ...{ account, agreementId, payee: terms.payee, state, agreedOn, endedOn, months: terms.months, amountKopecks },
    graceDays: terms.graceDays,
    leftKopecks,
    parts: terms.parts.map((part, index) => ({ ...part, paid: index < paid })),
    leftParts: terms.parts.length - paid,
    next:
      runs && next !== undefined
        ? { dueOn: next.dueOn, amountKopecks: subtractKopecks(leftKopecks, leftAfter(terms, paid + 1)) }
        : null,
    overdueKopecks: runs ? Math.max(0, subtractKopecks(leftKopecks, leftAfter(terms, passed))) : 0,
    ...{ suspendedUntil, cause, document, withdrawnBecause, requestedBy, grantedBy },
  };
}
