import { projectionSpec, recorded } from '#libs/testing';
import { accountStandingProjection } from './account-standing.projection';

const spec = projectionSpec(accountStandingProjection);

const ACCOUNT = '6301000017';
const HELD = { account: ACCOUNT, houseId: 'H1', personId: 'payer-1', openedOn: '2020-05-10' };
const accountOpened = recorded('AccountOpened', HELD);
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
