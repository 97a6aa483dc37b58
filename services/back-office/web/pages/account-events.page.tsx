import { VNode } from 'preact';
import { dayOrMonthInWords, Details, instantInWords, monthInWords, Summary, Table } from '#libs/web';
import { AccountAt, EventBehind, EventField } from '#services/billing/api/client';
import { actorInWords, eventInWords, pathInWords, valueOfField } from '../event-words';
import { Moment } from '../moment';
import { accountPath } from './account-frame';

interface Common {
  readonly card: AccountAt;
  readonly moment: Moment;
  readonly timeZone: string;
}

/** Facts of the log, each with the way to what it says. */
export function EventsTable(
  props: Common & { readonly caption: string; readonly events: readonly EventBehind[] },
): VNode {
  const { caption, events, card, moment, timeZone } = props;
  return (
    <Table
      caption={caption}
      empty="Записей нет."
      rows={events}
      columns={[
        {
          title: 'Что',
          names: true,
          cell: ({ eventId, type }) => (
            <a href={accountPath(card.account, `events/${eventId}`, moment)}>{eventInWords(type)}</a>
          ),
        },
        { title: 'Записано', cell: ({ recordedAt }) => instantInWords(recordedAt, timeZone) },
        { title: 'Действует', cell: ({ effective }) => (effective === null ? '—' : dayOrMonthInWords(effective)) },
        { title: 'Кто записал', cell: ({ actor }) => actorInWords(actor) },
        { title: 'Номер в журнале', number: true, cell: ({ position }) => String(position) },
      ]}
    />
  );
}

/** The facts of an account itself, or of one of its months. */
export function EventsPage(
  props: Common & { readonly events: readonly EventBehind[]; readonly period: string | null },
): VNode {
  const { events, period, card, moment } = props;
  return (
    <>
      {period === null ? (
        <p>
          Жильцы, услуги, счётчики, показания и перерасчёты счёта. Расчёт и платежи каждого месяца — на странице этого
          месяца.
        </p>
      ) : (
        <p>
          <a href={accountPath(card.account, `statements/${period}`, moment)}>Начисления за {monthInWords(period)}</a>
        </p>
      )}
      <EventsTable
        {...props}
        caption={period === null ? 'Записи о счёте, старые сверху' : `Записи за ${monthInWords(period)}, старые сверху`}
        events={events}
      />
    </>
  );
}

/** One fact: what, when, by whom, from which day, and everything that it says but personal data. */
export function EventPage({ event, card, moment, timeZone }: Common & { readonly event: EventBehind }): VNode {
  const { eventId, type, stream, position, recordedAt, actor, effective, causationId, fields } = event;
  const plain = fields.filter(({ path }) => !path.includes('.'));
  const inner = fields.filter(({ path }) => path.includes('.'));
  const value = (field: EventField) => <FieldValue {...{ field, card, moment, timeZone }} />;
  return (
    <>
      <h2>{eventInWords(type)}</h2>
      <Summary
        items={[
          { name: 'Записано', value: instantInWords(recordedAt, timeZone) },
          { name: 'Кто записал', value: actorInWords(actor) },
          { name: 'Действует', value: effective === null ? '—' : dayOrMonthInWords(effective) },
          ...(causationId === null
            ? []
            : [
                {
                  name: 'Следует из',
                  value: <a href={accountPath(card.account, `events/${causationId}`, moment)}>другой записи</a>,
                },
              ]),
        ]}
      />
      <Table
        caption="Что записано"
        empty="Открытых для чтения полей нет: личные данные запечатаны."
        rows={plain}
        columns={[
          { title: 'Что', names: true, cell: ({ path }) => pathInWords(path) },
          { title: 'Значение', cell: value },
        ]}
      />
      {inner.length > 0 && (
        <Details summary={`Подробно: ещё ${String(inner.length)}`}>
          <Table
            caption="Вложенные поля"
            empty=""
            rows={inner}
            columns={[
              { title: 'Что', names: true, cell: ({ path }) => pathInWords(path) },
              { title: 'Значение', cell: value },
            ]}
          />
        </Details>
      )}
      <p class="hint">
        Вид записи: {type}. Поток: {stream}. Номер в журнале: {String(position)}. Обозначение: {eventId}. Личных данных
        здесь нет: они запечатаны.
      </p>
    </>
  );
}

function FieldValue(props: Common & { readonly field: EventField }): VNode {
  const { field, card, moment, timeZone } = props;
  if (/(^|\.)(eventId|[a-z]+EventId)$/.test(field.path) && field.value !== '') {
    return <a href={accountPath(card.account, `events/${field.value}`, moment)}>{field.value}</a>;
  }
  return <>{valueOfField(field, card.utilities, timeZone)}</>;
}
