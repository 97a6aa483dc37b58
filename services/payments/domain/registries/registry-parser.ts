import { CivilDate, unreachable } from '#libs/kernel';
import { EARLIEST_RECEIVED_ON } from '../payment-limits';
import { exchangeParser } from './parse-exchange.policy';
import { linesParser } from './parse-lines.policy';
import { RegistryParser } from './registry-faults';
import { RegistryPayment, RegistryTotals } from './registry-payment';
import { RegistryProfile } from './registry-profile';

export type FileParser = RegistryParser<RegistryPayment, RegistryTotals>;

/** The parser of a profile, at the first line of a file that is read on this day: no payment is from later, and no order to transfer them. */
export function registryParser(profile: RegistryProfile, today: CivilDate): FileParser {
  const parser = parserOf(profile);
  return {
    ...parser,
    take(text, line) {
      const payment = parser.take(text, line);
      if (payment === null) return null;
      const { paidOn } = payment;
      if (paidOn > today || paidOn < EARLIEST_RECEIVED_ON) {
        parser.faults.add('PAYMENTS_REGISTRY_DATE_OUT_OF_RANGE', { line: payment.line, paidOn, today });
      }
      return payment;
    },
    end(lastLine) {
      const totals = parser.end(lastLine);
      const orderedOn = totals.order?.date ?? null;
      if (orderedOn !== null && orderedOn > today) {
        parser.faults.add('PAYMENTS_REGISTRY_ORDER_LATER', { line: lastLine, orderedOn, today });
      }
      return totals;
    },
  };
}

function parserOf(profile: RegistryProfile): FileParser {
  switch (profile.form) {
    case 'lines':
      return linesParser(profile);
    case 'client_bank_exchange':
      return exchangeParser(profile);
    default:
      return unreachable(profile);
  }
}
