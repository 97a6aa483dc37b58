import { APPROVAL_KINDS } from './approval.events';
import { APPROVAL_RULES } from './approval.policy';
import { isAtLeast } from './staff-role.policy';

it.each(APPROVAL_KINDS)('%s is agreed to by no lower role than it is asked for in', (kind) => {
  const { asks, agrees } = APPROVAL_RULES[kind];
  expect(isAtLeast(agrees, asks)).toBe(true);
});

it.each(['write-off', 'refund', 'return-payment', 'refund-order'] as const)(
  'money that is given up or given back needs a chief: %s',
  (kind) => {
    expect(APPROVAL_RULES[kind].agrees).toBe('chief');
  },
);
