import { HeadedTable, TableCell, TableFile } from '#libs/gateway';
import { utilityInWords } from '#libs/web';
import { HouseCard, ListedAccount } from '#services/billing/api/client';

/** The houses of the company as a file. */
export function housesTable(houses: readonly HouseCard[]): TableFile {
  return {
    name: 'houses',
    sheet: 'Дома',
    columns: [
      { heading: 'Дом', width: 12 },
      { heading: 'Адрес', width: 40 },
      { heading: 'Этажей', width: 8 },
      { heading: 'Открытых счетов', width: 10 },
      { heading: 'Площадь помещений, м²', width: 14 },
      { heading: 'Площадь общего имущества, м²', width: 14 },
      { heading: 'За что начисляют', width: 80 },
    ],
    rows: houses.map(({ houseId, address, floors, accounts, totalAreaM2, commonAreaM2, utilities }) => [
      houseId,
      address,
      { quantity: String(floors) },
      { quantity: String(accounts) },
      { quantity: totalAreaM2 },
      { quantity: commonAreaM2 },
      utilities.map(({ utility }) => utilityInWords(utilities, utility)).join(', '),
    ]),
  };
}

/** The accounts of a house as a file, without its rows. */
export function accountsTable(houseId: string): HeadedTable {
  return {
    name: `accounts-${houseId}`,
    sheet: 'Лицевые счета',
    columns: [
      { heading: 'Лицевой счёт', width: 16 },
      { heading: 'Адрес', width: 40 },
      { heading: 'Квартира', width: 10 },
      { heading: 'Площадь, м²', width: 12 },
      { heading: 'Проживает', width: 10 },
      { heading: 'Открыт', width: 12 },
      { heading: 'Закрыт', width: 12 },
    ],
  };
}

/** A row of it: whose the account is stands in no table. */
export function accountRow(listed: ListedAccount): readonly TableCell[] {
  const { account, address, flat, totalAreaM2, registered, openedOn, closedOn } = listed;
  const figures = [{ quantity: totalAreaM2 }, { quantity: String(registered) }];
  return [account, address, flat, ...figures, openedOn, closedOn ?? ''];
}
