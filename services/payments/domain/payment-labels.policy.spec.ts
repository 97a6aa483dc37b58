import { labelsOf, LabelledSubject, subjectOfLabels } from './payment-labels.policy';

const PLAIN: LabelledSubject = { account: '0017', payee: 'main', orderId: null, agreementId: null, keepsMethod: false };

it.each<LabelledSubject>([
  PLAIN,
  { ...PLAIN, payee: 'capital_repair', keepsMethod: true },
  { ...PLAIN, orderId: 'order-1' },
  { ...PLAIN, agreementId: 'agreement-1' },
])('what a bank has kept of a payment says whose it was: %j', (subject) => {
  expect(subjectOfLabels(labelsOf(subject))).toEqual(subject);
});

it('a bank is told nothing that it need not keep', () => {
  expect(labelsOf(PLAIN)).toEqual({ account: '0017', payee: 'main' });
});

it.each([{}, { account: '0017' }, { account: '', payee: 'main' }, { account: '0017', payee: 'shop' }, { order: '7' }])(
  'what was begun elsewhere, or by an earlier release, is nobody’s: %j',
  (labels) => {
    expect(subjectOfLabels(labels)).toBeNull();
  },
);
