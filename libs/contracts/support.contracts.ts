import { z } from 'zod';
import { accountField, contract, dateField, kopecksField, payeeField } from './contract';

export const answerWritten = contract(
  'support.answer-written.v1',
  'A specialist has written to a resident.',
  z.object({
    account: accountField,
    conversationId: z.string().describe('The conversation'),
    messageId: z.string().describe('The message; what it says is known to support alone'),
    writtenOn: dateField,
  }),
);

const orderField = z.string().min(1).max(32).describe('The order for an additional service');

export const orderCharged = contract(
  'support.order-charged.v1',
  'An order for an additional service is done and not paid: its sum is to be charged, once until it is withdrawn.',
  z.object({
    account: accountField,
    orderId: orderField,
    title: z.string().min(1).describe('Under which the sum is printed'),
    payee: payeeField,
    quantity: z.int().positive().describe('Whole units'),
    unit: z.string().min(1).describe('What is counted, as it is printed'),
    unitPriceKopecks: kopecksField.positive(),
    amountKopecks: kopecksField.positive().describe('Quantity × price of a unit'),
    chargedOn: dateField.describe('The day on which it was done, or on which what was paid for it went back'),
    because: z
      .literal('payment_returned')
      .optional()
      .describe('It had been paid at once and the money went back; absent where the work is the cause'),
  }),
);

export const orderChargeWithdrawn = contract(
  'support.order-charge-withdrawn.v1',
  'An order whose sum was to be charged is not to be paid after all.',
  z.object({
    account: accountField,
    orderId: orderField,
    cancelledOn: dateField.describe('From this day on it is not owed'),
    because: z
      .enum(['resident_asked', 'specialist_unavailable', 'no_access', 'work_not_done', 'mistake', 'paid_at_once'])
      .describe('Why'),
  }),
);
