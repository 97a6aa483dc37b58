import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { PersonErasedError, PersonVault } from '#libs/person-vault';
import { EVENT_STORE, PERSON_VAULT } from '#libs/platform';
import { autopayStream } from '../domain/autopay.commands';
import { autopayDecider } from '../domain/autopay.decider';
import { AutopayEvent, methodTitlePurpose } from '../domain/autopay.events';
import { KeptMethod } from '../domain/online-payment.events';
import { Payee } from '../domain/payment.events';

/** What is kept of a method of payment. Its words, the brand of a card and its last digits, are personal data. */
@Injectable()
export class KeptMethods {
  constructor(
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
    @Inject(PERSON_VAULT) private readonly vault: Pick<PersonVault, 'seal'>,
  ) {}

  /**
   * The method as an event may hold it: its words sealed with the key of the person who has asked that it be kept. Where
   * nobody has, or the person was erased, nothing is kept of the words.
   */
  async sealed(
    payment: { readonly paymentId: string; readonly account: string; readonly payee: Payee },
    { methodId, title }: { readonly methodId: string; readonly title: string },
  ): Promise<KeptMethod> {
    const history = await this.store.readStream(autopayStream(payment.account, payment.payee));
    const { request } = fold(autopayDecider, history as unknown as readonly AutopayEvent[]);
    const personId = request?.paymentId === payment.paymentId ? request.personId : null;
    if (personId === null) return { methodId, sealedTitle: null };
    try {
      return { methodId, sealedTitle: await this.vault.seal(personId, methodTitlePurpose(methodId), title) };
    } catch (error) {
      if (error instanceof PersonErasedError) return { methodId, sealedTitle: null };
      throw error;
    }
  }
}
