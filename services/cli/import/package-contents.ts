import type { PackageContents } from '#services/back-office';
import { CompanyPackage } from '../company-package';

/** What a sound package holds, for whoever decides whether it is recorded. */
export function contentsOf(source: CompanyPackage): PackageContents {
  const { company, firstPeriod, houses, accounts, meters, readings, payments } = source;
  const main = company.find(({ payee }) => payee === 'main');
  return {
    companyId: main?.inn ?? '',
    companyName: main?.name ?? '',
    firstPeriod,
    houses: houses.length,
    accounts: accounts.length,
    meters: meters.length,
    readings: readings.length,
    payments: payments.length,
  };
}
