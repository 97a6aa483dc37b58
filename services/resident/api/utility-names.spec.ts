import { ServiceAwayError } from '#libs/clients';
import type { AccountCard, BillingClient, UtilityCard } from '#services/billing/api/client';
import { meterInWords } from '../web/words';
import { UtilityNames } from './utility-names';

const WATER: UtilityCard = {
  utility: 'cold_water',
  name: 'Холодная вода',
  kind: 'metered',
  unit: 'm3',
  payee: 'main',
};
const ORDER: UtilityCard = { ...WATER, utility: 'order_1', name: 'Замена замка', kind: 'order' };

/** Billing that tells of an account until it is away. */
function billing() {
  const state = { isAway: false };
  const card = () =>
    state.isAway
      ? Promise.reject(new ServiceAwayError('billing', 'unreached'))
      : Promise.resolve({ utilities: [WATER, ORDER] } as unknown as AccountCard);
  return { state, names: new UtilityNames({ card } as unknown as BillingClient) };
}

it('are those of billing while it answers', async () => {
  expect(await billing().names.of('1')).toEqual([WATER, ORDER]);
});

it('are known of every account while billing is away; what one account has ordered is not', async () => {
  const { state, names } = billing();
  await names.of('1');
  state.isAway = true;
  expect(await names.of('2')).toEqual([WATER]);
});

it('are none where billing has told none yet: a meter is named by its number', async () => {
  const { state, names } = billing();
  state.isAway = true;
  const meter = { utility: 'cold_water', serial: '36186034' };
  expect(meterInWords(await names.of('1'), meter)).toBe('Счётчик № 36186034');
  expect(meterInWords([WATER], meter)).toBe('Холодная вода, счётчик № 36186034');
});

it('are not remembered over any other failure', async () => {
  const names = new UtilityNames({ card: () => Promise.reject(new Error('broken')) } as unknown as BillingClient);
  await expect(names.of('1')).rejects.toThrow('broken');
});
