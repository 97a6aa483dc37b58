import { instantInWords, numberInWords, pluralOf } from '#libs/web';
import { CodesShown, CodeView, PrintChoice, PrintRunCard } from '#services/identity/api/client';

const TIMES = ['ещё не печатался', 'печатался один раз', 'печатался дважды', 'печатался трижды'];

export const SHOWN_WORDS: Readonly<Record<CodesShown, string>> = {
  all: 'все счета',
  missing: 'без кода',
  unprinted: 'код ещё не печатался',
  asked: 'просят код',
};

export const CHOICE_WORDS: Readonly<Record<PrintChoice['what'], string>> = {
  unprinted: 'Коды, которые ещё не печатались',
  asked: 'Коды, которые просят: «Я не помню пароль» и по телефону',
  house: 'Все коды дома',
};

export const RUN_WORDS: Readonly<Record<PrintRunCard['state'], string>> = {
  waits_for_approval: 'ждёт второго сотрудника',
  ready: 'можно печатать',
  printed: 'напечатано',
};

/** «выдан 12 октября 2026, печатался дважды»: all that a screen of the office says of a code. */
export function codeInWords({ state, codeIssuedAt, timesPrinted }: CodeView, timeZone: string): string {
  if (state === 'missing' || codeIssuedAt === null) return 'кода нет';
  if (state === 'revoked') return 'код отозван';
  const [issuedOn] = instantInWords(codeIssuedAt, timeZone).split(',');
  return `выдан ${issuedOn ?? ''}, ${timesInWords(timesPrinted)}`;
}

function timesInWords(times: number): string {
  return TIMES[times] ?? `печатался ${numberInWords(String(times))} ${pluralOf(times, 'раз', 'раза', 'раз')}`;
}
