import { VNode } from 'preact';
import { ActionForm, instantInWords, Table } from '#libs/web';
import { CabinetAccessView, JournalEntry, JournalKind } from '#services/identity/api/client';

interface JournalProps {
  readonly token: string;
  readonly shown: string;
  readonly access: CabinetAccessView;
  readonly journal: readonly JournalEntry[];
  readonly timeZone: string;
  readonly newKey: () => string;
}

/** Who came in, from where, and who is inside now. */
export function SignInJournalPage(props: JournalProps): VNode {
  const { access, journal, timeZone } = props;
  const at = (instant: string) => instantInWords(instant, timeZone);
  return (
    <>
      <h1>Журнал входов</h1>
      <p class="lead">
        Здесь всё, что происходило со входом по логину счёта {access.account}. Если что-то сделали не Вы,{' '}
        <a href="/account">заморозьте вход</a> и позвоните в бухгалтерию.
      </p>
      <Sessions {...props} at={at} />
      <Devices {...props} at={at} />
      <Table
        caption="Что происходило"
        empty="Пока ничего не происходило. Записи появляются после первого входа."
        rows={journal}
        columns={[
          { title: 'Когда', names: true, cell: (entry) => at(entry.at) },
          { title: 'Что', cell: entryInWords },
        ]}
      />
      <p>
        <a href="/account">Вход и лицевые счета</a>
      </p>
    </>
  );
}

function Sessions({ at, ...props }: JournalProps & { readonly at: (instant: string) => string }): VNode {
  return (
    <Table
      caption="Кто вошёл сейчас"
      empty="Сейчас никто не вошёл."
      rows={props.access.sessions}
      columns={[
        {
          title: 'Устройство',
          names: true,
          cell: ({ device, isThis }) => (isThis ? `${device} (это устройство)` : device),
        },
        { title: 'Вход', cell: ({ startedAt }) => at(startedAt) },
        { title: 'Был активен', cell: ({ usedAt }) => at(usedAt) },
        {
          title: 'Действие',
          cell: ({ sessionId, isThis, device }) =>
            isThis ? (
              '—'
            ) : (
              <Small
                {...props}
                action="/account/sessions/end"
                name="session"
                value={sessionId}
                label="Завершить"
                about={device}
              />
            ),
        },
      ]}
    />
  );
}

function Devices({ at, ...props }: JournalProps & { readonly at: (instant: string) => string }): VNode {
  return (
    <Table
      caption="Знакомые устройства"
      empty="Знакомых устройств нет. Они появляются после входа."
      rows={props.access.devices}
      columns={[
        {
          title: 'Устройство',
          names: true,
          cell: ({ device, isThis }) => (isThis ? `${device} (это устройство)` : device),
        },
        { title: 'Впервые', cell: ({ firstSeenAt }) => at(firstSeenAt) },
        { title: 'Последний вход', cell: ({ lastSeenAt }) => at(lastSeenAt) },
        {
          title: 'Действие',
          cell: ({ deviceId, device }) => (
            <Small
              {...props}
              action="/account/devices/forget"
              name="device"
              value={deviceId}
              label="Забыть"
              about={device}
            />
          ),
        },
      ]}
    />
  );
}

function Small(
  props: Pick<JournalProps, 'token' | 'shown' | 'newKey'> & {
    readonly action: string;
    readonly name: string;
    readonly value: string;
    readonly label: string;
    readonly about: string;
  },
): VNode {
  const { action, token, shown, newKey, name, value, label, about } = props;
  return (
    <ActionForm action={action} token={token}>
      <input type="hidden" name="account" value={shown} />
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name={name} value={value} />
      <button class="button button-link" type="submit">
        {label}
        <span class="visually-hidden"> {about}</span>
      </button>
    </ActionForm>
  );
}

const WORDS: Readonly<Record<JournalKind, string>> = {
  entered: 'Вход',
  entered_elsewhere: 'Вход, которому виден этот счёт',
  shared: 'Этот счёт присоединили ко входу счёта',
  sharing_ended: 'Этот счёт отсоединён от входа счёта',
  account_attached: 'Присоединён счёт',
  account_detached: 'Отсоединён счёт',
  sessions_ended: 'Завершены все входы',
  locked: 'Код много раз ввели с ошибкой',
  suspended: 'Вход заморожен',
  resumed: 'Бухгалтерия снова открыла вход',
  code_asked: 'Попросили напомнить код доступа',
  code_issued: 'Бухгалтерия выдала код доступа',
  code_replaced: 'Бухгалтерия заменила код доступа',
  code_revoked: 'Бухгалтерия отозвала код доступа',
  code_printed: 'Код доступа напечатан',
  code_shown: 'Код доступа показан по одноразовой ссылке',
};

function entryInWords({ kind, device, isNewDevice, otherAccount, minutes }: JournalEntry): string {
  const words = WORDS[kind];
  const newDevice = isNewDevice ? ', новое устройство' : '';
  if (kind === 'entered_elsewhere')
    return `${words}: по логину счёта ${otherAccount ?? ''}, ${device ?? ''}${newDevice}`;
  if (kind === 'shared')
    return `${words} ${otherAccount ?? ''}${device === null ? '' : `, виден на устройствах: ${device}`}`;
  if (kind === 'entered') return `${words}: ${device ?? ''}${newDevice}`;
  if (kind === 'locked') {
    return minutes === null ? `${words}, вход закрыт до нового кода` : `${words}, вход ждёт ${String(minutes)} минут`;
  }
  return otherAccount === null ? words : `${words} ${otherAccount}`;
}
