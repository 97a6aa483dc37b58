import { VNode } from 'preact';
import {
  ActionForm,
  capitalised,
  Choice,
  ErrorSummary,
  Field,
  FieldError,
  instantInWords,
  Summary,
  Table,
} from '#libs/web';
import { STAFF_ROLES, StaffMemberView } from '#services/identity/api/client';
import { roleInWords } from '../../api/role-words';

const STATES: Readonly<Record<StaffMemberView['state'], string>> = {
  invited: 'ждёт первого входа',
  active: 'работает',
  suspended: 'вход приостановлен',
};

function nameOf({ name }: StaffMemberView): string {
  return name ?? 'Данные удалены';
}

const ROLE_OPTIONS = STAFF_ROLES.map((role) => ({ value: role, label: capitalised(roleInWords(role)) }));

interface StaffProps {
  readonly staff: readonly StaffMemberView[];
  readonly token: string;
  readonly formKey: string;
  readonly timeZone: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** Who works in the office, and a form for somebody new. */
export function StaffPage({ staff, token, formKey, timeZone, typed, errors }: StaffProps): VNode {
  const error = (field: string) => errors.find((one) => one.field === field)?.message;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Сотрудники</h1>
      <Table
        caption="Кто работает в компании"
        empty="Здесь появятся сотрудники, как только Вы их добавите."
        rows={staff}
        columns={[
          { title: 'Имя', names: true, cell: (one) => <a href={`/staff/${one.staffId}`}>{nameOf(one)}</a> },
          { title: 'Номер', cell: ({ staffId }) => <span class="digits">{staffId}</span> },
          { title: 'Должность', cell: ({ role }) => roleInWords(role) },
          { title: 'Вход', cell: ({ state }) => STATES[state] },
          {
            title: 'Последний вход',
            cell: ({ lastSignedInAt: at }) => (at === null ? 'ещё не входил' : instantInWords(at, timeZone)),
          },
        ]}
      />
      <h2>Новый сотрудник</h2>
      <ActionForm action="/staff" token={token}>
        <input type="hidden" name="key" value={formKey} />
        <Field
          id="name"
          label="Фамилия, имя, отчество"
          error={error('name')}
          input={{ value: typed['name'] ?? '', autocomplete: 'off', maxLength: 120 }}
        />
        <Choice name="role" legend="Должность" options={ROLE_OPTIONS} chosen={typed['role'] ?? null} />
        <Field
          id="reason"
          label="Основание"
          hint="Например: принята приказом от 1 октября. Останется в журнале"
          error={error('reason')}
          input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
        />
        <button class="button" type="submit">
          Добавить и получить ссылку для входа
        </button>
      </ActionForm>
    </>
  );
}

interface MemberProps {
  readonly member: StaffMemberView | null;
  readonly isSelf: boolean;
  readonly token: string;
  readonly timeZone: string;
  readonly errors: readonly FieldError[];
  readonly newKey: () => string;
}

/** One member of staff, with what a chief may do. Nobody changes the own access. */
export function StaffMemberPage({ member, isSelf, token, timeZone, errors, newKey }: MemberProps): VNode {
  if (member === null) {
    return (
      <>
        <h1>Такого сотрудника нет</h1>
        <p>
          Проверьте номер в <a href="/staff">списке сотрудников</a>.
        </p>
      </>
    );
  }
  const { staffId, role, state, registeredAt, lastSignedInAt } = member;
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1 id="member">{nameOf(member)}</h1>
      <Summary
        items={[
          { name: 'Номер', value: <span class="digits">{staffId}</span> },
          { name: 'Должность', value: roleInWords(role) },
          { name: 'Вход', value: STATES[state] },
          { name: 'Добавлен', value: instantInWords(registeredAt, timeZone) },
          {
            name: 'Последний вход',
            value: lastSignedInAt === null ? 'ещё не входил' : instantInWords(lastSignedInAt, timeZone),
          },
        ]}
      />
      {isSelf ? (
        <p>Свой доступ изменить нельзя: попросите другого руководителя.</p>
      ) : (
        <MemberForms member={member} token={token} newKey={newKey} />
      )}
    </>
  );
}

function MemberForms({ member, token, newKey }: Pick<MemberProps, 'token' | 'newKey'> & { member: StaffMemberView }) {
  const { staffId, role, state } = member;
  const isSuspended = state === 'suspended';
  const common = (act: string) => (
    <>
      <input type="hidden" name="key" value={newKey()} />
      <ReasonField id={`${act}-reason`} />
    </>
  );
  return (
    <>
      <h2>Должность</h2>
      <ActionForm action={`/staff/${staffId}/role`} token={token}>
        <Choice name="role" legend="Новая должность" options={ROLE_OPTIONS} chosen={role} />
        {common('role')}
        <button class="button" type="submit">
          Изменить должность
        </button>
      </ActionForm>
      {!isSuspended && (
        <>
          <h2>Новая ссылка для входа</h2>
          <p>Прежние пароль и приложение сразу перестанут действовать: например, если потерян телефон.</p>
          <ActionForm action={`/staff/${staffId}/link`} token={token}>
            {common('link')}
            <button class="button" type="submit">
              Выдать новую ссылку
            </button>
          </ActionForm>
        </>
      )}
      <h2>{isSuspended ? 'Открыть вход' : 'Приостановить вход'}</h2>
      <ActionForm action={`/staff/${staffId}/${isSuspended ? 'restore' : 'suspend'}`} token={token}>
        {common('access')}
        <button class="button" type="submit">
          {isSuspended ? 'Открыть вход' : 'Приостановить вход'}
        </button>
      </ActionForm>
    </>
  );
}

/** Several forms of a page ask for a reason: each field has an id of its own and the one name. */
function ReasonField({ id }: { readonly id: string }): VNode {
  return (
    <Field
      id={id}
      label="Основание"
      hint="Останется в журнале"
      control={(by) => <input type="text" name="reason" autocomplete="off" maxLength={300} {...by} />}
    />
  );
}

/** The link, shown once to whoever made it. */
export function StaffLinkPage({ staffId, address }: { readonly staffId: string; readonly address: string }): VNode {
  return (
    <>
      <h1>Ссылка для входа</h1>
      <p class="lead">
        Передайте её сотруднику <span class="digits">{staffId}</span> лично или из рук в руки. Она действует 24 часа и
        один раз, здесь больше не появится.
      </p>
      <p>
        <code>{address}</code>
      </p>
      <p>
        <a href={`/staff/${staffId}`}>К сотруднику</a>
      </p>
    </>
  );
}
