import { resolve } from 'node:path';
import { FIELDS_OF_WORDS } from '#libs/kernel';
import { readTree } from './layout-law';
import { wordsNobodyLooksInto } from './words-of-events-law';

describe('words that somebody types into an event', () => {
  it('are looked into before they are recorded, or sealed', () => {
    const files = readTree(resolve(__dirname, '../..'), ['services']);
    expect(wordsNobodyLooksInto(files, FIELDS_OF_WORDS)).toEqual([]);
  });

  it('a new field of words is seen', () => {
    const path = 'services/billing/domain/account.events.ts';
    const text = `export type Moved = DomainEvent<'Moved', {
      readonly account: string; readonly reason: string; readonly note: string | null; readonly whys?: readonly string[];
      readonly sealedNote: string; readonly houseId: string; readonly kopecks: number; }>;`;
    expect(wordsNobodyLooksInto([{ path, text }], FIELDS_OF_WORDS)).toEqual([
      `${path} keeps the words of note`,
      `${path} keeps the words of whys`,
    ]);
  });
});
