import { VNode } from 'preact';
import { ActionForm, errorOf, ErrorSummary, Field, FieldError, roublesInWords, SelectField } from '#libs/web';
import { ALONE_MAX_KOPECKS, HousePreview, RecalculationPreview } from '#services/billing/api/client';
import { HOUSE_KINDS, STATED_KINDS, StatedKind } from '../recalculation-form';
import { recalculationInWords, ruleInWords } from '../recalculation-words';
import { houseOptions } from './house-select';
import { KindFields, KindFieldsProps } from './recalculation-fields';
import { HousePreviewTable, PreviewTable, ReliefsBefore } from './recalculation-preview';

interface NewProps extends Omit<KindFieldsProps, 'kind'> {
  readonly kind: StatedKind | null;
  /** What was worked out; null before anything is asked, or where it cannot be. */
  readonly preview: RecalculationPreview | null;
  readonly housePreview: HousePreview | null;
  readonly token: string;
  readonly formKey: string;
}

/** A recalculation: what kind, its form, what it comes to line by line, and the recording. */
export function NewRecalculationPage(props: NewProps): VNode {
  const { kind, typed, errors } = props;
  const about = { account: typed['account'] ?? '', houseId: typed['houseId'] ?? '' };
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/recalculations">Все перерасчёты</a>
      </p>
      <h1>{kind === null ? 'Новый перерасчёт' : recalculationInWords(kind)}</h1>
      {kind === null ? <KindForm {...props} {...about} /> : <GroundsForm {...props} kind={kind} />}
      {kind !== null && props.preview !== null && (
        <>
          <ReliefsBefore preview={props.preview} />
          <PreviewTable preview={props.preview} names={props.names} />
          <RecordForm {...props} action={actionOf(kind, props.preview)} />
        </>
      )}
      {props.housePreview !== null && (
        <>
          <HousePreviewTable preview={props.housePreview} names={props.names} />
          {props.housePreview.figures.accounts > 0 && <RecordForm {...props} action="/recalculations/orders" />}
        </>
      )}
    </>
  );
}

function KindForm(props: NewProps & { readonly account: string; readonly houseId: string }): VNode {
  const { account, houseId, names, errors } = props;
  return (
    <>
      <form method="get" action="/recalculations/new" novalidate>
        <SelectField
          id="kind"
          label="Что случилось"
          error={errorOf(errors, 'kind')}
          options={STATED_KINDS.map((value) => ({ value, text: recalculationInWords(value) }))}
          chosen={props.typed['kind'] ?? ''}
        />
        <Field
          id="account"
          label="Лицевой счёт"
          error={errorOf(errors, 'account')}
          input={{ value: account, inputMode: 'numeric', maxLength: 20, autocomplete: 'off' }}
        />
        <SelectField
          id="houseId"
          label="Или весь дом"
          hint={`Для дома: ${HOUSE_KINDS.map((one) => recalculationInWords(one).toLowerCase()).join(', ')}`}
          none="Один счёт"
          options={houseOptions(names.houses)}
          chosen={houseId}
        />
        <Carried typed={props.typed} names={['conversation', 'utility', 'period']} />
        <button class="button" type="submit">
          Дальше
        </button>
      </form>
      <p>
        Закрытые месяцы по другим правилам для всех счетов считает <a href="/replay">пересчёт месяцев</a>.
      </p>
    </>
  );
}

/** What the way here has brought along, such as the question of a resident and the line that it is about. */
function Carried({ typed, names }: { readonly typed: NewProps['typed']; readonly names: readonly string[] }): VNode {
  const brought = names.flatMap((name) => (typed[name] ? [{ name, value: typed[name] }] : []));
  return (
    <>
      {brought.map(({ name, value }) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

function GroundsForm(props: NewProps & { readonly kind: StatedKind }): VNode {
  const { kind, typed, names, errors } = props;
  const houseId = typed['houseId'] ?? '';
  const address = names.houses.find((house) => house.houseId === houseId)?.address ?? houseId;
  return (
    <>
      <p class="lead">
        {houseId === '' ? (
          <>
            Лицевой счёт{' '}
            <a class="digits" href={`/accounts/${typed['account'] ?? ''}`}>
              {typed['account']}
            </a>
          </>
        ) : (
          `Все счета дома: ${address}`
        )}
      </p>
      <p class="hint">{ruleInWords(kind)}</p>
      <form method="get" action="/recalculations/new" novalidate>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="show" value="1" />
        <Carried typed={typed} names={['conversation']} />
        {houseId === '' ? (
          <input type="hidden" name="account" value={typed['account'] ?? ''} />
        ) : (
          <>
            <input type="hidden" name="houseId" value={houseId} />
            <Field
              id="except"
              label="Кроме счетов"
              hint="Номера через пробел. Пусто — все счета дома"
              error={errorOf(errors, 'except')}
              input={{ value: typed['except'] ?? '', maxLength: 2_000, autocomplete: 'off' }}
            />
          </>
        )}
        <KindFields {...props} kind={kind} />
        <button class="button button-second" type="submit">
          Посчитать
        </button>
      </form>
    </>
  );
}

function actionOf(kind: StatedKind, { needsApproval }: RecalculationPreview): string {
  if (kind === 'penalty_waiver') return '/recalculations/waivers';
  return needsApproval ? '/recalculations/approvals' : '/recalculations';
}

/** Records what was shown: the same fields again, with the cause. */
function RecordForm(props: NewProps & { readonly action: string }): VNode {
  const { typed, token, formKey, errors, action, preview, housePreview } = props;
  const isWaiver = action.endsWith('/waivers');
  const needsTwo = isWaiver || action.endsWith('/approvals');
  const shown = Object.entries(typed).filter(
    ([name, value]) => value !== '' && !['cause', 'document', 'digest', 'expectedKopecks'].includes(name),
  );
  return (
    <>
      <h2>{needsTwo ? 'Попросить второго сотрудника' : 'Записать'}</h2>
      {needsTwo && !isWaiver && (
        <p>
          Один сотрудник записывает по счёту за календарный месяц не больше {roublesInWords(ALONE_MAX_KOPECKS)} в одну
          сторону. Этот перерасчёт согласует руководитель, который о нём не просил.
        </p>
      )}
      <ActionForm action={action} token={token}>
        <input type="hidden" name="key" value={formKey} />
        {shown.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {preview !== null && !isWaiver && (
          <input type="hidden" name="expectedKopecks" value={String(preview.amountKopecks)} />
        )}
        {housePreview !== null && <input type="hidden" name="digest" value={housePreview.figures.digest} />}
        <Field
          id="cause"
          label="Причина"
          hint="Её прочтёт жилец в кабинете"
          error={errorOf(errors, 'cause')}
          input={{ value: typed['cause'] ?? '', maxLength: 300, autocomplete: 'off' }}
        />
        <Field
          id="document"
          label="Документ"
          hint="Акт, заявление, решение. Можно не заполнять"
          error={errorOf(errors, 'document')}
          input={{ value: typed['document'] ?? '', maxLength: 300, autocomplete: 'off' }}
        />
        <button class="button" type="submit">
          {isWaiver ? 'Попросить списать пени' : needsTwo ? 'Попросить согласовать' : 'Записать перерасчёт'}
        </button>
        <p class="hint">Сумма войдёт в начисления, когда закроется открытый месяц.</p>
      </ActionForm>
    </>
  );
}

export function causeError(cause: string): readonly FieldError[] {
  return cause.trim() === '' ? [{ field: 'cause', message: 'Напишите причину: её прочтёт жилец.' }] : [];
}
