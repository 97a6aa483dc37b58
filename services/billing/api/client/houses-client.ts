import { defineClient } from '#libs/clients';
import { AccountsPage, AccountsQuestion, HouseCard } from '../houses/houses.query';

export type { AccountsPage, AccountsQuestion, HouseCard, ListedAccount } from '../houses/houses.query';

export const HOUSES_CLIENT = Symbol('HOUSES_CLIENT');

/**
 * Houses and their accounts, as the office looks for them. In one process a direct call; between processes HTTP.
 * Whose an account is stands in no answer. Throws RejectedError BILLING_NO_COMPANY.
 */
export interface HousesClient {
  houses(): Promise<readonly HouseCard[]>;
  /** BILLING_UNKNOWN_HOUSE. */
  house(houseId: string): Promise<HouseCard>;
  /** In the order of account numbers, page by page. */
  accounts(question: AccountsQuestion): Promise<AccountsPage>;
}

export const housesClient = defineClient<HousesClient>()({
  name: 'houses',
  token: HOUSES_CLIENT,
  operations: {
    houses: 'ask',
    house: 'ask',
    accounts: 'ask',
  },
});
