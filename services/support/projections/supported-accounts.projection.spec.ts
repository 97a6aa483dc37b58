import { projectionSpec, recorded } from '#libs/testing';
import { supportedAccounts } from './supported-accounts.projection';

const account = '0017';
const NOTED = { account, personId: 'p-1', openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };
const SILENT = {
  closedOn: null,
  contacts: [],
  choices: {},
  due: null,
  payments: [],
  recalled: [],
  readingsOf: null,
  instalments: {},
  held: [],
};
const spec = projectionSpec(supportedAccounts);

describe('the accounts that support knows', () => {
  it('tell whose correspondence it is before anybody can be reached', () => {
    spec
      .given([recorded('SupportedAccountNoted', NOTED)])
      .then(account, { noted: NOTED, ...SILENT })
      .thenColumns(account, { reachable: 0, due_on: null });
  });

  it('tell who can be reached, what they want and what is due', () => {
    const owedKopecks = { main: 500, capital_repair: 0 };
    spec
      .given([
        recorded('SupportedAccountNoted', NOTED),
        recorded('ContactNoted', { account, contactId: 'c-1', personId: 'p-1', verifiedOn: '2026-03-01' }),
        recorded('NotificationsChosen', { account, kind: 'overdue', on: false, chosenOn: '2026-03-02', by: 'letter' }),
        recorded('DueNoted', { account, period: '2026-03', dueOn: '2026-04-15', owedKopecks }),
      ])
      .then(account, {
        noted: NOTED,
        ...SILENT,
        contacts: [{ contactId: 'c-1', personId: 'p-1', verifiedOn: '2026-03-01' }],
        choices: { overdue: { on: false, chosenOn: '2026-03-02' } },
        due: { period: '2026-03', dueOn: '2026-04-15', owedKopecks },
      })
      .thenColumns(account, { reachable: 1, due_on: '2026-04-15' });
  });

  it('know who can be reached of an account that was not noted yet, and nothing else of it', () => {
    const contact = { contactId: 'c-1', personId: 'p-1', verifiedOn: '2026-03-01' };
    spec
      .given([recorded('ContactNoted', { account, ...contact })])
      .then(account, { ...SILENT, noted: null, contacts: [contact] })
      .thenColumns(account, { reachable: 1, due_on: null });
  });
});
