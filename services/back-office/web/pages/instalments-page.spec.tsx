import { renderToStaticMarkup } from 'preact-render-to-string';
import { InstalmentsCard } from '#services/billing/api/client';
import { AgreementPage, InstalmentsPage } from './instalments.page';

function cardOf(state: InstalmentsCard['state'], leftKopecks: number): InstalmentsCard {
  const people = { requestedBy: 'staff:1', grantedBy: 'staff:2', cause: 'Заявление', document: null };
  return {
    ...{ account: '0017', agreementId: 'a-1', payee: 'main', state, ...people, withdrawnBecause: null },
    ...{ agreedOn: '2026-04-20', endedOn: '2026-07-10', suspendedUntil: '2026-07-10', graceDays: 5 },
    ...{ months: [{ period: '2026-03', amountKopecks: 100_000 }], amountKopecks: 100_000, leftKopecks },
    ...{ parts: [{ dueOn: '2026-06-10', amountKopecks: 100_000, paid: leftKopecks === 0 }], leftParts: 1 },
    ...{ next: null, overdueKopecks: 0 },
  };
}

const wordsOf = (card: InstalmentsCard) =>
  [
    <AgreementPage agreement={card} errors={[]} token="" formKey="" />,
    <InstalmentsPage agreements={[card]} account="" state="" errors={[]} />,
  ].map((page) =>
    renderToStaticMarkup(page)
      .replaceAll(/<option.*?<\/option>/g, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  );

it('an agreement that was paid is not called so while its debt is open again', () => {
  for (const words of wordsOf(cardOf('fulfilled', 60_000))) {
    expect(words).toContain('была выплачена, платёж отозван');
    expect(words).not.toMatch(/(?<!была) выплачена[: ]/);
  }
  expect(wordsOf(cardOf('fulfilled', 60_000))[0]).toContain('Ночью части будут проверены без отозванного платежа');
  for (const words of wordsOf(cardOf('fulfilled', 0))) {
    expect(words).toMatch(/(?<!была) выплачена[: ]/);
    expect(words).not.toContain('отозван');
  }
});
