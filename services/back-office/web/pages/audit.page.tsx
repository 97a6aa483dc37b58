import { VNode } from 'preact';
import { errorOf, ErrorSummary, Field, FieldError, instantInWords, Table } from '#libs/web';
import { AuditEntry, AuditPage as Trail } from '#services/identity/api/client';
import { auditedInWords } from '../audit-values';
import { fieldInWords } from '../audit-words';
import { eventInWords } from '../event-words';
import { linkTo } from '../links';

interface AuditProps {
  /** Null where nothing can be found by what was asked. */
  readonly page: Trail | null;
  readonly subject: string;
  /** The number of a member of staff. */
  readonly staff: string;
  readonly errors: readonly FieldError[];
  readonly timeZone: string;
}

/** Who did what, and when, with what it was before. */
export function AuditPage({ page, subject, staff, errors, timeZone }: AuditProps): VNode {
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Журнал действий</h1>
      <p class="lead">Кто, что и когда сделал. Из журнала ничего нельзя удалить.</p>
      <form method="get" action="/audit" class="inline-forms" role="search">
        <Field
          id="subject"
          label="О чём"
          hint="Лицевой счёт, дом, номер сотрудника или согласования"
          error={errorOf(errors, 'subject')}
          input={{ type: 'search', value: subject, maxLength: 64 }}
        />
        <Field
          id="staff"
          label="Кто"
          hint="Номер сотрудника"
          error={errorOf(errors, 'staff')}
          input={{ type: 'search', value: staff, inputMode: 'numeric', maxLength: 14 }}
        />
        <button class="button" type="submit">
          Показать
        </button>
      </form>
      {page !== null && <Entries {...{ page, subject, staff, timeZone }} />}
    </>
  );
}

function Entries(props: Omit<AuditProps, 'page' | 'errors'> & { readonly page: Trail }): VNode {
  const { page, subject, staff, timeZone } = props;
  const { entries, more } = page;
  const last = entries.at(-1);
  return (
    <>
      <Table
        caption="Действия, сначала последние"
        empty="Таких действий нет. Здесь появится всё, что сделают сотрудники и жильцы."
        rows={entries}
        columns={[
          { title: 'Когда', names: true, cell: ({ at }) => instantInWords(at, timeZone) },
          { title: 'Кто', cell: whoOf },
          { title: 'Что', cell: ({ type }) => eventInWords(type) },
          {
            title: 'О чём',
            cell: (entry) => <a href={linkTo('/audit', { subject: entry.subject })}>{entry.subject}</a>,
          },
          { title: 'Подробно', cell: ({ fields }) => <Fields {...{ fields, timeZone }} /> },
        ]}
      />
      {more && last !== undefined && (
        <p>
          <a href={linkTo('/audit', { subject, staff, before: String(last.position) })}>Раньше</a>
        </p>
      )}
    </>
  );
}

function whoOf({ actor, actorName }: AuditEntry): string {
  const number = actor.replace(/^(staff|resident):/, '');
  if (actor.startsWith('resident:')) return `жилец, логин ${number}`;
  return actorName === null ? `№ ${number}` : `${actorName}, № ${number}`;
}

function Fields({ fields, timeZone }: Pick<AuditProps, 'timeZone'> & Pick<AuditEntry, 'fields'>): VNode {
  return (
    <ul class="plain-list">
      {fields.flatMap(({ field, before, after }) => {
        const words = fieldInWords(field);
        if (words === null) return [];
        return [
          <li>
            {words}: {before !== null && <FromBefore text={auditedInWords(field, before, timeZone)} />}
            {auditedInWords(field, after, timeZone)}
          </li>,
        ];
      })}
    </ul>
  );
}

function FromBefore({ text }: { readonly text: string }): VNode {
  return (
    <>
      <span class="visually-hidden">было </span>
      <s class="before">{text}</s>
      <span class="visually-hidden">, стало</span>{' '}
    </>
  );
}
