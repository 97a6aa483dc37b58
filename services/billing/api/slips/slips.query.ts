import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { Kopecks } from '#libs/money';
import { EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { Payee } from '../../domain/reference-book';
import { PayeeRequisites } from '../../domain/reference.events';
import { slipStream } from '../../domain/slip.commands';
import { SlipEvent } from '../../domain/slip.events';
import { utilityPaymentQr } from '../../domain/utility-payment-qr.policy';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { slipCodesProjection } from '../../projections/slip-codes.projection';
import { SlipRow, slipsProjection } from '../../projections/slips.projection';
import { isIssued, newestSlip, RecordedSlip } from './issue-slips';
import type { SlipVerdict } from '../client/slips-client';
import { hashOfSlipCode } from './slip-codes';

/** A payment that can be made now: the text of its QR and the requisites for whoever types. */
export interface PaymentCode {
  readonly payee: Payee;
  readonly account: string;
  /** The latest closed period, to which the payment is put; null before the first close. */
  readonly period: BillingPeriod | null;
  readonly amountKopecks: Kopecks | null;
  readonly text: string;
  /** The text as bytes, in the encoding that it names. */
  readonly base64: string;
  readonly requisites: PayeeRequisites;
}

/** What has been issued, and paying by it. */
@Injectable()
export class SlipsQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
  ) {}

  /** Every version, the newest period and version first. */
  async ofAccount(account: string): Promise<readonly Omit<SlipRow, 'houseId'>[]> {
    const rows = await this.readModels.find(slipsProjection, { where: { account } });
    return rows
      .map(({ document: { period, version, issuedAt, superseded, payableKopecks } }) => {
        return { account, period, version, issuedAt, superseded, payableKopecks };
      })
      .reverse();
  }

  /** A version, the one in force where absent. Throws BILLING_SLIP_NOT_ISSUED. */
  async issued(account: string, period: BillingPeriod, version?: number): Promise<RecordedSlip> {
    const history = await this.store.readStream(slipStream(account, period));
    const versions = (history as readonly (RecordedEvent & SlipEvent)[]).filter(isIssued);
    const slip =
      version === undefined ? newestSlip(history) : (versions.find(({ data }) => data.version === version) ?? null);
    if (slip !== null) return slip;
    throw new RejectedError(
      new Rejection('BILLING_SLIP_NOT_ISSUED', { account, period, ...(version === undefined ? {} : { version }) }),
    );
  }

  /**
   * Whether a printed code is of a slip in force, of one that was superseded, or of none. Nothing else is told, and a
   * code that is no code takes the same work.
   */
  async verify(code: string): Promise<SlipVerdict> {
    const row = await this.readModels.get(slipCodesProjection, hashOfSlipCode(code));
    return row?.document.state ?? 'unknown';
  }

  /** Throws BILLING_NO_COMPANY, BILLING_PAYMENT_QR_IMPOSSIBLE. */
  async paymentCode(account: string, payee: Payee, amountKopecks: Kopecks | null): Promise<PaymentCode> {
    const { row } = await this.books.current();
    const requisites = row.payees.find((one) => one.payee === payee);
    if (!requisites) throw new RejectedError(new Rejection('BILLING_NO_COMPANY'));
    const period = await this.latestClosedPeriod(account);
    const qr = utilityPaymentQr({ requisites, account, period, amountKopecks });
    if (qr instanceof Rejection) throw new RejectedError(qr);
    return {
      payee,
      account,
      period,
      amountKopecks,
      text: qr.payload,
      base64: Buffer.from(qr.bytes).toString('base64'),
      requisites,
    };
  }

  private async latestClosedPeriod(account: string): Promise<BillingPeriod | null> {
    const [latest] = await this.readModels.find(accountStatementProjection, {
      where: { account, closed_at: { above: '' } },
      orderBy: ['-period'],
      limit: 1,
    });
    return latest?.document.period ?? null;
  }
}
