import { VNode } from 'preact';
import { isBillingPeriod } from '#libs/kernel';
import { ActionForm, monthInWords, Notice, numberInWords, Table } from '#libs/web';
import { SlipsOfPeriod } from '#services/billing/api/client';

interface HouseSlipsProps {
  readonly slips: SlipsOfPeriod | null;
  /** The month that was asked for, as it was typed; empty for the last one. */
  readonly asked: string;
  readonly token: string;
  readonly newKey: () => string;
}

const count = (value: number) => numberInWords(String(value));

/** Houses with the slips of the month that was closed last. */
export function HouseSlipsPage({ slips, asked, token, newKey }: HouseSlipsProps): VNode {
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
      {asked !== '' && asked !== period && (
        <Notice
          kind="warning"
          title={`${isBillingPeriod(asked) ? `За ${monthInWords(asked)}` : 'За такой месяц'} квитанций здесь нет`}
        >
          <p>Квитанции домов печатаются за месяц, закрытый последним. Сейчас это {monthInWords(period)}, он ниже.</p>
        </Notice>
      )}
      <p class="lead">
        Одна кнопка — один файл PDF со всеми квитанциями дома. Большой дом печатается несколько минут: файл скачивается
        по мере готовности.
      </p>
      <p>
        Здесь квитанции без кодов доступа. С кодами их печатает «<a href="/print-runs">Печать кодов</a>», больше 50
        сразу — с согласия второго сотрудника.
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
