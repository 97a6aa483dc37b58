import { VNode } from 'preact';
import { countInWords, dayInWords, instantInWords, Money, Notice, Summary, Table } from '#libs/web';
import { RegistryCard, RegistryLinesPage, RegistryOutcome } from '#services/payments/api/client';
import { noteInWords, outcomeInWords } from '../registry-words';
import { Files } from '../sheet-parts';
import { ControlSums, SumsTable } from './checked-registry.page';

interface RegistryProps {
  readonly card: RegistryCard;
  readonly lines: RegistryLinesPage;
  readonly outcome: RegistryOutcome | null;
  readonly timeZone: string;
  /** What the office calls the kind of file; its id where there is no such kind any more. */
  readonly kind: string;
}

const FILTERS = [null, 'received', 'suspended', 'conflict', 'duplicate'] as const;

/** A file that was accepted: how far it is, its sums, and what became of each line. */
export function RegistryPage({ card, lines, outcome, timeZone, kind }: RegistryProps): VNode {
  const { registryId, fileName, status, totals, recorded, sums, recordedAt, actor } = card;
  const here = `/registries/${registryId}`;
  const set = sums.suspended.lines + sums.conflict.lines;
  const last = lines.lines.at(-1);
  return (
    <>
      <h1>Реестр {fileName}</h1>
      {status === 'recording' && <Progress recorded={recorded} payments={totals.payments} here={here} />}
      <Summary
        items={[
          { name: 'Принят', value: instantInWords(recordedAt, timeZone) },
          { name: 'Кто принял', value: actor.replace(/^staff:/, 'сотрудник ') },
          { name: 'Вид', value: kind },
          { name: 'Состояние', value: status === 'reconciled' ? 'сверен: каждая строка записана' : 'записывается' },
        ]}
      />
      {set > 0 && (
        <p>
          <a href={`/suspense?registryId=${registryId}`}>
            Разобрать отложенное: {countInWords(set, 'платёж', 'платежа', 'платежей')}
          </a>
        </p>
      )}
      <ControlSums totals={totals} />
      <SumsTable sums={sums} totals={totals} wordsOf={outcomeInWords} caption="Что стало со строками" />
      <h2>Строки</h2>
      <p>
        {FILTERS.map((filter, index) => (
          <>
            {index > 0 && ' · '}
            {filter === outcome ? (
              <strong>{filter === null ? 'все' : outcomeInWords(filter)}</strong>
            ) : (
              <a href={filter === null ? here : `${here}?outcome=${filter}`}>
                {filter === null ? 'все' : outcomeInWords(filter)}
              </a>
            )}
          </>
        ))}
      </p>
      <Lines lines={lines} />
      {lines.more && last !== undefined && (
        <p>
          <a href={`${here}?after=${String(last.ordinal)}${outcome === null ? '' : `&outcome=${outcome}`}`}>
            Следующие строки
          </a>
        </p>
      )}
      <Files to={(format) => `${here}/file?format=${format}`} count={totals.payments} shorter={null} />
    </>
  );
}

function Progress(props: { readonly recorded: number; readonly payments: number; readonly here: string }): VNode {
  const { recorded, payments, here } = props;
  return (
    <Notice kind="notice" title="Реестр записывается">
      <p>
        <progress value={recorded} max={payments} aria-label="Записано строк" /> {String(recorded)} из{' '}
        {String(payments)}
      </p>
      <p>
        Можно уйти с этой страницы: запись продолжится сама, даже если сервер перезапустят. <a href={here}>Обновить</a>
      </p>
    </Notice>
  );
}

function Lines({ lines: { lines } }: { readonly lines: RegistryLinesPage }): VNode {
  return (
    <Table
      caption="В порядке файла"
      empty="Таких строк нет."
      rows={lines}
      columns={[
        { title: 'Строка', names: true, cell: ({ line }) => String(line) },
        { title: 'Счёт', cell: ({ account }) => <span class="digits">{account === '' ? 'не указан' : account}</span> },
        { title: 'Оплачен', cell: ({ paidOn }) => dayInWords(paidOn) },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        { title: 'Операция банка', cell: ({ reference }) => <span class="digits">{reference ?? ''}</span> },
        {
          title: 'Что стало',
          cell: ({ outcome, paymentId }) => <a href={pageOf(outcome, paymentId)}>{outcomeInWords(outcome)}</a>,
        },
        { title: 'Почему', cell: ({ note }) => noteInWords(note) },
      ]}
    />
  );
}

/** A duplicate leads to the payment that counts. */
function pageOf(outcome: RegistryOutcome, paymentId: string): string {
  return outcome === 'suspended' || outcome === 'conflict' ? `/suspense/${paymentId}` : `/payments/${paymentId}`;
}
