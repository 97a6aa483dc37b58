import { Injectable } from '@nestjs/common';
import { Kopecks } from '#libs/money';
import { OfficePaymentsFilter, OfficePaymentsQuery } from '../office/office-payments.query';
import { PaymentsOfficeClient } from './payments-office-client';

/** The payments of a company in the same process. */
@Injectable()
export class EmbeddedPaymentsOfficeClient implements PaymentsOfficeClient {
  constructor(private readonly query: OfficePaymentsQuery) {}

  payments(filter?: OfficePaymentsFilter) {
    return this.query.list(filter);
  }

  allPayments(filter: OfficePaymentsFilter) {
    return this.query.all(filter);
  }

  payment(paymentId: string) {
    return this.query.one(paymentId);
  }

  proposeRefund(paymentId: string, refundKopecks: Kopecks, reason: string) {
    return this.query.proposeRefund(paymentId, refundKopecks, reason);
  }

  recipients() {
    return this.query.recipients();
  }
}
