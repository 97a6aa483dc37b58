import { projectionSpec, recorded } from '#libs/testing';
import { aSlip } from '../domain/testing/slip-builder';
import { slipsProjection } from './slips.projection';

const spec = projectionSpec(slipsProjection);

const ACCOUNT = '0045120001';
const issued = (version: number, period = '2026-03') =>
  recorded(
    'SlipIssued',
    { account: ACCOUNT, period, version, content: aSlip(), payableKopecks: 187_668 },
    { metadata: { recordedAt: `2026-04-0${String(version)}T08:00:00.000Z` } },
  );
const superseded = recorded('SlipSuperseded', { account: ACCOUNT, period: '2026-03', version: 1 });
const row = {
  account: ACCOUNT,
  houseId: 'H1',
  period: '2026-03',
  version: 1,
  issuedAt: '2026-04-01T08:00:00.000Z',
  superseded: false,
  payableKopecks: 187_668,
};

it('SlipIssued: the version stands in the list with what is to be paid by it', () => {
  spec
    .given([issued(1)])
    .then(`${ACCOUNT} 2026-03 0001`, row)
    .thenColumns(`${ACCOUNT} 2026-03 0001`, { account: ACCOUNT, house: 'H1', period: '2026-03', superseded: 0 });
});

it('SlipSuperseded: the version stays in the list and is in force no more; the next one is', () => {
  spec
    .given([issued(1), superseded, issued(2)])
    .then(`${ACCOUNT} 2026-03 0001`, { ...row, superseded: true })
    .then(`${ACCOUNT} 2026-03 0002`, { ...row, version: 2, issuedAt: '2026-04-02T08:00:00.000Z' });
});

it('a slip of another month is another one', () => {
  spec.given([issued(1), issued(1, '2026-04')]).thenKeys(`${ACCOUNT} 2026-03 0001`, `${ACCOUNT} 2026-04 0001`);
});
