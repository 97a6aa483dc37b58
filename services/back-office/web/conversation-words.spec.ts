import { OfficeConversationAnswer } from '#services/support/api/client';
import { lineOf, promiseInWords, subjectInWords } from './conversation-words';

const CARD = { state: 'waiting', answerPromisedOn: '2026-10-20', overdue: false } as OfficeConversationAnswer;
const said = (today: string, change: Partial<OfficeConversationAnswer> = {}) =>
  promiseInWords({ ...CARD, ...change }, today).replaceAll('\u00a0', ' ');

it('says by when an answer is due, and in words that the day has gone by', () => {
  expect(said('2026-10-19')).toBe('ответить до 20 октября 2026');
  expect(said('2026-10-20')).toBe('ответить сегодня, 20 октября 2026');
  expect(said('2026-10-21')).toBe('просрочено: обещано до 20 октября 2026');
  expect(said('2026-10-21', { state: 'settled', answerPromisedOn: null })).toBe('ответа не ждут');
  expect(said('2026-10-21', { state: 'closed' })).toBe('закрыто');
});

it('names the line that a question is about', () => {
  const subject = { kind: 'charge_line', reference: '2026-09/hot_water/heat' } as const;
  expect(lineOf(subject)).toEqual({ period: '2026-09', utility: 'hot_water', component: 'heat' });
  expect(subjectInWords(subject)).toBe('Начисление за сентябрь 2026');
  expect(lineOf({ kind: 'account', reference: '0045120023' })).toBeNull();
  expect(lineOf({ kind: 'charge_line', reference: '2026-13/hot_water' })).toBeNull();
});
