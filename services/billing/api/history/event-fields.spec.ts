import { EVENT_FIELDS_MAX, fieldsOfEvent } from './event-fields';

const pathsOf = (stream: string, data: object) => fieldsOfEvent({ stream, data }).map(({ path }) => path);

it('every value is told where it stands, lists of values as one', () => {
  const data = {
    account: '17',
    values: ['1.5', '2'],
    charges: [{ utility: 'waste', amountKopecks: 5 }],
    because: null,
  };
  expect(fieldsOfEvent({ stream: 'billing_account_period-17_2026_09', data })).toEqual([
    { path: 'account', value: '17' },
    { path: 'values', value: '1.5 2' },
    { path: 'charges.0.utility', value: 'waste' },
    { path: 'charges.0.amountKopecks', value: '5' },
    { path: 'because', value: '' },
  ]);
});

it.each(['personId', 'payerId', 'name', 'phone'])('of an account %s is not told, however deep it stands', (field) => {
  expect(pathsOf('billing_account-17', { [field]: 'x', inner: [{ [field]: 'x' }] })).toEqual([]);
});

it('the requisites of the company’s payees are told: they stand on every slip', () => {
  expect(pathsOf('billing_company-63', { payees: [{ name: 'ООО', personId: 'x' }] })).toEqual(['payees.0.name']);
});

it('of other services only what a sum comes from is told, not what people wrote', () => {
  const data = {
    orderId: 'O1',
    amountKopecks: 5,
    comment: 'дома после шести',
    sealedText: 'x',
    contact: { phone: '1' },
  };
  expect(pathsOf('support_order-O1', data)).toEqual(['orderId', 'amountKopecks']);
});

it('an event of many values is cut off', () => {
  const data = { lines: Array.from({ length: 1_000 }, (_, index) => ({ index })) };
  expect(fieldsOfEvent({ stream: 'billing_account_period-17_2026_09', data })).toHaveLength(EVENT_FIELDS_MAX);
});
