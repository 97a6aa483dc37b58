import { PersonalWord, personalWordIn, personalWordInField } from './personal-words';

it.each<[PersonalWord, string]>([
  ['access_code', 'код 0000-0000-0572-4'],
  ['access_code', 'код 0000000005724'],
  ['access_code', 'код ００００ ００００ ０５７２ ４'],
  ['access_code', 'код 0000\u200b-0000-0572-4'],
  ['access_code', 'код ••••-••••-••••-•'],
  ['card', 'карта 4111 1111 1111 1111'],
  ['snils', 'СНИЛС 112-233-445 95'],
  ['snils', 'снилс 11223344595'],
  ['passport', 'паспорт 3604 123456'],
  ['passport', 'паспорт серии 36 04 № 123456'],
  ['passport', 'паспорт: 3604123456'],
  ['phone', 'звонила с +7 917 123-45-67'],
  ['phone', 'звонила с 8 (8482) 22-33-44'],
  ['phone', 'звонила с 89171234567'],
  ['phone', 'перезвонить 917 123 45 67'],
  ['phone', 'тел. 22-33-44'],
  ['mail', 'написала с nina.p@example.ru'],
  ['mail', 'написала с почта@пример.рф'],
  ['name', 'просила Петрова Н. И.'],
  ['name', 'просила Н.И. Петрова'],
  ['name', 'заявление Петровой Нины Ивановны'],
  ['name', 'заявление Петрова Олега Кузьмича'],
])('finds %s in «%s»', (kind, text) => {
  expect(personalWordIn(text)).toBe(kind);
});

it.each([
  'Авария на вводе 12.09.2026, акт 17',
  'Перенос с лицевого счёта 6301000017',
  'Платёж зачислен на счёт 9000000017 вместо 9000000025',
  'по акту № 9171234567',
  'Постановление Правительства 354 от 06.05.2011, пункт 98',
  'Сумма 12 345,67 ₽ из 98 765,43 ₽ за 2026-09',
  'Платёжное поручение 123456 от 01.10.2026, реестр 20261005',
  'показания 00123,456 и 00130,789',
  'улица Юбилейная, 12, квартира 45',
  'ООО «Наш дом», приказ 17-р',
])('lets «%s» pass', (text) => {
  expect(personalWordIn(text)).toBeNull();
});

it('lets a company publish its own telephone, but no code', () => {
  expect(personalWordInField('text', 'Звоните: 8 (8482) 22-33-44')).toBeNull();
  expect(personalWordInField('text', 'Ваш код 0000-0000-0572-4')).toBe('access_code');
  expect(personalWordInField('reason', 'Звоните: 8 (8482) 22-33-44')).toBe('phone');
  expect(personalWordInField('account', '89171234567')).toBeNull();
});
