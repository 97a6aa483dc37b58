import { projectionSpec, recorded } from '#libs/testing';
import { Recipient } from '../domain/recipients.events';
import { recipients } from './recipients.projection';

const MAIN: Recipient = {
  payee: 'main',
  name: 'УК «Заря»',
  inn: '6320000001',
  kpp: null,
  bankName: 'Банк',
  bic: '043601607',
  bankAccount: '40702810000000000001',
  correspondentAccount: '30101810200000000607',
};
const FUND: Recipient = { ...MAIN, payee: 'capital_repair', bankAccount: '40604810000000000002' };
const noted = (...all: Recipient[]) => recorded('RecipientsNoted', { companyId: 'c-1', recipients: all });

it('money of each payee goes where it was said last', () => {
  const moved = { ...MAIN, bankAccount: '40702810000000000009' };
  projectionSpec(recipients)
    .given([noted(MAIN, FUND), noted(moved)])
    .thenKeys('main', 'capital_repair')
    .then('main', moved)
    .then('capital_repair', FUND)
    .thenColumns('main', {});
});
