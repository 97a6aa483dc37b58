import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/event-store';
import { Kopecks, sumKopecks } from '#libs/money';
import { OrderedSum, OrderFigures } from '../../domain/recalculation-order.events';
import { PreviewedLine, PreviewedWaiver } from './recalculations.query';

type Line = Pick<PreviewedLine, 'utility' | 'component' | 'ofPeriod'> & { readonly differenceKopecks: Kopecks };

/** What would be recorded for an account. */
export interface AccountToRecord extends OrderedSum {
  readonly lines: readonly Line[];
  readonly waivers: readonly PreviewedWaiver[];
}

/** What is agreed to: how many accounts, how much, and by the digest each line of each of them. */
export function orderFigures(accounts: readonly AccountToRecord[]): OrderFigures {
  return {
    accounts: accounts.length,
    differenceKopecks: sumKopecks(accounts.map(({ amountKopecks }) => amountKopecks)),
    digest: createHash('sha256')
      .update(canonicalJson(accounts.map(said)), 'utf8')
      .digest('hex'),
  };
}

function said({ account, amountKopecks, lines, waivers }: AccountToRecord) {
  return [
    account,
    amountKopecks,
    lines.map((line) => [line.utility, line.component, line.ofPeriod, line.differenceKopecks]),
    waivers.map(({ payee, ofPeriod, amountKopecks: given }) => [payee, ofPeriod, given]),
  ];
}
