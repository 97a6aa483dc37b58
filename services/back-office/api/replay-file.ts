import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { decimalComma, FileColumn, sendRows, TableCell, TableFormat } from '#libs/gateway';
import { addKopecks } from '#libs/money';
import { componentInWords, payeeInWords, reasonInWords } from '#libs/web';
import {
  BILLING_OFFICE_CLIENT,
  BillingOfficeClient,
  OfficeNames,
  ReplayedLine,
  ReplayQuestion,
} from '#services/billing/api/client';

const KINDS: Readonly<Record<ReplayedLine['kind'], string>> = {
  charge: 'Начисление',
  recalculation: 'Перерасчёт',
  penalty: 'Пени',
};

const CAUSES: Readonly<Record<ReplayedLine['cause'], string>> = {
  settings: 'другой тариф, норматив или настройка',
  earlier_month: 'следует из прошлого месяца',
  rules: 'другие правила расчёта',
  posted: 'уже исправлено раньше',
  put_right: 'месяц исправлен другим перерасчётом и не меняется',
};

const COLUMNS: readonly FileColumn[] = [
  { heading: 'Лицевой счёт', width: 14 },
  { heading: 'Месяц', width: 10 },
  { heading: 'Что', width: 14 },
  { heading: 'Услуга', width: 30 },
  { heading: 'Получатель', width: 30 },
  { heading: 'Было, руб.', width: 14 },
  { heading: 'Стало, руб.', width: 14 },
  { heading: 'Разница, руб.', width: 14 },
  { heading: 'Почему', width: 30 },
  { heading: 'Как было посчитано', width: 30 },
  { heading: 'Как получается', width: 30 },
];

export function replayedKindInWords({ kind, reason }: ReplayedLine): string {
  return reason === null ? KINDS[kind] : `${KINDS[kind]}: ${reasonInWords(reason)}`;
}

export function replayCauseInWords(cause: ReplayedLine['cause']): string {
  return CAUSES[cause];
}

export function replayedUtilityInWords({ utility, component }: ReplayedLine, names: OfficeNames): string {
  if (utility === null) return '';
  const name = names.utilities.find((one) => one.utility === utility)?.name ?? utility;
  return component === null ? name : `${name}, ${componentInWords(component)}`;
}

/** Every line that a replay would change, as a file: found again while it is sent, however many there are. */
@Injectable()
export class ReplayFile {
  constructor(@Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient) {}

  send(response: Response, format: TableFormat, question: ReplayQuestion): Promise<void> {
    const name = `replay-${question.from}-${question.to}`;
    return sendRows(response, format, { name, sheet: 'Пересчёт', columns: COLUMNS }, this.rows(question));
  }

  private async *rows(question: ReplayQuestion): AsyncGenerator<readonly TableCell[]> {
    const names = await this.billing.names();
    let [before, after, difference] = [0, 0, 0];
    for await (const { account, lines, refused } of this.billing.replay(question)) {
      if (refused !== null) yield [account, '', 'Не пересчитан', refused, '', '', '', '', '', '', ''];
      for (const line of lines) {
        before = addKopecks(before, line.beforeKopecks);
        after = addKopecks(after, line.afterKopecks);
        difference = addKopecks(difference, line.differenceKopecks);
        yield rowOf(line, names);
      }
    }
    yield ['Всего', '', '', '', '', ...sumsOf(before, after, difference), '', '', ''];
  }
}

function rowOf(line: ReplayedLine, names: OfficeNames): TableCell[] {
  const { account, period, payee, beforeKopecks, afterKopecks, differenceKopecks } = line;
  const what = [replayedKindInWords(line), replayedUtilityInWords(line, names), payeeInWords(payee)];
  const formulas = [line.beforeFormula, line.afterFormula].map((formula) => decimalComma(formula ?? ''));
  const sums = sumsOf(beforeKopecks, afterKopecks, differenceKopecks);
  return [account, period, ...what, ...sums, replayCauseInWords(line.cause), ...formulas];
}

function sumsOf(before: number, after: number, difference: number): TableCell[] {
  return [{ kopecks: before }, { kopecks: after }, { kopecks: difference }];
}
