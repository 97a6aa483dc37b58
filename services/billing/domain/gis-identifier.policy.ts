/** Identifiers of ГИС ЖКХ: a person's account of premises, a set of services of it, a payment document of that. */
export type GisIdentifierKind = 'unified_account' | 'services' | 'payment_document';

/** Two digits, two letters (Latin and Cyrillic both occur), six digits; then -NN; then -NNNN. */
const FORM = /^\d{2}[A-ZА-Я]{2}\d{6}(-\d{2}(-\d{4})?)?$/;

const KIND_BY_LENGTH: Readonly<Record<number, GisIdentifierKind>> = {
  10: 'unified_account',
  13: 'services',
  18: 'payment_document',
};

/**
 * What an identifier of ГИС ЖКХ names by its form: ЕЛС `00АА000000`, идентификатор ЖКУ `00АА000000-00`, идентификатор
 * платёжного документа `00АА000000-00-0000`; null when it is none. Приказ 589/944/пр.
 */
export function gisIdentifierKind(text: string): GisIdentifierKind | null {
  return FORM.test(text) ? (KIND_BY_LENGTH[text.length] ?? null) : null;
}

/** Cyrillic capitals that look like Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
};

/** Whether two identifiers are one although their letters were typed in different alphabets; each is kept as received. */
export function isSameGisIdentifier(left: string, right: string): boolean {
  return folded(left) === folded(right);
}

function folded(text: string): string {
  return [...text].map((character) => LOOK_ALIKES[character] ?? character).join('');
}
