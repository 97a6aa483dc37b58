import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, CivilDate, Clock, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { addKopecks, Kopecks, sumKopecks } from '#libs/money';
import { CLOCK, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountStream } from '../../domain/account.commands';
import { accountDecider } from '../../domain/account.decider';
import { AccountEvent, RecalculationRecorded } from '../../domain/account.events';
import { RecalculationLine } from '../../domain/calculation';
import { EarlierRecalculations, reliefsBefore, StandingRelief } from '../../domain/earlier-recalculations.policy';
import { recalculate } from '../../domain/recalculate.policy';
import { RecalculationFacts, RecalculationGrounds, RecalculationKind } from '../../domain/recalculation';
import { faultOfClaim, needsSecondPerson } from '../../domain/recalculation-bounds.policy';
import { Component, Payee } from '../../domain/reference-book';
import { accountDossierProjection } from '../../projections/account-dossier.projection';
import { whyInWords } from '../why-in-words';
import { RecalculationFactsOf } from './recalculation-facts';

/** A line that a recalculation would post, beside what the month was charged. */
export interface PreviewedLine {
  readonly utility: string;
  readonly component: Component | null;
  readonly payee: Payee;
  readonly reason: string;
  readonly ofPeriod: BillingPeriod;
  /** As charged, with what the monthly run has recalculated of it, and recalculations that were recorded before. */
  readonly beforeKopecks: Kopecks;
  readonly afterKopecks: Kopecks;
  readonly differenceKopecks: Kopecks;
  /** Arithmetic that gives `exact` roubles. */
  readonly formula: string;
  readonly exact: string;
  readonly why: string;
  readonly inputs: readonly { readonly name: string; readonly value: string; readonly eventId: string | null }[];
}

export interface PreviewedWaiver {
  readonly payee: Payee;
  readonly ofPeriod: BillingPeriod;
  readonly amountKopecks: Kopecks;
}

export interface RecalculationPreview {
  readonly account: string;
  readonly kind: RecalculationKind;
  readonly amountKopecks: Kopecks;
  readonly lines: readonly PreviewedLine[];
  readonly waivers: readonly PreviewedWaiver[];
  /** Whether a second person has to agree before it is recorded. */
  readonly needsApproval: boolean;
  /** Reliefs of the same line and month that stand: another one may be the same, recorded twice. */
  readonly reliefsBefore: readonly StandingRelief[];
}

/** A recalculation as it was recorded. */
export interface RecalculationCard {
  readonly recalculationId: string;
  readonly kind: RecalculationKind;
  readonly recordedOn: CivilDate;
  readonly recordedAt: string;
  readonly actor: string;
  readonly cause: string;
  readonly document: string | null;
  readonly approvalId: string | null;
  readonly amountKopecks: Kopecks;
  /** Waiting for the close of the open period, or posted by one. */
  readonly state: 'waiting' | 'posted';
  /** The recalculation that took it back; null while it stands. */
  readonly takenBackBy: string | null;
  readonly corrects: readonly { readonly period: BillingPeriod; readonly eventId: string }[];
  readonly lines: readonly RecalculationCardLine[];
  readonly waivers: readonly PreviewedWaiver[];
  readonly eventId: string;
}

export type RecalculationCardLine = Pick<
  RecalculationLine,
  'utility' | 'component' | 'payee' | 'reason' | 'ofPeriod' | 'amountKopecks' | 'formula'
>;

/** What recalculations would come to, and which there are. Writes nothing. */
@Injectable()
export class RecalculationsQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly facts: RecalculationFactsOf,
  ) {}

  /** By the policy that records them. Throws BILLING_UNKNOWN_ACCOUNT, BILLING_RECALCULATION_…, BILLING_NO_RULE_IN_FORCE. */
  async preview(account: string, grounds: RecalculationGrounds): Promise<RecalculationPreview> {
    const events = await this.eventsOf(account);
    const state = fold(accountDecider, events);
    if (state.status === 'unknown') throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const faultyClaim = faultOfClaim(account, grounds, this.clock.today());
    if (faultyClaim !== null) throw new RejectedError(faultyClaim);
    const facts = await this.facts.of(account, grounds);
    const earlier = state.recalculations;
    const recalculated = recalculate({ account, grounds, facts, earlier });
    if (recalculated instanceof Rejection) throw new RejectedError(recalculated);
    const { lines, waivers } = recalculated;
    const given = sumKopecks(waivers.map(({ amountKopecks }) => -amountKopecks));
    const amountKopecks = addKopecks(sumKopecks(lines.map((line) => line.amountKopecks)), given);
    return {
      account,
      kind: grounds.kind,
      amountKopecks,
      lines: previewed(lines, facts, earlier),
      waivers,
      needsApproval: needsSecondPerson({ grounds, earlier }, amountKopecks, this.clock.today()),
      reliefsBefore: reliefsBefore(grounds, earlier),
    };
  }

  /** In the order recorded. Throws BILLING_UNKNOWN_ACCOUNT. */
  async ofAccount(account: string): Promise<readonly RecalculationCard[]> {
    const row = await this.readModels.get(accountDossierProjection, account);
    if (!row) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const waiting = new Set(row.document.recalculations.map(({ recalculationId }) => recalculationId));
    const recorded = (await this.eventsOf(account)).filter(
      (event): event is RecordedEvent & RecalculationRecorded => event.type === 'RecalculationRecorded',
    );
    const takenBack = new Map(
      recorded.flatMap(({ data: { grounds, recalculationId } }) =>
        grounds.kind === 'reversal' ? [[grounds.of, recalculationId] as const] : [],
      ),
    );
    return recorded.map((event) => cardOf(event, waiting, takenBack));
  }

  private async eventsOf(account: string): Promise<readonly (RecordedEvent & AccountEvent)[]> {
    return (await this.store.readStream(accountStream(account))) as unknown as readonly (RecordedEvent &
      AccountEvent)[];
  }
}

function cardOf(
  { eventId, metadata, data }: RecordedEvent & RecalculationRecorded,
  waiting: ReadonlySet<string>,
  takenBack: ReadonlyMap<string, string>,
): RecalculationCard {
  const { recalculationId, grounds, effectiveOn, cause, document, approvalId, amountKopecks, corrects } = data;
  return {
    recalculationId,
    kind: grounds.kind,
    recordedOn: effectiveOn,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    cause,
    document,
    approvalId,
    amountKopecks,
    state: waiting.has(recalculationId) ? 'waiting' : 'posted',
    takenBackBy: takenBack.get(recalculationId) ?? null,
    corrects,
    lines: data.lines.map((line) => {
      const { utility, component, payee, reason, ofPeriod, formula } = line;
      return { utility, component, payee, reason, ofPeriod, amountKopecks: line.amountKopecks, formula };
    }),
    waivers: data.waivers.map(({ payee, ofPeriod, amountKopecks: given }) => ({
      payee,
      ofPeriod,
      amountKopecks: given,
    })),
    eventId,
  };
}

/** Lines of one utility and month follow one another: the second begins where the first has ended. */
function previewed(
  lines: readonly RecalculationLine[],
  facts: RecalculationFacts,
  earlier: EarlierRecalculations,
): PreviewedLine[] {
  const standing = new Map<string, Kopecks>();
  return lines.map((line) => {
    const { utility, component, payee, reason, ofPeriod, amountKopecks, formula, exact, why, inputs } = line;
    const place = `${utility}|${component ?? ''}|${ofPeriod}`;
    const beforeKopecks = standing.get(place) ?? chargedBefore(line, facts, earlier);
    const afterKopecks = addKopecks(beforeKopecks, amountKopecks);
    standing.set(place, afterKopecks);
    return {
      utility,
      component,
      payee,
      reason,
      ofPeriod,
      beforeKopecks,
      afterKopecks,
      differenceKopecks: amountKopecks,
      formula,
      exact,
      why: whyInWords(why),
      inputs,
    };
  });
}

/** A line without a component is about all components of its utility; the year of heating about all its months. */
function chargedBefore(
  { utility, component, ofPeriod, reason }: RecalculationLine,
  { charged }: RecalculationFacts,
  earlier: EarlierRecalculations,
): Kopecks {
  const isIt = (line: { readonly utility: string; readonly component: Component | null }) =>
    line.utility === utility && (component === null || line.component === component);
  const months = charged.filter(({ period }) => reason === 'heating_year' || period === ofPeriod);
  const periods = new Set([ofPeriod, ...months.map(({ period }) => period)]);
  const recorded = Object.values(earlier).flatMap(({ lines }) => lines.filter((line) => periods.has(line.ofPeriod)));
  const all = [...months.flatMap(({ charges, recalculated }) => [...charges, ...recalculated]), ...recorded];
  return sumKopecks(all.filter(isIt).map(({ amountKopecks }) => amountKopecks));
}
