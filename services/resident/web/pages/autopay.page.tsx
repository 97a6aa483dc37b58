import { VNode } from 'preact';
import {
  ActionForm,
  Choice,
  dayInWords,
  declineInWords,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  Notice,
  Summary,
} from '#libs/web';
import { AutopayStanding, AutopayStep, Payee } from '#services/payments/api/client';
import { triggerInWords } from '../payment-words';
import { payeeInWords } from '../words';
import { PartAway } from './away';

interface AutopayProps {
  readonly account: string;
  readonly token: string;
  newKey(): string;
  readonly isOnline: boolean;
  readonly agreements: readonly AutopayStanding[];
  /** Whether a notice of a charge can be sent to somebody. */
  readonly canGiveNotice: boolean;
  /** Null while billing is away: without it nothing new is agreed to. */
  readonly owed: ReadonlyMap<Payee, number> | null;
  /** The form as it was typed; empty at the first look. */
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** What a resident has agreed to, what came of it, and how to end it; and the terms of a new agreement. */
export function AutopayPage(props: AutopayProps): VNode {
  const { agreements, isOnline, canGiveNotice, owed, errors } = props;
  const isActive = agreements.some(({ active }) => active !== null);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Автоплатёж</h1>
      <p class="lead">
        Мы спишем с Вашей карты то, что начислено, и не больше предела, который Вы назвали. За три дня до списания
        пришлём письмо.
      </p>
      {!canGiveNotice && <NoAddress isActive={isActive} />}
      {agreements.map((card) => (
        <Agreement {...props} card={card} />
      ))}
      {!isOnline ? (
        <Notice kind="notice" title="Автоплатёж пока недоступен">
          <p>
            Оплата картой на сайте сейчас не подключена. <a href="/pay">Оплатить по коду или реквизитам</a>
          </p>
        </Notice>
      ) : (
        canGiveNotice && (owed === null ? <NoneNew /> : <NewAgreement {...props} owed={owed} />)
      )}
    </>
  );
}

/** The first payment is of what is owed, which is not known now. */
function NoneNew(): VNode {
  return (
    <PartAway title="Подключить или изменить автоплатёж сейчас не получится">
      Начисления не открываются. Отключить автоплатёж можно.
    </PartAway>
  );
}

/** Notice of a charge is promised: where it cannot be sent, nothing is agreed to, and what was agreed to waits. */
function NoAddress({ isActive }: { readonly isActive: boolean }): VNode {
  return (
    <div id="address">
      <Notice kind="warning" title={isActive ? 'Списание приостановлено' : 'Сначала подтвердите адрес почты'}>
        <p>
          {isActive
            ? 'По Вашему счёту нет подтверждённого адреса электронной почты, и предупредить Вас за три дня некуда. Пока адреса нет, мы ничего не спишем: оплачивайте сами.'
            : 'За три дня до списания мы предупреждаем письмом, а подтверждённого адреса электронной почты по Вашему счёту нет.'}
        </p>
        <p>
          <a href="/notifications">Как подтвердить адрес</a>
          {isActive && (
            <>
              {' '}
              или <a href="/pay">оплатить сейчас</a>
            </>
          )}
        </p>
      </Notice>
    </div>
  );
}

function Agreement({ card, account, token, newKey }: AutopayProps & { readonly card: AutopayStanding }): VNode | null {
  const { payee, active, requested, withdrawnOn, endedOn, failure, steps } = card;
  if (active === null && requested === null && withdrawnOn === null && endedOn === null && failure === null)
    return null;
  return (
    <section class="card" aria-labelledby={`autopay-${payee}`}>
      <h2 id={`autopay-${payee}`} class="card-title">
        {payeeInWords(payee)}: {standingInWords(card)}
      </h2>
      {active !== null && (
        <Summary
          items={[
            { name: 'Предел одного списания', value: <Money kopecks={active.limitKopecks} /> },
            { name: 'Когда', value: triggerInWords(active.trigger) },
            { name: 'Откуда', value: active.methodTitle ?? 'карта, которую Вы привязали' },
            { name: 'С какого дня', value: dayInWords(active.agreedOn) },
          ]}
        />
      )}
      {requested !== null && (
        <p>
          Условия от {dayInWords(requested.requestedOn)} начнут действовать, когда пройдёт первый платёж:{' '}
          <a href={`/pay/result/${requested.paymentId}`}>посмотреть, как он идёт</a>.
        </p>
      )}
      {failure !== null && (
        <p>
          Условия, которые Вы назвали, не действуют с {dayInWords(failure.on)}: {FAILURES[failure.reason]}
        </p>
      )}
      {active === null && withdrawnOn !== null && <p>Отключён {dayInWords(withdrawnOn)}. Больше ничего не спишется.</p>}
      {active === null && endedOn !== null && (
        <p>Закончился {dayInWords(endedOn)}. Больше ничего не спишется; при желании подключите его заново.</p>
      )}
      <Steps steps={steps} />
      {(active !== null || requested !== null) && (
        <ActionForm action="/autopay/withdraw" token={token}>
          <input type="hidden" name="account" value={account} />
          <input type="hidden" name="key" value={newKey()} />
          <input type="hidden" name="payee" value={payee} />
          <button class="button button-second" type="submit">
            Отключить автоплатёж
          </button>
        </ActionForm>
      )}
    </section>
  );
}

const FAILURES: Readonly<Record<NonNullable<AutopayStanding['failure']>['reason'], string>> = {
  method_not_kept:
    'банк принял платёж, но карту не запомнил. Платёж учтён. Попробуйте подключить автоплатёж с другой картой.',
  payment_declined: 'первый платёж не прошёл. Попробуйте ещё раз или возьмите другую карту.',
};

function standingInWords({ active, requested, withdrawnOn, endedOn }: AutopayStanding): string {
  if (active !== null) return 'подключён';
  if (requested !== null) return 'ждёт оплаты';
  if (endedOn !== null) return 'закончился';
  return withdrawnOn !== null ? 'отключён' : 'не подключён';
}

function Steps({ steps }: { readonly steps: readonly AutopayStep[] }): VNode | null {
  if (steps.length === 0) return null;
  return (
    <>
      <h3>Что было</h3>
      <ul>
        {steps.toReversed().map((step) => (
          <li>{stepInWords(step)}</li>
        ))}
      </ul>
    </>
  );
}

function stepInWords(step: AutopayStep): VNode {
  const day = dayInWords(step.on);
  switch (step.kind) {
    case 'announced':
      return (
        <>
          {day}: предупредили, что {dayInWords(step.chargeOn)} спишем до <Money kopecks={step.amountKopecks} />.
        </>
      );
    case 'charged':
      return (
        <>
          {day}: отправили в банк <Money kopecks={step.amountKopecks} />.{' '}
          <a href={`/pay/result/${step.paymentId}`}>Как прошло</a>
        </>
      );
    case 'held':
      return <>{day}: не списывали, предупредить Вас было некуда: подтверждённого адреса почты нет.</>;
    case 'declined':
      return (
        <>
          {day}: банк не списал <Money kopecks={step.amountKopecks} />, {declineInWords(step.reason)}.{' '}
          {step.endsAgreement
            ? 'Автоплатёж закончился.'
            : step.nextOn === null
              ? 'Следующая попытка после новой квитанции.'
              : `Следующая попытка ${dayInWords(step.nextOn)}.`}{' '}
          <a href="/pay">Оплатить самому</a>
        </>
      );
    case 'skipped':
      return step.reason === 'no_debt' ? (
        <>{day}: не списывали, долга не было.</>
      ) : (
        <>
          {day}: не списывали. Начислено <Money kopecks={step.owedKopecks} />, это больше Вашего предела.{' '}
          <a href="/pay">Оплатить самому</a>
        </>
      );
  }
}

function NewAgreement(props: AutopayProps & { readonly owed: ReadonlyMap<Payee, number> }): VNode {
  const { account, token, newKey, owed, typed, errors, agreements } = props;
  const fault = (field: string) => errors.find((one) => one.field === field)?.message;
  const isActive = agreements.some(({ active }) => active !== null);
  return (
    <>
      <h2>{isActive ? 'Подключить ещё или изменить условия' : 'Подключить'}</h2>
      <ActionForm action="/autopay" token={token}>
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="key" value={newKey()} />
        <Choice
          name="payee"
          legend="Кому платить"
          options={[...owed].map(([payee, kopecks]) => ({
            value: payee,
            label: payeeInWords(payee),
            hint: kopecks > 0 ? 'сейчас есть что оплатить' : 'сейчас долга нет',
          }))}
          chosen={typed['payee'] ?? null}
        />
        <Fault message={fault('payee')} />
        <Field
          id="limit"
          label="Предел: не списывать больше, рублей за раз"
          hint="Если начислят больше, мы не спишем ничего и напишем Вам"
          error={fault('limit')}
          input={{ value: typed['limit'] ?? '', inputMode: 'decimal', class: 'short', autocomplete: 'off' }}
        />
        <Choice
          name="when"
          legend="Когда платить"
          options={[
            { value: 'slip', label: 'Когда готова квитанция', hint: 'через три дня после письма о ней' },
            { value: 'day', label: 'В один и тот же день месяца' },
          ]}
          chosen={typed['when'] ?? 'slip'}
        />
        <Fault message={fault('when')} />
        <Field
          id="day"
          label="День месяца, от 1 до 28"
          hint="Заполните, если выбрали день"
          error={fault('day')}
          input={{ value: typed['day'] ?? '', inputMode: 'numeric', class: 'short', autocomplete: 'off', maxLength: 2 }}
        />
        <Consent typed={typed} message={fault('consent')} />
        <FirstPayment />
        <button class="button" type="submit">
          Перейти в банк и подключить
        </button>
      </ActionForm>
    </>
  );
}

function Fault({ message }: { readonly message: string | undefined }): VNode | null {
  if (message === undefined) return null;
  return (
    <p class="field-error">
      <span class="visually-hidden">Ошибка: </span>
      {message}
    </p>
  );
}

function Consent(props: {
  readonly typed: Readonly<Record<string, string>>;
  readonly message: string | undefined;
}): VNode {
  const { typed, message } = props;
  return (
    <div class={message === undefined ? 'field' : 'field field-wrong'}>
      <Fault message={message} />
      <div class="choice">
        <input type="checkbox" id="consent" name="consent" value="yes" checked={typed['consent'] === 'yes'} />
        <label for="consent">
          Согласен, чтобы банк запомнил мою карту, а компания списывала начисленное не сверх этого предела. Отключить
          можно в любой момент на этой странице.
        </label>
      </div>
    </div>
  );
}

function FirstPayment(): VNode {
  return (
    <p class="hint">
      При подключении Вы сами оплатите то, что начислено сейчас, а если долга нет, один рубль в счёт будущих начислений:
      так банк запомнит карту.
    </p>
  );
}
