import { BILLING_CLIENT } from '#services/billing/api/client';
import { isAutopayLeftOut } from './schedule';
import { SERVICES } from './services';

const only = (...names: readonly string[]) => SERVICES.filter(({ name }) => names.includes(name));
const NOBODY = { clients: new Map<symbol, unknown>() };
const BILLING = { clients: new Map<symbol, unknown>([[BILLING_CLIENT, {}]]) };

it('a process of payments that can ask no billing leaves autopay out', () => {
  expect(isAutopayLeftOut(NOBODY, only('payments'))).toBe(true);
  expect(isAutopayLeftOut(BILLING, only('payments'))).toBe(false);
  expect(isAutopayLeftOut(NOBODY, only('payments', 'billing'))).toBe(false);
});

it('a process without payments leaves nothing out', () => {
  expect(isAutopayLeftOut(NOBODY, only('billing', 'metering'))).toBe(false);
});
