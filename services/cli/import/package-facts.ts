import { addDays, CivilDate, firstDayOf, lastDayOf, later } from '#libs/kernel';
import {
  accountDecider,
  accountStream,
  companyStream,
  houseStream,
  referenceDecider,
  utilityStream,
} from '#services/billing';
import { AccountRow, CompanyPackage } from '../company-package';
import { DatedFact, FactList } from './dated-fact';
import { addMeteringFacts } from './metering-facts';
import { addPaymentFacts } from './payment-facts';

/** What a package's own company is called in ids: the taxpayer number of its main payee. */
export function companyIdOf(source: CompanyPackage): string {
  const main = source.company.find((row) => row.payee === 'main');
  if (!main) throw new Error('A package without a main payee passed the checks');
  return main.inn;
}

/** A person's id in events; the name stands only in the vault. */
export function personIdOf(source: CompanyPackage, account: AccountRow): string {
  return `payer-${companyIdOf(source)}-${account.account}`;
}

/** The day before the first period: what is known by then is the opening state. */
export function eveOf(source: CompanyPackage): CivilDate {
  return addDays(firstDayOf(source.firstPeriod), -1);
}

/**
 * The history that a package tells, as commands with the day on which each was recorded; within a day in an order in
 * which one stands on the other. The same package always gives the same commands with the same ids, so that importing
 * it again or further adds only what is missing.
 */
export function factsOfPackage(source: CompanyPackage): DatedFact[] {
  const list = new FactList(`import:${companyIdOf(source)}`, eveOf(source));
  addReferenceFacts(list, source);
  addAccountFacts(list, source);
  addMeteringFacts(list, source);
  addClosings(list, source);
  addPaymentFacts(list, source);
  return list.facts
    .map((fact, place) => ({ fact, place }))
    .sort((left, right) =>
      left.fact.on === right.fact.on ? left.place - right.place : left.fact.on < right.fact.on ? -1 : 1,
    )
    .map(({ fact }) => fact);
}

/** The company's registers are known from the eve; dated rules from the day they come into force. */
function addReferenceFacts(list: FactList, source: CompanyPackage): void {
  const eve = eveOf(source);
  const companyId = companyIdOf(source);
  const company = companyStream(companyId);
  list.add(eve, 'company', company, referenceDecider, {
    kind: 'RegisterCompany',
    company: {
      companyId,
      timeZone: source.company[0]?.timeZone ?? 'UTC',
      payees: source.company
        .toSorted((left, right) => (left.payee === right.payee ? 0 : left.payee === 'main' ? -1 : 1))
        .map((row) => ({
          payee: row.payee,
          name: row.name,
          inn: row.inn,
          kpp: row.kpp,
          ogrn: row.ogrn,
          bankName: row.bankName,
          bic: row.bic,
          bankAccount: row.account,
          correspondentAccount: row.corrAccount,
          address: row.address,
          phone: row.phone,
        })),
    },
  });
  for (const { key, from, value } of source.settings) {
    list.add(eve, `setting:${key}:${from}`, company, referenceDecider, {
      kind: 'DecideSetting',
      setting: { key, from, value },
    });
  }
  for (const { date, kind } of source.calendar) {
    list.add(eve, `calendar:${date}`, company, referenceDecider, { kind: 'DeclareCalendarDay', day: { date, kind } });
  }
  for (const { from, percent } of source.keyRates) {
    list.add(from, `key-rate:${from}`, company, referenceDecider, {
      kind: 'AnnounceKeyRate',
      keyRate: { from, percent },
    });
  }
  addUtilityFacts(list, source);
  addHouseFacts(list, source);
}

function addUtilityFacts(list: FactList, source: CompanyPackage): void {
  const eve = eveOf(source);
  source.utilities.forEach((row, order) => {
    const { utility, name, kind, unit, payee, sources, maxMonthly, raiseAfterFailure } = row;
    const definition = { utility, name, kind, unit, payee, sources, order, maxMonthly, raiseAfterFailure };
    const command = { kind: 'DefineUtility', definition } as const;
    list.add(eve, `utility:${utility}`, utilityStream(utility), referenceDecider, command);
  });
  for (const { utility, houseId, part, from, price } of source.tariffs) {
    const id = `tariff:${utility}:${houseId ?? ''}:${part ?? ''}:${from}`;
    const tariff = { utility, houseId, part, from, price };
    list.add(from, id, utilityStream(utility), referenceDecider, { kind: 'SetTariff', tariff });
  }
  for (const { utility, houseId, from, norm, per } of source.norms) {
    const id = `norm:${utility}:${houseId ?? ''}:${per}:${from}`;
    const command = { kind: 'SetNorm', norm: { utility, houseId, per, from, norm } } as const;
    list.add(from, id, utilityStream(utility), referenceDecider, command);
  }
  for (const { utility, from, coefficient } of source.coefficients) {
    const command = { kind: 'SetRaisingCoefficient', raising: { utility, from, coefficient } } as const;
    list.add(from, `coefficient:${utility}:${from}`, utilityStream(utility), referenceDecider, command);
  }
}

/** The volume of a house meter is known on the last day of its month. */
function addHouseFacts(list: FactList, source: CompanyPackage): void {
  for (const row of source.houses) {
    const house = {
      houseId: row.houseId,
      address: row.address,
      floors: row.floors,
      heatingMode: row.heatingMode,
      heatMeter: row.heatMeter,
      commonAreaM2: row.commonArea,
      totalAreaM2: row.totalArea,
      windowFromDay: row.windowFrom,
      windowToDay: row.windowTo,
    };
    const command = { kind: 'RegisterHouse', house } as const;
    list.add(eveOf(source), `house:${row.houseId}`, houseStream(row.houseId), referenceDecider, command);
  }
  for (const { houseId, utility, period, volume } of source.houseVolumes) {
    const command = { kind: 'RecordHouseVolume', volume: { houseId, utility, period, volumeGcal: volume } } as const;
    const id = `house-volume:${houseId}:${utility}:${period}`;
    list.add(lastDayOf(period), id, houseStream(houseId), referenceDecider, command);
  }
}

function addAccountFacts(list: FactList, source: CompanyPackage): void {
  const houses = new Map(source.houses.map((house) => [house.houseId, house]));
  const openedOn = new Map(source.accounts.map((row) => [row.account, row.openedOn]));
  for (const row of source.accounts) {
    const { account, houseId, flat, totalArea } = row;
    const house = houses.get(houseId);
    if (!house) throw new Error(`The house ${houseId} passed the checks and is not there`);
    list.add(row.openedOn, `account:${account}`, accountStream(account), accountDecider, {
      kind: 'OpenAccount',
      account,
      houseId,
      flat,
      totalAreaM2: totalArea,
      personId: personIdOf(source, row),
      openedOn: row.openedOn,
      openingBalances: source.openingBalances
        .filter((balance) => balance.account === account)
        .map(({ payee, period, kind, amountKopecks }) => ({ payee, period, kind, amountKopecks })),
      windowFromDay: house.windowFrom,
      windowToDay: house.windowTo,
    });
  }
  const since = (account: string, on: CivilDate) => later(on, openedOn.get(account) ?? on);
  for (const { account, from, registered, owners } of source.residents) {
    const command = { kind: 'RegisterResidents', account, from, registered, owners } as const;
    list.add(since(account, from), `residents:${account}:${from}`, accountStream(account), accountDecider, command);
  }
  for (const { account, utility, from, meterPossible } of source.connections) {
    const command = { kind: 'ConnectUtility', account, utility, from, meterPossible } as const;
    list.add(since(account, from), `connection:${account}:${utility}`, accountStream(account), accountDecider, command);
  }
  for (const { account, leftOn, returnedOn, persons, appliedOn } of source.absences) {
    const command = { kind: 'RegisterAbsence', account, leftOn, returnedOn, persons, appliedOn } as const;
    list.add(
      since(account, appliedOn),
      `absence:${account}:${leftOn}`,
      accountStream(account),
      accountDecider,
      command,
    );
  }
}

/** What ends is told on its last day, so that the close of that day's month knows of it. */
function addClosings(list: FactList, source: CompanyPackage): void {
  for (const row of source.connections) {
    const { account, utility, to } = row;
    if (to === null) continue;
    const opened = source.accounts.find((one) => one.account === account)?.openedOn ?? row.from;
    const on = later(later(addDays(to, -1), row.from), opened);
    const command = { kind: 'DisconnectUtility', account, utility, to } as const;
    list.add(on, `disconnection:${account}:${utility}`, accountStream(account), accountDecider, command);
  }
  for (const { account, closedOn } of source.accounts) {
    if (closedOn === null) continue;
    const command = { kind: 'CloseAccount', account, closedOn } as const;
    list.add(addDays(closedOn, -1), `account-closed:${account}`, accountStream(account), accountDecider, command);
  }
}
