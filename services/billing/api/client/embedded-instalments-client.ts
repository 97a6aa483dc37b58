import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { planOfInstalments } from '../../domain/instalment-plan.policy';
import { AskedMoment } from '../asked-moment';
import { InstalmentsAsked, InstalmentsQuery, InstalmentsQuestion } from '../instalments/instalments.query';
import { WithdrawInstalments } from '../instalments/withdraw-instalments';
import { InstalmentsClient } from './instalments-client';

/** Agreements to pay by parts, of billing in the same process. */
@Injectable()
export class EmbeddedInstalmentsClient implements InstalmentsClient {
  constructor(
    private readonly agreements: InstalmentsQuery,
    private readonly ending: WithdrawInstalments,
    private readonly asked: AskedMoment,
  ) {}

  all(question: InstalmentsQuestion) {
    return this.agreements.all(question);
  }

  async runningOn(asOf: string, knownAt?: string) {
    return this.agreements.runningOn(asOf, await this.asked.knownAt(knownAt));
  }

  preview(account: string, asked: InstalmentsAsked) {
    return this.agreements.preview(account, asked);
  }

  async propose(account: string, asked: InstalmentsAsked, cause: string, document: string | null) {
    const preview = await this.agreements.preview(account, asked);
    return { plan: planOfInstalments({ account, terms: preview.terms, cause, document }), preview };
  }

  withdraw(account: string, agreementId: string, cause: string, origin: CommandOrigin) {
    return this.ending.withdraw(account, agreementId, cause, origin);
  }
}
