import { foldProjection, recordedEvents } from '#libs/testing';
import { PayerAccountEvent } from '../domain/payer-account.events';
import { knownAccounts } from './known-accounts.projection';

const noted = (houseId: string): PayerAccountEvent => ({
  type: 'PayerAccountNoted',
  version: 1,
  data: { account: '0017', houseId, openedOn: '2026-01-01', effectiveOn: '2026-01-01' },
});

describe('the known accounts', () => {
  it('hold each account with its house as it was noted last', () => {
    const documents = foldProjection(knownAccounts, recordedEvents([noted('h-1'), noted('h-2')]));
    expect([...documents]).toEqual([
      [
        '0017',
        {
          document: { account: '0017', houseId: 'h-2', openedOn: '2026-01-01', closedOn: null },
          columns: { house_id: 'h-2' },
        },
      ],
    ]);
  });

  it('tell from when an account is not billed, also where it is noted anew', () => {
    const closed: PayerAccountEvent = {
      type: 'PayerAccountClosed',
      version: 1,
      data: { account: '0017', closedOn: '2026-07-01', effectiveOn: '2026-07-01' },
    };
    const documents = foldProjection(knownAccounts, recordedEvents([noted('h-1'), closed, noted('h-2')]));
    expect(documents.get('0017')?.document).toMatchObject({ houseId: 'h-2', closedOn: '2026-07-01' });
  });
});
