import { failureOf, isFinal } from './order-failure.policy';

const refused = [
  { account: 'A1', code: 'BILLING_RECALCULATION_CHANGED' },
  { account: 'A2', code: 'BILLING_UNKNOWN_ACCOUNT' },
];

describe('an order of recalculations', () => {
  it('has failed where each of its accounts was refused', () => {
    expect(failureOf({ recorded: 0, refused })).toBe('BILLING_RECALCULATION_CHANGED');
  });

  it('has not where one account got its recalculation, or none was refused', () => {
    expect(failureOf({ recorded: 1, refused })).toBeNull();
    expect(failureOf({ recorded: 0, refused: [] })).toBeNull();
  });
});

it.each([
  ['BILLING_RECALCULATION_CHANGED', true],
  ['EVENT_STORE_CONFLICT', false],
  ['READ_MODEL_NOT_BUILT', false],
])('%s is final: %s', (code, expected) => {
  expect(isFinal(code)).toBe(expected);
});
