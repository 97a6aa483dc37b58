import { VNode } from 'preact';
import { ActionForm, dayInWords, ErrorSummary, Summary } from '#libs/web';
import { MeterCardAnswer } from '#services/metering/api/client';
import { linkTo } from '../links';
import { valuesInWords } from '../reading-words';
import { Confirmation, EntryProps, MeterSummary, Named, Reason, Registers } from './reading-entry.page';

interface CorrectionProps extends Omit<EntryProps, 'today'> {
  readonly reading: MeterCardAnswer['readings'][number];
  /** Who may correct sees the form. */
  readonly mayCorrect: boolean;
}

/** A reading that was taken and is wrong: what it says, the right values, and why. */
export function ReadingCorrectionPage(props: CorrectionProps): VNode {
  const { account, meter, reading, mayCorrect, token, newKey, typed, errors, asks } = props;
  const { takenOn, receivedOn, values, correctedOn } = reading;
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href={linkTo('/readings/entry', { account, meterId: meter.meterId })}>Показания прибора</a>
      </p>
      <h1>Исправить показание</h1>
      <MeterSummary account={account} meter={meter} />
      <Summary
        items={[
          { name: 'Записано', value: `${valuesInWords(values)}, снято ${dayInWords(takenOn)}` },
          { name: 'Получено', value: dayInWords(receivedOn) },
          ...(correctedOn === null ? [] : [{ name: 'Уже исправлялось', value: dayInWords(correctedOn) }]),
        ]}
      />
      {!mayCorrect && <p id="correction">Исправить принятое показание может бухгалтер.</p>}
      {mayCorrect && (
        <>
          <p id="correction">
            Прежнее показание останется в журнале. Открытый месяц посчитаем по исправленному, а разница за закрытые
            войдёт в него перерасчётом.
          </p>
          <ActionForm action="/readings/correction" token={token}>
            <Named account={account} meterId={meter.meterId} newKey={newKey} />
            <input type="hidden" name="takenOn" value={takenOn} />
            <Registers meter={meter} typed={typed} errors={errors} />
            <Reason id="reason" typed={typed} errors={errors} hint="Например: при записи переставлены цифры" />
            {asks && <Confirmation />}
            <button class="button" type="submit">
              Исправить
            </button>
          </ActionForm>
        </>
      )}
    </>
  );
}
