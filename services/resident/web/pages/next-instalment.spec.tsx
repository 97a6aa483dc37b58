import { renderToStaticMarkup } from 'preact-render-to-string';
import { InstalmentsCard } from '#services/billing/api/client';
import { NextInstalment } from './next-instalment';

function wordsOf(agreement: Pick<InstalmentsCard, 'next' | 'overdueKopecks'>): string {
  return renderToStaticMarkup(<NextInstalment agreement={agreement as InstalmentsCard} />)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,:])/g, '$1')
    .trim();
}

const NEXT = { dueOn: '2026-12-10', amountKopecks: 708_050 } as InstalmentsCard['next'];

test('a debt that is paid by parts says which part is next, and by when', () => {
  expect(wordsOf({ next: NEXT, overdueKopecks: 0 })).toBe(
    'Действует рассрочка: следующая часть 7 080,50 ₽ до 10 декабря 2026. Все части',
  );
});

test('a part that was not paid in time is what has to be paid now', () => {
  expect(wordsOf({ next: NEXT, overdueKopecks: 100_01 })).toBe(
    'По рассрочке просрочено 100,01 ₽: заплатите сейчас, иначе она прекратится. Все части',
  );
});

test('an agreement of which no part is left says that it holds', () => {
  expect(wordsOf({ next: null, overdueKopecks: 0 })).toBe('Действует рассрочка. Все части');
});
