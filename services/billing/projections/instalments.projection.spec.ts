import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { instalmentsProjection } from './instalments.projection';

const told = (type: string, effectiveOn: string, data: object = {}): DomainEvent => ({
  type,
  version: 1,
  data: { account: 'A1', agreementId: 'a-1', effectiveOn, ...data },
});
const TERMS = { payee: 'main', months: [], parts: [], graceDays: 5 };
const SAID = {
  amountKopecks: 900_00,
  cause: 'Заявление',
  document: null,
  requestedBy: 'staff:1',
  grantedBy: 'staff:2',
};
const AGREED = told('InstalmentsAgreed', '2026-05-04', { terms: TERMS, ...SAID });
const rowOf = (...events: readonly DomainEvent[]) =>
  foldProjection(instalmentsProjection, recordedEvents(events)).get('a-1');

describe('the agreements to pay by parts', () => {
  it('run from their day', () => {
    expect(rowOf(AGREED)?.document).toMatchObject({ agreedOn: '2026-05-04', terms: TERMS, ...SAID, state: 'running' });
    expect(rowOf(AGREED)?.columns).toMatchObject({ account: 'A1', state: 'running', ended_on: null });
    expect(rowOf(AGREED, told('InstalmentKept', '2026-05-26', { part: 1 }))?.document).toMatchObject({
      state: 'running',
      keptParts: 1,
      causationId: 'event-2',
    });
  });

  it('end broken, paid or by the office, with the last day that bears no penalty', () => {
    const broken = told('InstalmentsMissed', '2026-05-26', { part: 1, penaltyFrom: '2026-05-21' });
    expect(rowOf(AGREED, broken)?.document).toMatchObject({
      state: 'broken',
      brokenPart: 1,
      endedOn: '2026-05-26',
      suspendedUntil: '2026-05-20',
    });
    expect(rowOf(AGREED, broken, told('InstalmentsRestored', '2026-06-02', { part: 1 }))?.document).toMatchObject({
      state: 'running',
      brokenPart: null,
      endedOn: null,
      suspendedUntil: null,
    });
    expect(rowOf(AGREED, told('InstalmentsFulfilled', '2026-05-26'))?.document).toMatchObject({
      state: 'fulfilled',
      suspendedUntil: '2026-05-26',
    });
    const withdrawn = told('InstalmentsWithdrawn', '2026-05-10', { penaltyFrom: '2026-05-11', cause: 'просьба' });
    expect(rowOf(AGREED, withdrawn)?.columns).toMatchObject({ state: 'withdrawn', ended_on: '2026-05-10' });
    expect(rowOf(AGREED, withdrawn)?.document).toMatchObject({
      suspendedUntil: '2026-05-10',
      withdrawnBecause: 'просьба',
    });
  });

  it('that were paid by what was recalled run again, or are missed from an earlier day', () => {
    const [paid, kept] = [
      told('InstalmentsFulfilled', '2026-05-26'),
      told('InstalmentKept', '2026-05-26', { part: 1 }),
    ];
    const reopened = told('InstalmentsReopened', '2026-06-02', { keptParts: 0, leftKopecks: 900_00 });
    expect(rowOf(AGREED, kept, paid, reopened)?.document).toMatchObject({
      ...{ state: 'running', keptParts: 0, brokenPart: null, endedOn: null, endedAt: null, suspendedUntil: null },
    });
    const missed = told('InstalmentsMissed', '2026-08-05', { part: 1, penaltyFrom: '2026-05-21', recalled: true });
    expect(rowOf(AGREED, kept, paid, missed)?.document).toMatchObject({
      ...{ state: 'broken', keptParts: 0, brokenPart: 1, endedOn: '2026-08-05', suspendedUntil: '2026-05-20' },
      recalledOn: '2026-08-05',
    });
    const again = told('InstalmentsRestored', '2026-08-07', { part: 1 });
    expect(rowOf(AGREED, kept, paid, missed, again)?.document).toMatchObject({
      state: 'running',
      recalledOn: undefined,
    });
    const withdrawn = told('InstalmentsWithdrawn', '2026-06-10', { penaltyFrom: '2026-06-11', cause: 'просьба' });
    expect(rowOf(AGREED, kept, withdrawn, missed)?.document).toMatchObject({
      ...{ state: 'withdrawn', keptParts: 0, brokenPart: 1, endedOn: '2026-06-10', suspendedUntil: '2026-05-20' },
    });
  });

  it('are none where nothing was agreed', () => {
    expect(rowOf(told('InstalmentsNotAgreed', '2026-05-04', { code: 'C' }))).toBeUndefined();
  });
});
