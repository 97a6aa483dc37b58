import { VNode } from 'preact';
import { ActionForm, countInWords, dayInWords, Details, Money, Notice, Summary, Table } from '#libs/web';
import { CheckedRegistry, RecordedLine, RegistryTotals, SumsByOutcome } from '#services/payments/api/client';
import { noteInWords, plannedInWords } from '../registry-words';

interface CheckedProps {
  readonly checked: CheckedRegistry;
  readonly fileName: string;
  readonly token: string;
  readonly formKey: string;
  readonly keptDays: number;
}

/** The reconciliation of a file before anything is written: its control sums, and what will become of each line. */
export function CheckedRegistryPage({ checked, fileName, token, formKey, keptDays }: CheckedProps): VNode {
  const { registryId, profileId, totals, faults, taken, sums, lines, more, ordinary } = checked;
  if (faults.count > 0) return <RefusedFile checked={checked} fileName={fileName} />;
  return (
    <>
      <h1>Проверка реестра</h1>
      <p class="lead">
        {fileName}: {countInWords(totals.payments, 'платёж', 'платежа', 'платежей')} на{' '}
        <Money kopecks={totals.amountKopecks} />. Ещё ничего не записано.
      </p>
      {taken !== null && (
        <Notice kind="warning" title="Этот файл уже принят">
          <p>
            Второй раз он ничего не добавит. <a href={`/registries/${registryId}`}>Посмотреть, что с ним стало</a>
          </p>
        </Notice>
      )}
      <ControlSums totals={totals} />
      <SumsTable sums={sums} totals={totals} wordsOf={plannedInWords} caption="Что станет со строками" />
      {taken === null && (
        <ActionForm action="/registries" token={token}>
          <input type="hidden" name="key" value={formKey} />
          <input type="hidden" name="registryId" value={registryId} />
          <input type="hidden" name="profileId" value={profileId} />
          <input type="hidden" name="fileName" value={fileName} />
          <button class="button" type="submit">
            Принять реестр
          </button>
          <p class="hint">
            Примите файл за {countInWords(keptDays, 'день', 'дня', 'дней')}: потом он удалится. Нажать дважды не
            страшно.
          </p>
        </ActionForm>
      )}
      <LinesTable lines={lines} caption="Строки, на которые стоит посмотреть" empty="Таких строк нет: все запишутся." />
      {more && <p>Показаны первые {String(lines.length)}; остальные будут видны, когда реестр будет принят.</p>}
      {ordinary.length > 0 && (
        <Details summary={`Остальные строки: первые ${String(ordinary.length)} из ${String(ordinaryOf(checked))}`}>
          <LinesTable lines={ordinary} caption="Запишутся на счета" empty="Таких строк нет." />
        </Details>
      )}
    </>
  );
}

/** Lines that are simply received; a note does not keep a line from it, and those are told before. */
function ordinaryOf({ sums, lines }: CheckedRegistry): number {
  return sums.received.lines - lines.filter(({ outcome }) => outcome === 'received').length;
}

function RefusedFile({ checked: { faults }, fileName }: Pick<CheckedProps, 'checked' | 'fileName'>): VNode {
  return (
    <>
      <h1>Реестр не принят</h1>
      <Notice kind="warning" title={`В файле ${fileName} ошибок: ${String(faults.count)}`}>
        <p>
          Ничего не записано: половину реестра потом не сверить. Исправьте причину и{' '}
          <a href="/registries/new">загрузите файл снова</a>.
        </p>
      </Notice>
      <Table
        caption={faults.told.length < faults.count ? `Первые ${String(faults.told.length)} ошибок` : 'Ошибки'}
        empty="Ошибок нет."
        rows={faults.told}
        columns={[
          { title: 'Строка', names: true, cell: ({ line }) => (line === null ? 'весь файл' : String(line)) },
          { title: 'Столбец', cell: ({ column }) => (column === null ? '' : String(column)) },
          { title: 'Что не так и что делать', cell: ({ message }) => message },
        ]}
      />
    </>
  );
}

/** What the closing line states, held against the lines: a file that does not agree was refused before. */
export function ControlSums({ totals }: { readonly totals: RegistryTotals }): VNode {
  const { payments, amountKopecks, transferKopecks, commissionKopecks, order } = totals;
  return (
    <>
      <h2>Контрольные суммы файла</h2>
      <p>Посчитаны по строкам и сошлись с итогами файла.</p>
      <Summary
        items={[
          { name: 'Платежей', value: String(payments) },
          { name: 'Сумма', value: <Money kopecks={amountKopecks} /> },
          {
            name: 'Банк перечисляет',
            value: transferKopecks === null ? 'в файле не сказано' : <Money kopecks={transferKopecks} />,
          },
          {
            name: 'Комиссия банка',
            value: commissionKopecks === null ? 'в файле не сказано' : <Money kopecks={commissionKopecks} />,
          },
          {
            name: 'Платёжное поручение',
            value:
              order === null
                ? 'в файле не сказано'
                : `№ ${order.number}${order.date === null ? '' : ` от ${dayInWords(order.date)}`}`,
          },
        ]}
      />
    </>
  );
}

const ORDER = ['received', 'suspended', 'conflict', 'duplicate'] as const;

/** Counts and sums by outcome, adding up to those of the file. */
export function SumsTable(props: {
  readonly sums: SumsByOutcome;
  readonly totals: RegistryTotals;
  readonly wordsOf: (outcome: (typeof ORDER)[number]) => string;
  readonly caption: string;
}): VNode {
  const { sums, totals, wordsOf, caption } = props;
  return (
    <Table
      caption={caption}
      empty=""
      rows={ORDER}
      columns={[
        { title: 'Что', names: true, cell: wordsOf },
        { title: 'Строк', number: true, cell: (outcome) => String(sums[outcome].lines) },
        { title: 'Сумма', number: true, cell: (outcome) => <Money kopecks={sums[outcome].amountKopecks} /> },
      ]}
      total={['Всего в файле', String(totals.payments), <Money kopecks={totals.amountKopecks} />]}
    />
  );
}

function LinesTable(props: {
  readonly lines: readonly RecordedLine[];
  readonly caption: string;
  readonly empty: string;
}): VNode {
  const { lines, caption, empty } = props;
  return (
    <Table
      caption={caption}
      empty={empty}
      rows={lines}
      columns={[
        { title: 'Строка', names: true, cell: ({ line }) => String(line) },
        { title: 'Счёт', cell: ({ account }) => <span class="digits">{account === '' ? 'не указан' : account}</span> },
        { title: 'Оплачен', cell: ({ paidOn }) => dayInWords(paidOn) },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        { title: 'Операция банка', cell: ({ reference }) => <span class="digits">{reference ?? ''}</span> },
        { title: 'Что будет', cell: ({ outcome }) => plannedInWords(outcome) },
        { title: 'Почему', cell: ({ note }) => noteInWords(note) },
      ]}
    />
  );
}
