import { z } from 'zod';
import { accountField, contract, dateField } from './contract';

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
