import { VNode } from 'preact';
import {
  ActionForm,
  Balance,
  dayInWords,
  Details,
  ErrorSummary,
  Field,
  FieldError,
  Money,
  Notice,
  roublesInWords,
  Summary,
} from '#libs/web';
import type { AgedAccount, InstalmentsCard, PaymentCodeAnswer } from '#services/billing/api/client';
import { Payee } from '#services/payments/api/client';
import { PaymentUnderWay } from '../../api/payments-under-way';
import { payeeInWords } from '../words';
import { NextInstalment } from './next-instalment';
import { PenaltyThrough } from './penalty-through';
import { UnderWay } from './under-way';

export interface PayeeToPay {
  readonly payee: Payee;
  /** Below zero: paid in advance. */
  readonly owedKopecks: number;
  /** Begun at the bank and not over: it may have been paid already. */
  readonly underWayKopecks: number;
  /** What is left to pay when all of that comes; zero where nothing is. */
  readonly leftKopecks: number;
  /** Agreements by which the debt is paid by parts. */
  readonly instalments: readonly InstalmentsCard[];
  readonly requisites: PaymentCodeAnswer['requisites'];
  /** What was typed and not understood; null for the sum that is owed. */
  readonly typed: string | null;
}

interface PayProps {
  readonly account: string;
  readonly token: string;
  newKey(): string;
  /** Whether a bank can be paid at. */
  readonly isOnline: boolean;
  readonly toPay: readonly PayeeToPay[];
  /** Begun and not over. */
  readonly underWay: readonly PaymentUnderWay[];
  readonly dueDate: string | null;
  readonly debt: AgedAccount;
  readonly today: string;
  readonly errors: readonly FieldError[];
}

export function amountField(payee: string): string {
  return `amount-${payee}`;
}

/** What is owed to whom, and three ways to pay it: at the bank's page, by a code, by requisites. */
export function PayPage(props: PayProps): VNode {
  const { toPay, underWay, dueDate, debt, today, errors } = props;
  const owing = toPay.filter(({ owedKopecks }) => owedKopecks > 0);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Оплата</h1>
      <UnderWay payments={underWay} />
      {owing.length > 1 && (
        <Notice kind="notice" title="Получателей двое, поэтому и платежа два">
          <p>
            Деньги за жильё и за капитальный ремонт приходят на разные счета. Оплатите одному получателю, а потом
            вернитесь сюда и оплатите другому.
          </p>
        </Notice>
      )}
      {owing.length > 0 && dueDate !== null && (
        <p>
          {dueDate >= today ? `Оплатите до ${dayInWords(dueDate)} включительно.` : `Срок был ${dayInWords(dueDate)}.`}
        </p>
      )}
      <PenaltyThrough debt={debt} />
      <p class="hint">Можно оплатить часть или внести вперёд: просто измените сумму.</p>
      {toPay.map((one) => (
        <PayeeSection {...props} {...one} />
      ))}
      <p>
        <a href="/payments">История платежей</a>
      </p>
    </>
  );
}

function PayeeSection(props: PayProps & PayeeToPay): VNode {
  const { payee, owedKopecks, instalments, isOnline } = props;
  return (
    <section class="card" aria-labelledby={`pay-${payee}`}>
      <h2 id={`pay-${payee}`} class="card-title">
        {payeeInWords(payee)}
      </h2>
      <p class="sum">
        <Balance kopecks={owedKopecks} />
      </p>
      <Left {...props} />
      {instalments.map((agreement) => (
        <NextInstalment agreement={agreement} />
      ))}
      {isOnline ? (
        <OnlineForm {...props} />
      ) : (
        <p>Оплата картой на сайте сейчас не подключена. Оплатите по коду или по реквизитам.</p>
      )}
      <ByCode {...props} />
      <Details summary="Реквизиты для перевода">
        <Requisites {...props} />
      </Details>
    </section>
  );
}

/** A sum that is on its way is not asked for a second time, nor is it hidden: it may not come. */
function Left({ owedKopecks, underWayKopecks, leftKopecks }: PayeeToPay): VNode | null {
  if (underWayKopecks === 0 || owedKopecks <= 0) return null;
  return (
    <p>
      <strong>
        Из них <Money kopecks={Math.min(underWayKopecks, owedKopecks)} /> уже в пути.
      </strong>{' '}
      {leftKopecks === 0 ? (
        'Когда банк подтвердит платёж, платить будет нечего.'
      ) : (
        <>
          Остаётся заплатить <Money kopecks={leftKopecks} />.
        </>
      )}
    </p>
  );
}

function OnlineForm(props: PayProps & PayeeToPay): VNode {
  const { payee, underWayKopecks, leftKopecks, typed, token, account, newKey, errors } = props;
  const field = amountField(payee);
  // Whoever is paying already is proposed only what is left: nothing invites to pay the same twice.
  const proposed = leftKopecks > 0 ? plainRoubles(leftKopecks) : '';
  return (
    <ActionForm action="/pay" token={token}>
      <input type="hidden" name="account" value={account} />
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="payee" value={payee} />
      <Field
        id={field}
        label="Сколько заплатить, рублей"
        {...(underWayKopecks === 0
          ? {}
          : {
              hint: `Платёж на ${roublesInWords(underWayKopecks)} этому получателю ещё не завершён. Эта сумма — сверх него.`,
            })}
        error={errors.find((one) => one.field === field)?.message}
        input={{
          value: typed ?? proposed,
          inputMode: 'decimal',
          class: 'short',
          autocomplete: 'off',
        }}
      />
      <button class="button" type="submit">
        Оплатить на странице банка
      </button>
      <p class="hint">Данные карты Вы введёте на странице банка: мы их не видим и не храним.</p>
    </ActionForm>
  );
}

/** As it is typed: `1234,50`. */
export function plainRoubles(amountKopecks: number): string {
  const digits = String(amountKopecks).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}

function ByCode({ payee, underWayKopecks, leftKopecks }: PayeeToPay): VNode {
  const picture = `/pay/qr/${payee}${leftKopecks > 0 ? `?amount=${String(leftKopecks)}` : ''}`;
  return (
    <Details summary="Код для приложения банка">
      <p>
        Откройте приложение своего банка, выберите оплату по коду и наведите камеру на картинку. Если платите с этого же
        телефона, сохраните картинку и выберите её в приложении.
      </p>
      <p>
        <img
          class="payment-code"
          src={picture}
          loading="lazy"
          alt={`Код для оплаты: ${payeeInWords(payee)}. Всё, что в нём есть, написано ниже, в реквизитах.`}
        />
      </p>
      <p>
        <a href={picture} download={`payment-${payee}.png`}>
          Сохранить картинку
        </a>
      </p>
      <p class="hint">
        {leftKopecks > 0
          ? `В коде уже есть лицевой счёт, получатель и сумма: ${roublesInWords(leftKopecks)}. Сумму можно изменить в приложении.`
          : 'В коде уже есть лицевой счёт и получатель. Сумму введёте в приложении.'}
        {underWayKopecks > 0 &&
          ` Платёж на ${roublesInWords(underWayKopecks)}, который ещё не завершён, в сумму не входит.`}
      </p>
    </Details>
  );
}

function Requisites({ account, requisites, payee }: PayProps & PayeeToPay): VNode {
  const { name, inn, kpp, bankName, bic, bankAccount, correspondentAccount } = requisites;
  const purpose = payee === 'capital_repair' ? 'Взнос на капитальный ремонт' : 'Оплата жилищно-коммунальных услуг';
  return (
    <Summary
      items={[
        { name: 'Получатель', value: name },
        { name: 'ИНН', value: <span class="digits">{inn}</span> },
        ...(kpp === null ? [] : [{ name: 'КПП', value: <span class="digits">{kpp}</span> }]),
        { name: 'Счёт получателя', value: <span class="digits">{bankAccount}</span> },
        { name: 'Банк', value: bankName },
        { name: 'БИК', value: <span class="digits">{bic}</span> },
        { name: 'Корреспондентский счёт', value: <span class="digits">{correspondentAccount}</span> },
        { name: 'Назначение платежа', value: `${purpose}, лицевой счёт ${account}` },
      ]}
    />
  );
}
