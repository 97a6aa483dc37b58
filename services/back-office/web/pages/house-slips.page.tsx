import { VNode } from 'preact';
import { ActionForm, monthInWords, numberInWords, Table } from '#libs/web';
import { SlipsOfPeriod } from '#services/billing/api/client';

interface HouseSlipsProps {
  readonly slips: SlipsOfPeriod | null;
  readonly token: string;
  readonly newKey: () => string;
}

const count = (value: number) => numberInWords(String(value));

/** Houses with the slips of the month that was closed last. */
export function HouseSlipsPage({ slips, token, newKey }: HouseSlipsProps): VNode {
  if (slips === null) {
    return (
      <>
        <h1>Квитанции</h1>
        <p>Закрытых месяцев ещё нет. Квитанции появятся, когда будет закрыт первый месяц.</p>
      </>
    );
  }
  const { period, houses } = slips;
  return (
    <>
      <p>
        <a href="/period">Месяц</a>
      </p>
      <h1>Квитанции: {monthInWords(period)}</h1>
      <p class="lead">
        Одна кнопка — один файл PDF со всеми квитанциями дома. Большой дом печатается несколько минут: файл скачивается
        по мере готовности.
      </p>
      <p>
        Здесь квитанции без кодов доступа. Коды печатаются отдельно, больше 50 сразу — с согласия второго сотрудника.
      </p>
      <Table
        caption="Дома"
        empty="Домов нет. Они появятся после загрузки данных компании."
        rows={houses}
        columns={[
          { title: 'Дом', names: true, cell: ({ address }) => address },
          { title: 'Счетов закрыто', number: true, cell: ({ closed }) => count(closed) },
          { title: 'Квитанций сформировано', number: true, cell: ({ issued }) => count(issued) },
          {
            title: 'Что сделать',
            cell: ({ houseId, address, closed }) =>
              closed === 0 ? (
                'месяц ещё не закрыт'
              ) : (
                <ActionForm action="/period/slips" token={token}>
                  <input type="hidden" name="key" value={newKey()} />
                  <input type="hidden" name="houseId" value={houseId} />
                  <input type="hidden" name="period" value={period} />
                  <button class="button" type="submit">
                    Скачать квитанции<span class="visually-hidden"> дома {address}</span>
                  </button>
                </ActionForm>
              ),
          },
        ]}
      />
    </>
  );
}
