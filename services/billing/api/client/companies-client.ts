import { defineClient } from '#libs/clients';
import { BillingPeriod } from '#libs/kernel';

export const COMPANIES_CLIENT = Symbol('COMPANIES_CLIENT');

/** The company whose houses and accounts these are, as whoever works in its office may know it. */
export interface OfficeCompany {
  /** The number under which it pays taxes. */
  readonly companyId: string;
  readonly name: string;
  readonly timeZone: string;
  /** The first and the last period that are computed at all. */
  readonly firstPeriod: BillingPeriod;
  readonly lastPeriod: BillingPeriod;
}

export interface OfficeHouse {
  readonly houseId: string;
  readonly address: string;
}

/**
 * To which company a thing belongs: what a gateway of the office asks before it does anything with an account or a house.
 * Null for what is not there. In one process a direct call; between processes HTTP.
 */
export interface CompaniesClient {
  /** The company of these data; null before one is registered. */
  company(): Promise<OfficeCompany | null>;
  /** The houses of that company, in the order of their numbers. */
  houses(): Promise<readonly OfficeHouse[]>;
  companyOfAccount(account: string): Promise<string | null>;
  companyOfHouse(houseId: string): Promise<string | null>;
}

export const companiesClient = defineClient<CompaniesClient>()({
  name: 'companies',
  token: COMPANIES_CLIENT,
  operations: {
    company: 'ask',
    houses: 'ask',
    companyOfAccount: 'ask',
    companyOfHouse: 'ask',
  },
});
