import { projectionSpec, recorded } from '#libs/testing';
import { accountStandingProjection } from './account-standing.projection';

const spec = projectionSpec(accountStandingProjection);

const ACCOUNT = '6301000017';
const OPENED = { account: ACCOUNT, houseId: 'H1', personId: 'payer-1', openedOn: '2020-05-10', flat: '17' };
const HELD = { ...OPENED, closedOn: null, utilities: [] };
const accountOpened = recorded('AccountOpened', OPENED);
const connected = (utility: string) => recorded('UtilityConnected', { account: ACCOUNT, utility });
const periodOpened = (period: string) => recorded('PeriodOpened', { account: ACCOUNT, period });

it('AccountOpened: the account exists from its day and stands in no period', () => {
  spec.given([accountOpened]).then(ACCOUNT, { ...HELD, period: null });
});

it('PeriodOpened: the account stands in the period that was opened last', () => {
  spec
    .given([accountOpened, periodOpened('2026-03'), periodOpened('2026-04')])
    .then(ACCOUNT, { ...HELD, period: '2026-04' });
});

it('a period of an account that was never opened leaves nothing', () => {
  spec.given([periodOpened('2026-03')]).thenKeys();
});

it('UtilityConnected, UtilityDisconnected: the account is charged for what is connected', () => {
  const disconnected = recorded('UtilityDisconnected', { account: ACCOUNT, utility: 'heating' });
  const both = [accountOpened, connected('waste'), connected('heating')];
  spec.given(both).then(ACCOUNT, { ...HELD, utilities: ['heating', 'waste'], period: null });
  spec.given([...both, disconnected]).then(ACCOUNT, { ...HELD, utilities: ['waste'], period: null });
});

it('AccountClosed: from its day the account is not billed', () => {
  const closed = recorded('AccountClosed', { account: ACCOUNT, closedOn: '2026-11-01' });
  spec.given([accountOpened, closed]).then(ACCOUNT, { ...HELD, closedOn: '2026-11-01', period: null });
});
