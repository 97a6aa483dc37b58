import { z } from 'zod';
import { accountField, contract, dateField } from './contract';

const contactId = z.string().min(1).max(64).describe('The way to reach the person; the address itself is in the vault');

export const contactVerified = contract(
  'identity.contact-verified.v1',
  'A person can be reached for an account: the office or the person has shown that the address is theirs.',
  z.object({
    account: accountField,
    personId: z.string().min(1).describe('Whose key the address is sealed with: field `mail:<contactId>` in the vault'),
    contactId,
    kind: z.enum(['mail']).describe('How the person is reached'),
    verifiedOn: dateField.describe('Nothing of an earlier day is told to this contact'),
  }),
);

export const accountShared = contract(
  'identity.account-shared.v1',
  'Another sign-in shows the account from now on: whoever uses it knew its login and code. Its own people are to hear of it.',
  z.object({ account: accountField, sharedOn: dateField }),
);

export const contactWithdrawn = contract(
  'identity.contact-withdrawn.v1',
  'A person is not to be reached this way any more.',
  z.object({ account: accountField, contactId, withdrawnOn: dateField }),
);

export const personErased = contract(
  'identity.person-erased.v1',
  'A person was erased at their own demand: what is sealed with their key opens for nobody any more.',
  z.object({
    personId: z.string().min(1).describe('Whose key is gone: what is known of the person elsewhere ends with it'),
    erasedOn: dateField,
  }),
);
