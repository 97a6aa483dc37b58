import { maskAccessCodes } from './mask-access-codes';
import { maskCardNumbers } from './mask-card-numbers';

/** What of a person, or of what is theirs, may stand in words that somebody has typed. */
export type PersonalWord = 'access_code' | 'card' | 'snils' | 'passport' | 'phone' | 'mail' | 'name';

/** What nobody writes anywhere: whoever reads it could act as somebody else. */
const SECRETS: readonly PersonalWord[] = ['access_code', 'card'];

/** Words that somebody may type into events, by the name of their field: why something was done, on what paper, from what file. */
const REASONS: readonly string[] = ['reason', 'cause', 'document', 'comment', 'fileName', 'reversalReason'];
/** Words of the company itself, where its own telephone and address have their place. */
const PUBLISHED: readonly string[] = ['title', 'text', 'description'];

/** The fields of events that hold words which somebody has typed. An architecture test knows every other field. */
export const FIELDS_OF_WORDS: readonly string[] = [...REASONS, ...PUBLISHED];

/** A separator of digits as people write them. */
const GAP = '[ \\u00a0\\u2007\\u2009\\u202f.()\\u2010-\\u2015\\u2212-]{0,3}';
const digits = (count: number) => `\\d(?:${GAP}\\d){${String(count - 1)}}`;

/** With +7 or 8 as it is dialled, a mobile number in its groups, or whatever is called a telephone. */
const PHONES: readonly RegExp[] = [
  new RegExp(`(?:\\+${GAP}7|(?<![\\d.,])[78])${GAP}[3489]${GAP}${digits(9)}(?!\\d)`, 'u'),
  /(?<!\d)9\d{2}[ \u00a0)-]{1,2}\d{3}[ \u00a0-]?\d{2}[ \u00a0-]?\d{2}(?!\d)/u,
  new RegExp(`(?<![а-яё])(?:тел|моб|сот|телефон[а-яё]*)[.: №\\u00a0]{0,4}\\+?${digits(5)}`, 'iu'),
];
/** Ten digits in one piece are a mobile number, unless the words speak of accounts and papers, which have as many. */
const TEN_DIGITS = /(?<!\d)9\d{9}(?!\d)/u;
const NUMBERED = /№|сч[её]т|л\/с|(?<![а-яё])акт/iu;
const MAIL = /[^\s@<>,;]+@[^\s@<>,;]+\.[a-zа-яё]{2,}/iu;
const SNILS = new RegExp(`(?<!\\d)\\d{3}${GAP}\\d{3}${GAP}\\d{3}${GAP}\\d{2}(?!\\d)`, 'gu');
const SNILS_WRITTEN = /(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)/u;
const PASSPORTS: readonly RegExp[] = [
  /(?<![\d.])\d{2}[ \u00a0]?\d{2}[ \u00a0]{1,3}(?:№[ \u00a0]?|номер )?\d{6}(?!\d)/u,
  new RegExp(`паспорт[а-яё]*[^\\d]{0,20}${digits(10)}`, 'iu'),
];
const NAME_WORD = '[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?';
const INITIALS = '[А-ЯЁ]\\.[ \\u00a0]?[А-ЯЁ]\\.';
const NAMES: readonly RegExp[] = [
  new RegExp(`(?<![А-Яа-яЁё])${NAME_WORD}[ \\u00a0]${INITIALS}`, 'u'),
  new RegExp(`(?<![А-Яа-яЁё])${INITIALS}[ \\u00a0]?${NAME_WORD}`, 'u'),
  new RegExp(
    `(?<![А-Яа-яЁё])${NAME_WORD}[ \\u00a0][А-ЯЁ][а-яё]+(?:ич(?:а|у|ем|е)?|[оеё]вн(?:а|ы|е|у|ой)|ичн(?:а|ы|е|у|ой))(?![а-яё])`,
    'u',
  ),
];

const FINDERS: Readonly<Record<PersonalWord, (text: string) => boolean>> = {
  // A form shows a code masked to whoever has typed it; sent again as it stands, it says no more than before.
  access_code: (text) => maskAccessCodes(text) !== text || /•{4}.{0,3}•{4}.{0,3}•{4}/u.test(text),
  card: (text) => maskCardNumbers(text) !== text,
  snils: (text) => SNILS_WRITTEN.test(text) || (text.match(SNILS) ?? []).some(isSnils),
  passport: (text) => PASSPORTS.some((form) => form.test(text)),
  phone: (text) => PHONES.some((form) => form.test(text)) || (TEN_DIGITS.test(text) && !NUMBERED.test(text)),
  mail: (text) => MAIL.test(text),
  name: (text) => NAMES.some((form) => form.test(text)),
};

/**
 * What of a person stands in these words, the gravest first; null where nothing is recognised. An event is never
 * forgotten, and words that somebody has typed stand in it as they are: they say why, and name nobody.
 */
export function personalWordIn(text: string, kinds: readonly PersonalWord[] = ALL): PersonalWord | null {
  // Digits of other widths and signs without width are read as people read them; «№» stays a sign of its own.
  const seen = text.replaceAll(/[^№]+/gu, (part) => part.normalize('NFKC')).replaceAll(/\p{Cf}/gu, '');
  return kinds.find((kind) => FINDERS[kind](seen)) ?? null;
}

const ALL = Object.keys(FINDERS) as readonly PersonalWord[];

/** The same of a field of an event; a field that holds no words of people holds nothing to look for. */
export function personalWordInField(field: string, text: string): PersonalWord | null {
  if (REASONS.includes(field)) return personalWordIn(text);
  return PUBLISHED.includes(field) ? personalWordIn(text, SECRETS) : null;
}

/** The check of СНИЛС: each digit times its place from the right, modulo 101, 100 being 0 (resolution of the Fund of Pensions 192p). */
function isSnils(text: string): boolean {
  const number = text.replaceAll(/\D/g, '');
  const sum = [...number.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (9 - place), 0);
  return (sum % 101) % 100 === Number(number.slice(9)) && Number(number.slice(0, 9)) > 1_001_998;
}
