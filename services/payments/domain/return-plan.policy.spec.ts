import { Rejection } from '#libs/kernel';
import { PaymentSetAside } from './payment.events';
import { PaymentState } from './payment.state';
import { planReturn, returnAgreedTo } from './return-plan.policy';

const setAside: PaymentSetAside['data'] = {
  ...{ paymentId: 'p1', account: '0099', payee: 'main', amountKopecks: 5_000, receivedOn: '2026-03-09' },
  ...{ namedPeriod: null, because: 'unknown_account', conflictsWith: null, registryId: 'r1', line: 1 },
  ...{ acquirer: null, reference: null, payerId: null, effectiveOn: '2026-03-09' },
};
const aside: PaymentState = { status: 'set_aside', setAside };
const payment = {
  ...{ paymentId: 'p1', account: '0017', payee: 'main' as const, amountKopecks: 5_000, receivedOn: '2026-03-09' },
  ...{ namedPeriod: null, channel: 'registry' as const, effectiveOn: '2026-03-09' },
};
const assigned: PaymentState = { status: 'received', payment, setAside };
const asked = { paymentId: 'p1', to: 'payer' as const, reason: 'asked for it' };
const PLAN = { ...asked, payee: 'main', amountKopecks: 5_000 };
const codeOf = (answer: unknown) => (answer instanceof Rejection ? answer.code : answer);

it('names the money as it stands, to whom it goes, and why', () => {
  expect(planReturn(asked, aside)).toEqual(PLAN);
  expect(returnAgreedTo(PLAN, 'p1', aside)).toEqual(PLAN);
});

it('is not made of what is on an account by now, was never aside, or is nowhere', () => {
  expect(codeOf(planReturn(asked, assigned))).toBe('PAYMENTS_SET_ASIDE_SETTLED');
  expect(codeOf(planReturn(asked, { ...assigned, setAside: null }))).toBe('PAYMENTS_UNKNOWN_SET_ASIDE');
  expect(codeOf(planReturn(asked, { status: 'unknown' }))).toBe('PAYMENTS_UNKNOWN_SET_ASIDE');
  expect(codeOf(returnAgreedTo(PLAN, 'p1', assigned))).toBe('PAYMENTS_SET_ASIDE_SETTLED');
});

it.each([
  ['another payment', { ...PLAN, paymentId: 'p2' }],
  ['another payee', { ...PLAN, payee: 'capital_repair' }],
  ['another sum', { ...PLAN, amountKopecks: 4_999 }],
  ['nobody that money goes to', { ...PLAN, to: 'me' }],
  ['more than a plan says', { ...PLAN, also: 'this' }],
  ['nothing', {}],
])('what was agreed to is not done where it names %s', (_name, plan) => {
  expect(codeOf(returnAgreedTo(plan, 'p1', aside))).toBe('PAYMENTS_REFUND_OTHER_PLAN');
});
