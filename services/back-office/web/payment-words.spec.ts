import { overtakenInWords, paymentStateInWords } from './payment-words';

const payment = { state: 'reversed', amountKopecks: 1_000_00, refundedKopecks: 0 } as const;

it.each([
  [{ ...payment, state: 'received' as const }, 'учтён'],
  [payment, 'отменён'],
  [{ ...payment, refundedKopecks: 400_00 }, 'часть денег возвращена'],
  [{ ...payment, refundedKopecks: 1_000_00 }, 'деньги возвращены'],
])('%j: %s', (stands, words) => {
  expect(paymentStateInWords(stands)).toBe(words);
});

it.each([
  [{ ...payment, replacedBy: 'p-2' }, ': перенесён на другой счёт 14 октября 2026.'],
  [{ ...payment, replacedBy: null }, ': отменён 14 октября 2026.'],
  [{ ...payment, refundedKopecks: 400_00, replacedBy: 'p-2' }, ': часть денег возвращена 14 октября 2026.'],
])('a refund of %j was overtaken: %s', (stands, words) => {
  expect(overtakenInWords({ ...stands, reversedOn: '2026-10-14' }).replaceAll('\u00a0', ' ')).toContain(words);
});
