import { lineOf } from '../api/line-reference';
import { subjectInWords, titleInWords } from './conversation-words';

const cardOf = (utility: string, name: string) => ({
  utility,
  name,
  kind: 'order' as const,
  unit: 'шт.',
  payee: 'main' as const,
});

it.each([
  ['2026-09/cold_water', { period: '2026-09', utility: 'cold_water', component: null }],
  ['2026-09/hot_water/heat', { period: '2026-09', utility: 'hot_water', component: 'heat' }],
  [
    '2026-09/order:o-0123456789abcdef0123',
    { period: '2026-09', utility: 'order:o-0123456789abcdef0123', component: null },
  ],
  // A company names its utilities by whatever its package may hold.
  ['2026-09/Hot-Water.2', { period: '2026-09', utility: 'Hot-Water.2', component: null }],
])('%s names a charge line', (reference, line) => {
  expect(lineOf(reference)).toEqual(line);
});

it.each([
  '',
  '0045120023',
  '2026-13/cold_water',
  '2026-09/',
  '2026-09/order:',
  '2026-09/other:o-1',
  '2026-09/order:o 1',
  `2026-09/order:${'o'.repeat(33)}`,
  '2026-09/a/b/c',
])('%j names none', (reference) => {
  expect(lineOf(reference)).toBeNull();
});

it('names the line of an order by what was ordered', () => {
  const subject = { kind: 'charge_line', reference: '2026-09/order:o-1' } as const;
  const utilities = [cardOf('cold_water', 'Холодная вода'), cardOf('order:o-1', 'Вызов электрика')];
  expect(subjectInWords(subject, utilities)).toBe('Вызов электрика, сентябрь 2026');
});

it.each([
  ['a line', { kind: 'charge_line', reference: '2026-08/cold_water' }, 'Почему так?', 'Холодная вода, август 2026'],
  [
    'a line of which nothing is known',
    { kind: 'charge_line', reference: '2026-08/gas' },
    'Почему?',
    'Строка начислений, август 2026',
  ],
  ['an order', { kind: 'order', reference: 'o-1' }, 'Когда придёте?', 'Заказ: Вызов электрика'],
  ['an order of which nothing is known', { kind: 'order', reference: 'o-2' }, 'Когда придёте?', 'Заказ услуги'],
  ['the account', { kind: 'account', reference: '0045120023' }, 'Как сменить плательщика?', 'Как сменить плательщика?'],
  ['the account of an erased person', { kind: 'account', reference: '0045120023' }, null, 'Вопрос о лицевом счёте'],
] as const)('a conversation about %s has a title of its own', (_what, subject, firstWords, title) => {
  const orders = new Map([['o-1', 'Вызов электрика']]);
  expect(titleInWords({ subject, firstWords }, [cardOf('cold_water', 'Холодная вода')], orders)).toBe(title);
});
