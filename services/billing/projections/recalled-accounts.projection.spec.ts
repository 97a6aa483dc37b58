import { foldProjection, recordedEvents } from '#libs/testing';
import { recalledAccountsProjection } from './recalled-accounts.projection';

it('accounts of which a payment was recalled stand there once', () => {
  const recall = (account: string) => ({ type: 'PaymentCreditReversed', version: 1, data: { account } });
  const rows = foldProjection(recalledAccountsProjection, recordedEvents([recall('A1'), recall('A2'), recall('A1')]));
  expect([...rows].map(([key, { document }]) => [key, document])).toEqual([
    ['A1', { account: 'A1' }],
    ['A2', { account: 'A2' }],
  ]);
});
