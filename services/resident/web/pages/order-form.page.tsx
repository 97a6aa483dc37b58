import { VNode } from 'preact';
import { ActionForm, capitalised, Choice, ErrorSummary, Field, FieldError, Money, Notice, Summary } from '#libs/web';
import {
  COMMENT_CHARACTERS_LIMIT,
  FreeDay,
  OfferedService,
  PARTS_OF_DAY,
  PAYMENT_WAYS,
} from '#services/support/api/client';
import { PARTS_IN_WORDS, PAYMENT_IN_WORDS, priceOfUnit, weekdayInWords } from '../order-words';

/** The order as it was typed, each field a text. */
export interface TypedOrder {
  readonly visitOn: string;
  readonly partOfDay: string;
  readonly quantity: string;
  readonly comment: string;
  readonly paid: string;
}

export const NOTHING_TYPED: TypedOrder = {
  visitOn: '',
  partOfDay: 'morning',
  quantity: '1',
  comment: '',
  paid: 'on_slip',
};

interface OrderFormProps {
  readonly service: OfferedService;
  readonly days: readonly FreeDay[];
  readonly typed: TypedOrder;
  readonly errors: readonly FieldError[];
  readonly token: string;
  readonly account: string;
  readonly formKey: string;
}

/** Choosing the day and the rest; nothing is ordered before it was checked on the next page. */
export function OrderFormPage(props: OrderFormProps): VNode {
  const { service, days, errors, token, account, formKey } = props;
  const free = days.filter((day) => day.free > 0);
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/services">Все услуги</a>
      </p>
      <h1>{service.name}</h1>
      <p>{service.description}</p>
      <p class="lead">{priceOfUnit(service.unitPriceKopecks, service.unit)}</p>
      {free.length === 0 ? (
        <Notice kind="notice" title="Свободных дней сейчас нет">
          <p>Все ближайшие дни заняты. Загляните завтра: каждый день открывается новый.</p>
        </Notice>
      ) : (
        <ActionForm action={`/services/${service.serviceId}/order`} token={token}>
          <input type="hidden" name="account" value={account} />
          <input type="hidden" name="key" value={formKey} />
          <Fields {...props} days={free} />
          <div class="buttons">
            <button class="button" type="submit" name="step" value="check">
              Проверить заказ
            </button>
          </div>
        </ActionForm>
      )}
    </>
  );
}

function Fields({ service, days, typed, errors }: OrderFormProps): VNode {
  return (
    <>
      <DayFields days={days} visitOn={typed.visitOn} partOfDay={typed.partOfDay} errors={errors} />
      {service.quantityLimit === 1 ? (
        <input type="hidden" name="quantity" value="1" />
      ) : (
        <Field
          id="quantity"
          label={`Количество (${service.unit})`}
          hint={`От 1 до ${String(service.quantityLimit)}`}
          error={faultOf(errors, 'quantity')}
          input={{
            inputMode: 'numeric',
            class: 'short',
            value: typed.quantity,
            maxLength: 3,
            autocomplete: 'off',
          }}
        />
      )}
      <Field
        id="comment"
        label="Что важно знать специалисту"
        hint="Например, код домофона и телефон. Можно не заполнять. Это увидят только сотрудники компании."
        error={faultOf(errors, 'comment')}
        control={(described) => (
          <textarea {...described} name="comment" rows={3} maxLength={COMMENT_CHARACTERS_LIMIT}>
            {typed.comment}
          </textarea>
        )}
      />
      <Choice
        name="paid"
        legend="Как оплатить"
        options={PAYMENT_WAYS.map((way) => ({ value: way, label: capitalised(PAYMENT_IN_WORDS[way]) }))}
        chosen={typed.paid}
      />
    </>
  );
}

/** The day and the part of it, for a new order and for one that is moved. */
export function DayFields(props: {
  readonly days: readonly FreeDay[];
  readonly visitOn: string;
  readonly partOfDay: string;
  readonly errors: readonly FieldError[];
}): VNode {
  const { days, visitOn, partOfDay, errors } = props;
  return (
    <>
      <Field
        id="visitOn"
        label="День"
        hint="Показаны дни, на которые есть свободное время"
        error={faultOf(errors, 'visitOn')}
        control={(described) => (
          <select {...described} name="visitOn">
            <option value="">Выберите день</option>
            {days.map(({ day }) => (
              <option value={day} selected={day === visitOn}>
                {weekdayInWords(day)}
              </option>
            ))}
          </select>
        )}
      />
      <Choice
        name="partOfDay"
        legend="Когда Вам удобнее"
        hint="Это пожелание: точное время специалист согласует с Вами."
        options={PARTS_OF_DAY.map((part) => ({ value: part, label: capitalised(PARTS_IN_WORDS[part]) }))}
        chosen={partOfDay}
      />
    </>
  );
}

/** The last look before ordering: what, when, for how much, and until when it can be undone. */
export function OrderCheckPage(props: {
  readonly service: OfferedService;
  readonly order: TypedOrder;
  readonly amountKopecks: number;
  readonly changeableUntil: string;
  /** Whether a bank can be paid at now. */
  readonly isOnline: boolean;
  readonly token: string;
  readonly account: string;
  readonly formKey: string;
}): VNode {
  const { service, order, amountKopecks, changeableUntil, isOnline, token, account, formKey } = props;
  const part = PARTS_OF_DAY.find((one) => one === order.partOfDay) ?? 'morning';
  const way = PAYMENT_WAYS.find((one) => one === order.paid) ?? 'on_slip';
  const leadsToBank = way === 'at_once' && isOnline;
  return (
    <>
      <h1>Проверьте заказ</h1>
      <Summary
        items={[
          { name: 'Услуга', value: service.name },
          { name: 'Когда', value: `${weekdayInWords(order.visitOn)}, ${PARTS_IN_WORDS[part]}` },
          { name: 'Сколько', value: `${order.quantity}\u00a0${service.unit}` },
          { name: 'Цена', value: priceOfUnit(service.unitPriceKopecks, service.unit) },
          { name: 'К оплате', value: <Money kopecks={amountKopecks} /> },
          { name: 'Как оплатить', value: PAYMENT_IN_WORDS[way] },
          ...(order.comment === '' ? [] : [{ name: 'Специалисту', value: order.comment }]),
        ]}
      />
      <p>Отменить или перенести заказ можно будет здесь же, последний день: {weekdayInWords(changeableUntil)}.</p>
      <ActionForm action={`/services/${service.serviceId}/order`} token={token}>
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="key" value={formKey} />
        {Object.entries(order).map(([name, value]) => (
          <input type="hidden" name={name} value={value as string} />
        ))}
        {leadsToBank && (
          <p>
            После нажатия откроется страница банка, на которой Вы введёте данные карты. Если закроете её, не заплатив,
            заказ останется, а оплатить его можно будет на его странице.
          </p>
        )}
        {way === 'at_once' && !isOnline && (
          <p>Сейчас оплатить картой нельзя. Если так и останется, сумма войдёт в квитанцию.</p>
        )}
        <div class="buttons">
          <button class="button" type="submit" name="step" value="place">
            {leadsToBank ? 'Заказать и оплатить' : 'Заказать'}
          </button>
          <button class="button button-second" type="submit" name="step" value="change">
            Изменить
          </button>
        </div>
      </ActionForm>
    </>
  );
}

function faultOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((one) => one.field === field)?.message;
}
