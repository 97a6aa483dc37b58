import { paymentStateInWords } from './payment-words';

const payment = { state: 'reversed', amountKopecks: 1_000_00, refundedKopecks: 0 } as const;

it.each([
  [{ ...payment, state: 'received' as const }, 'учтён'],
  [payment, 'отменён'],
  [{ ...payment, refundedKopecks: 400_00 }, 'часть денег возвращена'],
  [{ ...payment, refundedKopecks: 1_000_00 }, 'деньги возвращены'],
])('%j: %s', (stands, words) => {
  expect(paymentStateInWords(stands)).toBe(words);
});
