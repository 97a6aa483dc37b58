import { Rejection } from '#libs/kernel';
import { DETAIL_KINDS, detailInWords } from './detail-words';
import { ERROR_CATALOGUE, messageOf } from './error-catalogue';

/** Spaces that do not break, written as plain ones so that a reader sees what is expected. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

const SHOWN = Object.entries(ERROR_CATALOGUE).map(([code, entry]) => ({
  code,
  entry,
  names: [...entry.message.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name),
}));

describe('a detail in a message for people', () => {
  it.each<[string, Rejection['details'][string], string]>([
    ['closedOn', '2026-10-25', '25 октября 2026'],
    ['period', '2026-10', 'октябрь 2026'],
    ['period', '2026-13', '2026-13'],
    ['saidKopecks', 123_456, '1 234,56 ₽'],
    ['toRoubles', 300_000, '300 000'],
    ['previousValue', '1234.5', '1 234,5'],
    ['account', '0045120023', '0045120023'],
    ['rule', 'tariff', 'тариф'],
    ['rule', 'setting due_day', 'настройка due_day'],
    ['personal', 'phone', 'номер телефона'],
    ['on', '', '—'],
    ['on', null, '—'],
    // Programs find it in the details.
    ['paymentId', '0b6c1c7e-4f0e-4a55-9d0e-0d3f0f7f1a11', '—'],
    ['constructor', 'x', '—'],
  ])('%s %p is said %s', (name, value, words) => {
    expect(plain(detailInWords(name, value))).toBe(words);
  });
});

describe('messages for people', () => {
  it('show no id of a program, nor anything whose kind nobody has named', () => {
    const unknown = SHOWN.flatMap(({ code, names }) =>
      names.filter((name) => !Object.hasOwn(DETAIL_KINDS, name)).map((name) => `${code} {${name}}`),
    );
    expect(unknown).toEqual([]);
  });

  it('know days and sums by their names', () => {
    const kindsOf = (form: RegExp) =>
      new Set(Object.entries(DETAIL_KINDS).flatMap(([name, kind]) => (form.test(name) ? [kind] : [])));
    expect(kindsOf(/On$|Until$|^(on|from|to|today|date|period)$/)).toEqual(new Set(['time']));
    expect(kindsOf(/Kopecks$/)).toEqual(new Set(['sum']));
    expect(Object.keys(DETAIL_KINDS).filter((name) => /[a-z]Id$/.test(name))).toEqual(['profileId', 'correlationId']);
  });

  it('say no date, month or sum as programs write it', () => {
    const given = {
      time: ['2026-10-25', '2026-10'],
      sum: [123_456],
      number: ['1234.5'],
      name: ['имя'],
      rule: ['norm'],
      personal: ['phone'],
    };
    const raw = SHOWN.flatMap(({ code, entry, names }) =>
      [0, 1].flatMap((turn) => {
        const details = Object.fromEntries(
          names.map((name) => {
            const values = given[DETAIL_KINDS[name] ?? 'name'];
            return [name, values[turn % values.length] ?? null];
          }),
        );
        const said = messageOf(entry, details);
        return /\d{4}-\d\d|123456|\d\.\d|[{}]|\bкоп\./.test(said) ? [`${code}: ${said}`] : [];
      }),
    );
    expect(raw).toEqual([]);
  });

  it('name none of the codes by which programs know utilities and their parts', () => {
    const codes = SHOWN.filter(({ entry }) =>
      /\b[a-z]+_[a-z]+\b(?!\))|\b(water|heat|day|night|peak)\b/.test(entry.message),
    );
    expect(codes.map(({ code }) => code)).toEqual(['BILLING_CLOSE_OF_NIGHT']);
  });
});
