import { VNode } from 'preact';
import {
  countInWords,
  dayInWords,
  Field,
  numberInWords,
  quantityInWords,
  Summary,
  Table,
  utilityInWords,
} from '#libs/web';
import { AccountsPage, HouseCard, ListedAccount } from '#services/billing/api/client';
import { linkTo } from '../links';
import { Files } from '../sheet-parts';

/** The houses of the company. */
export function HousesPage({ houses }: { readonly houses: readonly HouseCard[] }): VNode {
  return (
    <>
      <h1>Дома</h1>
      <Table
        caption="Дома компании"
        empty="Здесь появятся дома, как только будут загружены данные компании."
        rows={houses}
        columns={[
          { title: 'Адрес', names: true, cell: ({ houseId, address }) => <a href={`/houses/${houseId}`}>{address}</a> },
          { title: 'Открытых счетов', number: true, cell: ({ accounts }) => numberInWords(String(accounts)) },
          { title: 'Площадь помещений', number: true, cell: ({ totalAreaM2 }) => quantityInWords(totalAreaM2, 'm2') },
          { title: 'За что начисляют', cell: (house) => chargedFor(house) },
        ]}
        total={['Всего', numberInWords(String(houses.reduce((sum, { accounts }) => sum + accounts, 0))), '', '']}
      />
      <Files to={(format) => `/houses.${format}`} />
    </>
  );
}

function chargedFor({ utilities, accounts }: HouseCard): string {
  if (utilities.length === 0) return 'пока ни за что';
  return utilities
    .map(({ utility, accounts: charged }) => {
      const name = utilityInWords(utilities, utility);
      return charged === accounts ? name : `${name} (${countInWords(charged, 'счёт', 'счёта', 'счетов')})`;
    })
    .join(', ');
}

interface HouseProps {
  readonly house: HouseCard;
  readonly page: AccountsPage;
  readonly query: string;
  readonly isFirst: boolean;
}

/** A house with its accounts. */
export function HousePage({ house, page, query, isFirst }: HouseProps): VNode {
  const { houseId, address, floors, accounts, totalAreaM2, commonAreaM2, heatMeter, windowFromDay, windowToDay } =
    house;
  return (
    <>
      <p>
        <a href="/houses">Все дома</a>
      </p>
      <h1>{address}</h1>
      <Summary
        items={[
          { name: 'Дом', value: <span class="digits">{houseId}</span> },
          { name: 'Этажей', value: String(floors) },
          { name: 'Открытых счетов', value: numberInWords(String(accounts)) },
          { name: 'Площадь помещений', value: quantityInWords(totalAreaM2, 'm2') },
          { name: 'Площадь общего имущества', value: quantityInWords(commonAreaM2, 'm2') },
          { name: 'Общедомовой счётчик тепла', value: heatMeter ? 'есть' : 'нет' },
          { name: 'Показания принимают', value: `с ${String(windowFromDay)} по ${String(windowToDay)} число` },
          { name: 'Начисляют', value: chargedFor(house) },
        ]}
      />
      <h2>Лицевые счета</h2>
      <form method="get" action={`/houses/${houseId}`} class="inline-forms" role="search">
        <Field
          id="query"
          label="Квартира или счёт"
          hint="Номер квартиры или начало номера счёта"
          input={{ type: 'search', value: query, maxLength: 32 }}
        />
        <button class="button" type="submit">
          Найти
        </button>
      </form>
      <Accounts page={page} query={query} isFirst={isFirst} action={`/houses/${houseId}`} />
      <Files to={(format) => `/houses/${houseId}/accounts.${format}`} count={house.accounts} shorter={null} />
    </>
  );
}

/** What was found by the beginning of a number, or by a flat. */
export function FoundAccountsPage(props: Pick<HouseProps, 'page' | 'query' | 'isFirst'>): VNode {
  const { query } = props;
  return (
    <>
      <h1>Поиск счёта</h1>
      <form method="get" action="/accounts" class="inline-forms" role="search">
        <Field
          id="query"
          label="Номер счёта или квартиры"
          hint="Можно только начало номера счёта"
          input={{ type: 'search', value: query, maxLength: 32 }}
        />
        <button class="button" type="submit">
          Найти
        </button>
      </form>
      {query === '' ? (
        <p>
          Введите номер. Все счета дома — на его странице: <a href="/houses">дома</a>.
        </p>
      ) : (
        <Accounts {...props} action="/accounts" withAddress />
      )}
    </>
  );
}

function Accounts(
  props: Pick<HouseProps, 'page' | 'query' | 'isFirst'> & {
    readonly action: string;
    readonly withAddress?: boolean;
  },
): VNode {
  const { page, query, isFirst, action, withAddress = false } = props;
  const address = { title: 'Адрес', cell: (row: ListedAccount) => row.address };
  const last = page.accounts.at(-1);
  return (
    <>
      <Table
        caption={query === '' ? 'Счета по порядку номеров' : `Найдено по запросу «${query}»`}
        empty={query === '' ? 'Счетов больше нет.' : `По запросу «${query}» ничего нет. Проверьте номер.`}
        rows={page.accounts}
        columns={[
          {
            title: 'Лицевой счёт',
            names: true,
            cell: ({ account }) => (
              <a class="digits" href={`/accounts/${account}`}>
                {account}
              </a>
            ),
          },
          ...(withAddress ? [address] : []),
          { title: 'Квартира', cell: ({ flat }) => flat },
          { title: 'Площадь', number: true, cell: ({ totalAreaM2 }) => quantityInWords(totalAreaM2, 'm2') },
          { title: 'Проживает', number: true, cell: ({ registered }) => String(registered) },
          {
            title: 'Открыт',
            cell: ({ openedOn, closedOn }) =>
              `с ${dayInWords(openedOn)}${closedOn === null ? '' : `, закрыт с ${dayInWords(closedOn)}`}`,
          },
        ]}
      />
      {(page.more || !isFirst) && (
        <p>
          {!isFirst && <a href={linkTo(action, { query })}>В начало</a>}{' '}
          {page.more && last !== undefined && <a href={linkTo(action, { query, after: last.account })}>Дальше</a>}
        </p>
      )}
    </>
  );
}
