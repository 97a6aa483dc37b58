import type { Request } from 'express';
import { VNode } from 'preact';
import { ownPath, ServiceAwayError, TOKEN_FIELD } from '#libs/gateway';
import { ActionForm, NavigationLink, Notice } from '#libs/web';
import { visitorOf } from '../../api/visitor';
import { isPerhapsDone, PERHAPS_DONE_FIELD } from '../form';

const READINGS = { href: '/readings', text: 'Показания счётчиков' };
const CHARGES = { href: '/charges', text: 'Начисления' };
const DEBT = { href: '/debt', text: 'Долг и пени' };
const SLIPS = { href: '/slips', text: 'Квитанции' };
const PAYMENTS = { href: '/payments', text: 'История платежей' };
const SERVICES = { href: '/services', text: 'Услуги' };
const CONVERSATIONS = { href: '/conversations', text: 'Обращения' };

interface Absence {
  /** What residents know the service by. */
  readonly missing: string;
  /** Pages that do not ask it. */
  readonly apart: readonly NavigationLink[];
}

const ABSENCES: Readonly<Record<string, Absence>> = {
  billing: {
    missing: 'Сейчас не открываются начисления, долг, квитанции и суммы к оплате.',
    apart: [READINGS, PAYMENTS, SERVICES, CONVERSATIONS],
  },
  metering: {
    missing: 'Сейчас не открываются показания счётчиков, и новые не принимаются.',
    apart: [CHARGES, DEBT, SLIPS, PAYMENTS, SERVICES, CONVERSATIONS],
  },
  payments: {
    missing: 'Сейчас не открываются оплата, история платежей и автоплатёж.',
    apart: [READINGS, CHARGES, DEBT, SLIPS, SERVICES, CONVERSATIONS],
  },
  support: {
    missing: 'Сейчас не открываются обращения, заказы услуг и напоминания.',
    apart: [READINGS, CHARGES, DEBT, SLIPS, PAYMENTS],
  },
  identity: { missing: 'Сейчас не получается войти в кабинет и открыть свои страницы.', apart: [] },
};
const FOR_EVERYBODY: readonly NavigationLink[] = [
  { href: '/faq', text: 'Частые вопросы' },
  { href: '/guide', text: 'Как найти сохранённый пароль' },
];

/** What stands in place of a part of a page; the rest of the page is there. */
export function PartAway({ title, children }: { readonly title: string; readonly children?: string }): VNode {
  return (
    <Notice kind="notice" title={title}>
      <p>{children === undefined ? LATER : `${children} ${LATER}`}</p>
    </Notice>
  );
}

const LATER = 'Попробуйте через несколько минут.';
const KEPT = 'Всё, что Вы передали, оплатили и написали раньше, сохранено.';
const NOT_DONE = 'То, что Вы сейчас отправили, не записано.';
const MAY_BE_DONE = 'Связь прервалась, и мы не знаем, записано ли то, что Вы сейчас отправили.';
/** What was taken all the same is under the same key, and is not taken twice. */
const AGAIN = 'Нажмите кнопку через несколько минут: отправится то же самое, и дважды оно не запишется.';

/** A page that cannot be shown without a service: what is missing, what became of what was sent, and what is there. */
export function AwayWords(props: {
  readonly away: ServiceAwayError;
  readonly request: Request;
  readonly token: string;
}): VNode {
  const { away, request, token } = props;
  const { missing, apart } = ABSENCES[away.service] ?? { missing: 'Одна из частей кабинета не отвечает.', apart: [] };
  const isPerhaps = isPerhapsDone(request, away);
  const again = sentAgain(request, isPerhaps);
  const links = visitorOf(request) === null ? FOR_EVERYBODY : apart;
  return (
    <>
      <p class="lead">{missing}</p>
      {request.method === 'POST' && <p>{isPerhaps ? MAY_BE_DONE : NOT_DONE}</p>}
      <p>
        {KEPT} {again === null ? LATER : AGAIN}
      </p>
      {again !== null && again.typed.length > 0 && <p>Вы ввели: {again.typed.join('; ')}.</p>}
      {again !== null && (
        <ActionForm action={again.action} token={token}>
          {again.fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <div class="buttons">
            <button class="button" type="submit">
              Отправить ещё раз
            </button>
          </div>
        </ActionForm>
      )}
      {links.length > 0 && (
        <>
          <p>Эти страницы от этого не зависят:</p>
          <ul>
            {links.map(({ href, text }) => (
              <li>
                <a href={href}>{text}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface SentForm {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
  /** What a person knows it by. */
  readonly typed: readonly string[];
}

/** Fields for figures and words; the others hold what was chosen. */
const TYPED = /^(value\d|amount|amount-\w+|what-if-.+|limit|comment)$/;

/**
 * The form as it was sent, with its key, so that it is the same command. Null for what has none, for one with files,
 * which no page can fill in, and for one with an access code, which no page repeats.
 */
function sentAgain(request: Request, isPerhaps: boolean): SentForm | null {
  const action = ownPath(request.path);
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  if (request.method !== 'POST' || action === null || visitorOf(request) === null) return null;
  if (!('key' in body) || 'code' in body || request.is('multipart/form-data') !== false) return null;
  const fields = Object.entries(body).flatMap(([name, value]): (readonly [string, string])[] =>
    name === TOKEN_FIELD || name === PERHAPS_DONE_FIELD || typeof value !== 'string' ? [] : [[name, value]],
  );
  if (isPerhaps) fields.push([PERHAPS_DONE_FIELD, '1']);
  const typed = fields.filter(([name, value]) => TYPED.test(name) && value !== '').map(([, value]) => value);
  return { action, fields, typed };
}
