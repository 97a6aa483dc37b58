import { VNode } from 'preact';
import { countInWords, instantInWords, monthInWords, Notice, numberInWords } from '#libs/web';
import { CalculationProgress } from '#services/billing/api/client';

interface ProgressProps {
  readonly progress: CalculationProgress;
  readonly timeZone: string;
  /** The page on which it stands, to look again. */
  readonly here: string;
}

const accounts = (count: number) => countInWords(count, 'счёт', 'счёта', 'счетов');

/** The calculation that somebody has asked for: how far it is, or what it did. Nothing moves by itself. */
export function Progress({ progress, timeZone, here }: ProgressProps): VNode {
  const { state, period, accountsDone, accountsDue, startedAt, finishedAt, askedBy, outcome } = progress;
  const begun = `Начат ${instantInWords(startedAt, timeZone)}, просил № ${askedBy.replace(/^staff:/, '')}.`;
  if (state === 'running') {
    return (
      <Notice kind="notice" title={`Идёт расчёт за ${monthInWords(period)}`}>
        <p>
          <progress value={accountsDone} max={Math.max(accountsDue, 1)} aria-label="Рассчитано счетов" />{' '}
          {accountsDue === 0
            ? 'Ищем счета, которые нужно рассчитать.'
            : `Рассчитано ${numberInWords(String(accountsDone))} из ${accounts(accountsDue)}.`}{' '}
          {begun} Страницу можно закрыть: расчёт продолжится.
        </p>
        <p>
          <a href={here}>Посмотреть, сколько сделано</a>
        </p>
      </Notice>
    );
  }
  if (state === 'failed' || finishedAt === null || outcome === null) {
    return (
      <Notice kind="warning" title={`Расчёт за ${monthInWords(period)} прервался`}>
        <p>
          {begun} Рассчитано {numberInWords(String(accountsDone))} из {accounts(accountsDue)}, это сохранено. Начните
          расчёт ещё раз: он продолжит с того же места.
        </p>
      </Notice>
    );
  }
  const { calculated, parked, heldByOthers } = outcome;
  return (
    <Notice kind="done" title={`Расчёт за ${monthInWords(period)} закончен`}>
      <p>
        {begun} Закончен {instantInWords(finishedAt, timeZone)}.{' '}
        {calculated === 0 ? 'Суммы не изменились.' : `Суммы изменились: ${accounts(calculated)}.`}{' '}
        {parked.length > 0 && (
          <>
            Не удалось рассчитать <a href="/jobs#parked">{accounts(parked.length)}</a>.
          </>
        )}
        {heldByOthers.length > 0 && ' Часть домов рассчитывает другой процесс.'}
      </p>
    </Notice>
  );
}
