import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { addDays, CivilDate, Clock, RecordedEvent } from '#libs/kernel';
import { CLOCK, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { unitOfPart } from '../../domain/reference-book';
import { ReferenceEvent, RuleWithdrawn } from '../../domain/reference.events';
import { endingBy, RuleEnding } from '../../domain/rule-endings.policy';
import { RuleNamed } from '../../domain/rule-named';
import { faultOfWithdrawal, inForceWithout } from '../../domain/rule-withdrawal.policy';
import { SETTINGS } from '../../domain/setting-values.policy';
import { OpenedBook, ReferenceBooks } from '../../projections/reference-books';
import { AskedMoment } from '../asked-moment';
import { MomentAsked } from '../history/account-at.query';
import { notBeforeOf } from './not-before';

export type RuleKind = 'tariff' | 'norm' | 'coefficient' | 'key_rate' | 'setting';

/** A value of a rule from a day, and who stated it. */
export interface StatedRule {
  readonly from: CivilDate;
  readonly value: string;
  readonly eventId: string;
  readonly recordedAt: string;
  readonly actor: string;
  /** Null where it was imported with its history. */
  readonly reason: string | null;
  /** Who took it back, being a mistake; null while it stands. */
  readonly withdrawn: Pick<StatedRule, 'recordedAt' | 'actor' | 'reason'> | null;
  /** Whether it may be taken back now: no closed month was charged by it, and another value holds without it. */
  readonly mayWithdraw: boolean;
}

/** A dated rule with everything that was ever stated of it, as was known then. */
export interface RuleCard {
  readonly kind: RuleKind;
  /** Of a setting its key; of everything else empty. */
  readonly key: string;
  /** Empty where the rule is of no utility. */
  readonly utility: string;
  readonly utilityName: string;
  readonly unit: string;
  /** The part of a tariff, or what a norm is for; empty where there is none. */
  readonly part: string;
  /** The house for which it holds; null for all that have none of their own. */
  readonly houseId: string | null;
  readonly address: string | null;
  /** Null where nothing is in force on the day. */
  readonly inForce: StatedRule | null;
  /** In order of the days from which they hold. */
  readonly history: readonly StatedRule[];
}

const DATED = ['SettingDecided', 'KeyRateAnnounced', 'TariffSet', 'NormSet', 'RaisingCoefficientSet'] as const;
type DatedEvent = RecordedEvent & Extract<ReferenceEvent, { type: (typeof DATED)[number] }>;
const TOLD = [...DATED, 'RuleWithdrawn'] as const;

const EVENTS_PER_PAGE = 5_000;
/** Time to learn what was decided, and to state it before a month cannot be closed. */
const TOLD_DAYS_BEFORE = 60;

const KINDS: readonly RuleKind[] = ['tariff', 'norm', 'coefficient', 'key_rate', 'setting'];

/** By which rules does the company charge on a day, as known at a time, and how did they come about? */
@Injectable()
export class RulesQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Pick<Projector, 'catchUp'>,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly asked: AskedMoment,
  ) {}

  /** By kind, utility in the order of print, part and house. Throws BILLING_NO_COMPANY. */
  async rules({ asOf = this.clock.today(), knownAt }: MomentAsked): Promise<readonly RuleCard[]> {
    const until = await this.asked.knownAt(knownAt);
    const opened = until === undefined ? await this.books.current() : await this.books.knownAt(until);
    const histories = new Map<string, { readonly rule: RuleOf; history: StatedRule[] }>();
    const { firstPeriod } = opened.book;
    const notBefore = await notBeforeOf({ readModels: this.readModels, projector: this.projector, firstPeriod });
    const mayWithdraw = (rule: RuleNamed) =>
      until === undefined &&
      faultOfWithdrawal(rule, { notBefore, remaining: inForceWithout(rule, opened.row) }) === null;
    for await (const event of this.stated()) {
      if (until !== undefined && event.metadata.recordedAt > until) continue;
      if (event.type === 'RuleWithdrawn') {
        const { kind, key, utility, part, houseId } = event.data;
        const known = histories.get(JSON.stringify({ kind, key, utility, part, houseId }));
        if (known) known.history = known.history.map((one) => afterWithdrawal(one, event));
        continue;
      }
      const { rule, value } = statedIn(event);
      const name = JSON.stringify(rule);
      const known = histories.get(name) ?? { rule, history: [] };
      known.history.push(statedRule(event, value, mayWithdraw({ ...rule, from: event.data.from })));
      histories.set(name, known);
    }
    return [...histories.values()]
      .map(({ rule, history }) => cardOf(rule, history, asOf, opened))
      .sort((left, right) => (orderOf(left, opened) < orderOf(right, opened) ? -1 : 1));
  }

  /** What ends within two months, or has ended, and nobody has decided what comes then; nothing before a company is there. */
  async ending(): Promise<readonly RuleEnding[]> {
    const today = this.clock.today();
    const opened = await this.books.find();
    return opened === null ? [] : endingBy(opened.book, today, addDays(today, TOLD_DAYS_BEFORE));
  }

  private async *stated(): AsyncGenerator<DatedEvent | (RecordedEvent & RuleWithdrawn)> {
    for (let after = 0, caughtUp = false; !caughtUp;) {
      const page = await this.store.readAll({ after, limit: EVENTS_PER_PAGE, types: TOLD });
      yield* page.events as unknown as readonly (DatedEvent | (RecordedEvent & RuleWithdrawn))[];
      ({ checkpoint: after, caughtUp } = page);
    }
  }
}

type RuleOf = Pick<RuleCard, 'kind' | 'key' | 'utility' | 'part' | 'houseId'>;

function statedIn({ type, data }: DatedEvent): { readonly rule: RuleOf; readonly value: string } {
  const none = { key: '', utility: '', part: '', houseId: null } as const;
  switch (type) {
    case 'SettingDecided':
      return { rule: { kind: 'setting', ...none, key: data.key }, value: data.value };
    case 'KeyRateAnnounced':
      return { rule: { kind: 'key_rate', ...none }, value: data.percent };
    case 'TariffSet': {
      const { utility, part, houseId } = data;
      return { rule: { kind: 'tariff', ...none, utility, part: part ?? '', houseId }, value: data.price };
    }
    case 'NormSet': {
      const { utility, per, houseId } = data;
      return { rule: { kind: 'norm', ...none, utility, part: per, houseId }, value: data.norm };
    }
    case 'RaisingCoefficientSet':
      return { rule: { kind: 'coefficient', ...none, utility: data.utility }, value: data.coefficient };
  }
}

function statedRule({ eventId, data, metadata }: DatedEvent, value: string, mayWithdraw: boolean): StatedRule {
  const { recordedAt, actor } = metadata;
  const who = { recordedAt, actor, reason: data.reason ?? null };
  return { from: data.from, value, eventId, ...who, withdrawn: null, mayWithdraw };
}

function afterWithdrawal(one: StatedRule, { data, metadata }: RecordedEvent & RuleWithdrawn): StatedRule {
  if (one.eventId !== data.statedEventId) return one;
  const { recordedAt, actor } = metadata;
  return { ...one, withdrawn: { recordedAt, actor, reason: data.reason }, mayWithdraw: false };
}

function cardOf(rule: RuleOf, stated: readonly StatedRule[], on: CivilDate, { book }: OpenedBook): RuleCard {
  const history = stated.toSorted((left, right) => (left.from < right.from ? -1 : 1));
  const { utility, houseId } = rule;
  const known = book.document.utilities[utility];
  return {
    ...rule,
    utilityName: known?.name ?? utility,
    unit: unitOfPart(rule.kind === 'tariff' ? rule.part : null, known?.unit ?? ''),
    address: houseId === null ? null : (book.document.houses[houseId]?.address ?? houseId),
    inForce: history.findLast(({ from, withdrawn }) => from <= on && withdrawn === null) ?? null,
    history,
  };
}

/** Numbers of one width, so that they sort as texts. */
function orderOf({ kind, key, utility, part, houseId }: RuleCard, { book }: OpenedBook): string {
  const width = 4;
  const number = (value: number) => String(Math.max(0, value)).padStart(width, '0');
  const order = book.document.utilities[utility]?.order ?? 0;
  return [number(KINDS.indexOf(kind)), number(order), number(SETTINGS.indexOf(key)), part, houseId ?? ''].join('|');
}
