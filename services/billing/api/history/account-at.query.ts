import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, CivilDate, Clock, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, EVENT_STORE } from '#libs/platform';
import { RecalculationRecorded } from '../../domain/account.events';
import { accountStream } from '../../domain/account.commands';
import { orderUtility } from '../../domain/order-charge.policy';
import { Dossier } from '../../domain/dossier';
import { PayeeRequisites } from '../../domain/reference.events';
import { wholeDossier } from '../../projections/account-dossier.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { UtilityCard } from '../account-card.query';
import { AskedMoment } from '../asked-moment';
import { printed } from '../result-format';

/** The end of a day, as it was known at a time. */
export interface MomentAsked {
  /** Today where it is absent. */
  readonly asOf?: CivilDate | undefined;
  /** An instant, or a day, which means its end; everything that is known where it is absent. */
  readonly knownAt?: string | undefined;
}

export interface MeterInService {
  readonly meterId: string;
  readonly utility: string;
  readonly serial: string;
  readonly installedOn: CivilDate;
  readonly verifiedUntil: CivilDate;
}

/** An account as it stood at the end of a day, as was known at a time. Sums stand elsewhere. */
export interface AccountAt {
  readonly account: string;
  readonly asOf: CivilDate;
  readonly houseId: string;
  readonly address: string;
  readonly flat: string;
  readonly totalAreaM2: string;
  readonly registered: number;
  readonly owners: number;
  readonly openedOn: CivilDate;
  readonly closedOn: CivilDate | null;
  /** What it is charged for on the day, in the order of print. */
  readonly connections: readonly {
    readonly utility: string;
    readonly from: CivilDate;
    readonly meterPossible: boolean | null;
  }[];
  readonly meters: readonly MeterInService[];
  readonly absences: readonly {
    readonly leftOn: CivilDate;
    readonly returnedOn: CivilDate;
    readonly persons: number;
  }[];
  /** Reliefs that an accountant has recorded by the day. */
  readonly reliefs: readonly {
    readonly recordedOn: CivilDate;
    readonly cause: string;
    readonly amountKopecks: number;
  }[];
  readonly payees: readonly PayeeRequisites[];
  /** The names of everything that a line may be for. */
  readonly utilities: readonly UtilityCard[];
  readonly firstPeriod: BillingPeriod;
}

/** Folds an account from its events up to a time: what is recorded later changes nothing of it. */
@Injectable()
export class AccountAtQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly asked: AskedMoment,
  ) {}

  /** Throws BILLING_UNKNOWN_ACCOUNT for an account that was not known then, BILLING_NO_COMPANY. */
  async card(account: string, { asOf = this.clock.today(), knownAt }: MomentAsked): Promise<AccountAt> {
    const until = await this.asked.knownAt(knownAt);
    const { book, row: company } = until === undefined ? await this.books.current() : await this.books.knownAt(until);
    const stream = await this.store.readStream(accountStream(account));
    const events = stream.filter(({ metadata }) => until === undefined || metadata.recordedAt <= until);
    const dossier = wholeDossier(events);
    if (dossier === null) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
    const { houseId, flat, totalAreaM2, openedOn, closedOn, orders } = dossier;
    const residents = dossier.residents.findLast(({ from }) => from <= asOf);
    return {
      ...{ account, asOf, houseId, flat, openedOn, closedOn },
      address: book.house(houseId).address,
      totalAreaM2: printed(totalAreaM2),
      registered: residents?.registered ?? 0,
      owners: residents?.owners ?? 0,
      connections: book.utilities.flatMap(({ utility }) => connectionOn(dossier, utility, asOf)),
      meters: metersOn(dossier, asOf),
      absences: dossier.absences.map(({ leftOn, returnedOn, persons }) => ({ leftOn, returnedOn, persons })),
      reliefs: reliefsIn(events, asOf),
      payees: company.payees,
      utilities: [
        ...book.utilities.map(({ utility, name, kind, unit, payee }) => ({ utility, name, kind, unit, payee })),
        ...orders.map(({ orderId, title, unit, payee }) => ({
          ...{ utility: orderUtility(orderId), name: title, kind: 'order' as const, unit, payee },
        })),
      ],
      firstPeriod: book.firstPeriod,
    };
  }
}

function connectionOn({ connections }: Dossier, utility: string, on: CivilDate): AccountAt['connections'] {
  const found = connections[utility];
  if (found === undefined || found.from > on || (found.to !== null && found.to <= on)) return [];
  return [{ utility, from: found.from, meterPossible: found.meterPossible }];
}

function metersOn({ meters }: Dossier, on: CivilDate): readonly MeterInService[] {
  return meters
    .filter(({ installedOn, removedOn }) => installedOn <= on && (removedOn === null || removedOn > on))
    .map(({ meterId, utility, serial, installedOn, verifiedUntil }) => ({
      ...{ meterId, utility, serial, installedOn, verifiedUntil },
    }));
}

function reliefsIn(events: readonly RecordedEvent[], on: CivilDate): AccountAt['reliefs'] {
  return events
    .filter((event): event is RecordedEvent & RecalculationRecorded => event.type === 'RecalculationRecorded')
    .filter(({ data }) => data.grounds.kind === 'relief' && data.effectiveOn <= on)
    .map(({ data }) => ({ recordedOn: data.effectiveOn, cause: data.cause, amountKopecks: data.amountKopecks }));
}
