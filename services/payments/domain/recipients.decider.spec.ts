import { deciderSpec } from '#libs/testing';
import { recipientsDecider } from './recipients.decider';
import { Recipient, RecipientsEvent } from './recipients.events';

const spec = deciderSpec(recipientsDecider);
const MAIN: Recipient = {
  payee: 'main',
  name: 'УК «Заря»',
  inn: '6320000001',
  kpp: '632001001',
  bankName: 'Банк',
  bic: '043601607',
  bankAccount: '40702810000000000001',
  correspondentAccount: '30101810200000000607',
};
const noted = (...recipients: Recipient[]): RecipientsEvent => ({
  type: 'RecipientsNoted',
  version: 1,
  data: { companyId: 'c1', recipients },
});
const note = (...recipients: Recipient[]) => ({ kind: 'NoteRecipients' as const, companyId: 'c1', recipients });

it('where money goes is noted once', () => {
  spec.when(note(MAIN)).then([noted(MAIN)]);
  spec
    .given([noted(MAIN)])
    .when(note(MAIN))
    .thenNothing();
});

it.each(Object.keys(MAIN))('another %s replaces what was known', (field) => {
  const other = { ...MAIN, [field]: field === 'payee' ? 'capital_repair' : 'other' };
  spec
    .given([noted(MAIN)])
    .when(note(other))
    .then([noted(other)]);
});

it('one more payee is noted', () => {
  const fund: Recipient = { ...MAIN, payee: 'capital_repair' };
  spec
    .given([noted(MAIN)])
    .when(note(MAIN, fund))
    .then([noted(MAIN, fund)]);
});
