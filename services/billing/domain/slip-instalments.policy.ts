import { CivilDate } from '#libs/kernel';
import { subtractKopecks } from '#libs/money';
import { AgreementState } from './instalment.decider';
import { InstalmentPart } from './instalment.events';
import { leftAfter, leftOfMonths, paidParts } from './instalment.policy';
import { Ledgers } from './ledger';
import { SlipInstalments } from './slip-content';

/**
 * What a slip says of agreements that run at the close of its period (приказ Минстроя 43/пр, раздел 5: рассрочка). The
 * debt stays in the sums of the slip; these lines tell how much of it is not to be paid yet.
 */
export function slipInstalments(
  agreements: readonly AgreementState[],
  ledgers: Ledgers,
  on: CivilDate,
): SlipInstalments[] {
  return agreements.flatMap(({ status, terms }) => {
    if (status !== 'running' || terms === null) return [];
    const leftKopecks = leftOfMonths(terms.months, ledgers[terms.payee].lines, on);
    const paid = paidParts(terms, leftKopecks);
    const next = terms.parts[paid];
    if (next === undefined) return [];
    const notDueKopecks = leftAfter(terms, paid + 1);
    return [
      {
        payee: terms.payee,
        lastDueOn: (terms.parts.at(-1) as InstalmentPart).dueOn,
        percent: '0',
        leftKopecks,
        leftParts: terms.parts.length - paid,
        nextDueOn: next.dueOn,
        nextKopecks: subtractKopecks(leftKopecks, notDueKopecks),
        notDueKopecks,
      },
    ];
  });
}
