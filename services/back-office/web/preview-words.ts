import { FileColumn, HeadedTable, TableCell } from '#libs/gateway';
import { numberInWords, roublesInWords } from '#libs/web';
import { LookedAt, ODD_PERCENT, Oddity } from '../api/oddities';
import { failureInWords } from './approval-words';

/** What is odd about an account, with the rule by which it is: whoever looks need not know it by heart. */
export const ODDITIES_IN_WORDS: Readonly<Record<Oddity, string>> = {
  refused: 'не закроется',
  negative: 'начисление вместе с перерасчётом меньше нуля',
  recalculated: `перерасчёт больше ${String(ODD_PERCENT)} % начисления`,
  zero: 'ничего не начислено',
  more: `больше прошлого месяца более чем на ${String(ODD_PERCENT)} %`,
  less: `меньше прошлого месяца более чем на ${String(ODD_PERCENT)} %`,
  new_debtor: 'новый должник: срок оплаты прошёл, а месяцем раньше долга не было',
  first: 'первый месяц, сравнить не с чем',
};

export function odditiesInWords(row: LookedAt): readonly string[] {
  return row.oddities.map((oddity) => {
    if (oddity === 'refused')
      return `${ODDITIES_IN_WORDS.refused}: ${failureInWords(row.refused ?? '', row.refusedDetails)}`;
    if (oddity === 'new_debtor')
      return `${ODDITIES_IN_WORDS.new_debtor}; просрочено ${roublesInWords(row.owedKopecks)}`;
    return ODDITIES_IN_WORDS[oddity];
  });
}

/** `+12 %`, `−5 %`. */
export function percentInWords(percent: number): string {
  return `${percent > 0 ? '+' : ''}${numberInWords(String(percent))}\u00a0%`;
}

const COLUMNS: readonly FileColumn[] = [
  { heading: 'Лицевой счёт', width: 14 },
  { heading: 'Дом', width: 12 },
  { heading: 'Начислено, руб.', width: 16 },
  { heading: 'Перерасчёт, руб.', width: 16 },
  { heading: 'Прошлый месяц, руб.', width: 18 },
  { heading: 'Разница, руб.', width: 16 },
  { heading: 'Разница, %', width: 12 },
  { heading: 'Просроченный долг, руб.', width: 18 },
  { heading: 'На что смотреть', width: 60 },
];

/** The preview as a file, without its rows. */
export function previewTable(period: string): HeadedTable {
  return { name: `preview-${period}`, sheet: `Предпросмотр ${period}`, columns: COLUMNS };
}

/** The rows of that file, as accounts come. */
export async function* previewRows(accounts: AsyncIterable<LookedAt>): AsyncGenerator<readonly TableCell[]> {
  const sum = (kopecks: number | null): TableCell => (kopecks === null ? '' : { kopecks });
  for await (const row of accounts) {
    yield [
      row.account,
      row.houseId,
      sum(row.refused === null ? row.chargedKopecks : null),
      sum(row.refused === null ? row.recalculatedKopecks : null),
      sum(row.chargedBeforeKopecks),
      sum(row.refused === null ? row.differenceKopecks : null),
      row.differencePercent === null ? '' : { quantity: String(row.differencePercent) },
      { kopecks: row.owedKopecks },
      odditiesInWords(row).join('; '),
    ];
  }
}
