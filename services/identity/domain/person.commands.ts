import { PersonErased } from './person.events';

export type ErasePerson = { readonly kind: 'ErasePerson' } & PersonErased['data'];

export function personStream(personId: string): string {
  return `identity_person-${personId}`;
}
