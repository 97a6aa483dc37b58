import { RecipientsNoted } from './recipients.events';

export type NoteRecipients = { readonly kind: 'NoteRecipients' } & RecipientsNoted['data'];

export function recipientsStream(companyId: string): string {
  return `payments_company-${companyId}`;
}
