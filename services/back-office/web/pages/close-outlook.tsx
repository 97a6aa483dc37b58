import { VNode } from 'preact';
import {
  countInWords,
  FieldError,
  errorOf,
  Money,
  monthInWords,
  Notice,
  numberInWords,
  pluralOf,
  Summary,
} from '#libs/web';
import { CloseFigures } from '#services/billing/api/client';
import { CloseOutlook, hasToInsist } from '../../api/close-outlook';
import { differenceOf } from '../../api/oddities';
import { Difference } from './difference';

interface OutlookProps {
  readonly period: string;
  /** What the close would charge; null where it cannot be told now. */
  readonly figures: CloseFigures | null;
  readonly outlook: CloseOutlook;
}

const UNKNOWN = 'узнать не удалось';

/** What is looked at before a month is closed, the same for whoever asks and whoever agrees: oddities first. */
export function OutlookOfClose({ period, figures, outlook }: OutlookProps): VNode {
  const { doubts, parked, before } = outlook;
  const isKnown = doubts !== null && parked !== null && before !== null && figures !== null;
  return (
    <section id="outlook">
      <h2>На что посмотреть до закрытия</h2>
      {doubts !== null && doubts > 0 && <Doubts count={doubts} />}
      {!isKnown && (
        <Notice kind="warning" title="Не всё удалось узнать">
          <p>Часть программы сейчас не отвечает. Откройте эту страницу через минуту: закрытый месяц не меняется.</p>
        </Notice>
      )}
      <Summary
        items={[
          ...(doubts === null || doubts === 0
            ? [{ name: 'Сомнительные показания', value: doubts === null ? UNKNOWN : 'не ждут решения' }]
            : []),
          { name: 'Рассчитать или закрыть не удалось', value: <Counted count={parked} href="/jobs#parked" /> },
          {
            name: 'Останется открытыми',
            value: <Counted count={figures?.refused ?? null} href="/period/preview?oddity=refused" />,
          },
          ...sumsOf(period, figures, before),
        ]}
      />
      <p>
        <a href="/period/preview">Предпросмотр закрытия: сначала счета, на которые стоит посмотреть</a> ·{' '}
        <a href="/period/preview?oddity=more">где начислено намного больше, чем месяцем раньше</a>
      </p>
    </section>
  );
}

function Doubts({ count }: { readonly count: number }): VNode {
  const words = countInWords(count, 'сомнительное показание', 'сомнительных показания', 'сомнительных показаний');
  return (
    <Notice kind="warning" title={`${words} ${pluralOf(count, 'ждёт', 'ждут', 'ждут')} решения`}>
      <p>
        Пока решения нет, начислено так, как передано, а закрытый месяц не меняется.{' '}
        <a href="/readings?show=doubtful">Посмотреть и решить</a>
      </p>
    </Notice>
  );
}

function Counted({ count, href }: { readonly count: number | null; readonly href: string }): VNode {
  if (count === null) return <>{UNKNOWN}</>;
  return count === 0 ? <>нет</> : <a href={href}>счетов: {numberInWords(String(count))}</a>;
}

function sumsOf(period: string, figures: CloseFigures | null, before: CloseOutlook['before']) {
  const sums =
    figures === null
      ? [{ name: `Начислено: ${monthInWords(period)}`, value: UNKNOWN }]
      : [
          { name: `Начислено: ${monthInWords(period)}`, value: <Money kopecks={figures.chargedKopecks} /> },
          { name: 'Перерасчёты', value: <Money kopecks={figures.recalculatedKopecks} /> },
        ];
  if (before === null) return [...sums, { name: 'Начислено за прошлый месяц', value: UNKNOWN }];
  const { chargedKopecks } = before;
  const name = `Начислено: ${monthInWords(before.period)}`;
  if (chargedKopecks === null) return [...sums, { name, value: 'не было' }];
  const charged = { name, value: <Money kopecks={chargedKopecks} /> };
  if (figures === null) return [...sums, charged];
  const { differenceKopecks, differencePercent } = differenceOf(figures, chargedKopecks);
  const difference = <Difference kopecks={differenceKopecks} percent={differencePercent} />;
  return [...sums, charged, { name: 'Разница', value: difference }];
}

/** Asked once more where something waits or cannot be told; nothing where nothing waits. */
export function Insistence(props: {
  readonly outlook: CloseOutlook;
  readonly isTicked: boolean;
  readonly errors: readonly FieldError[];
}): VNode | null {
  const { outlook, isTicked, errors } = props;
  if (!hasToInsist(outlook)) return null;
  const isWrong = errorOf(errors, 'despiteDoubts') !== undefined;
  return (
    <p>
      <input
        type="checkbox"
        id="despiteDoubts"
        name="despiteDoubts"
        value="yes"
        checked={isTicked}
        {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
      />{' '}
      <label for="despiteDoubts">Закрыть, не дожидаясь решения</label>
    </p>
  );
}
