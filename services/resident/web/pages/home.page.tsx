import { VNode } from 'preact';
import { Balance, dayAndMonth, dayInWords, instantInWords, Money, monthInWords, Notice, Summary } from '#libs/web';
import { AccountOverview, InstalmentsCard } from '#services/billing/api/client';
import { AccountMetersAnswer } from '#services/metering/api/client';
import { PaymentUnderWay } from '../../api/payments-under-way';
import { balanceOf, overdue, sum, toPay, unpostedPenalty } from '../sums';
import { payeeInWords } from '../words';
import { PartAway } from './away';
import { NextInstalment } from './next-instalment';
import { PenaltyThrough } from './penalty-through';
import { WindowInWords } from './reading-window';
import { UnderWay } from './under-way';

/** What is null could not be asked for now. */
interface HomeProps {
  readonly account: string;
  readonly overview: AccountOverview | null;
  /** Agreements by which debts are paid by parts; none while they cannot be asked for. */
  readonly instalments: readonly InstalmentsCard[];
  readonly meters: AccountMetersAnswer | null;
  readonly underWay: readonly PaymentUnderWay[] | null;
}

const CARDS = [
  { href: '/consumption', title: 'Расход', text: 'Сколько израсходовано по месяцам: график и таблица' },
  { href: '/debt', title: 'Долг и пени', text: 'По месяцам, на любую дату, с прогнозом пени' },
  { href: '/capital-repair', title: 'Капитальный ремонт', text: 'Взносы, площадь, ставка, фонд' },
  { href: '/slips', title: 'Квитанции', text: 'За любой месяц, с кодом для оплаты' },
  { href: '/what-if', title: 'Посчитать заранее', text: 'Сколько придётся платить, если что-то изменится' },
  { href: '/account', title: 'Вход и лицевые счета', text: 'Кто входил, ещё одна квартира, письма и автоплатёж' },
];

/** First the sum and what to do, then readings, then everything else. */
export function HomePage({ account, overview, instalments, meters, underWay }: HomeProps): VNode {
  return (
    <>
      <h1>{overview === null ? `Лицевой счёт ${account}` : `${overview.card.address}, кв. ${overview.card.flat}`}</h1>
      {underWay === null ? (
        <PartAway title="Оплата и история платежей сейчас не открываются">
          Если Вы недавно платили на сайте, второй раз пока не платите: здесь не видно, завершён ли тот платёж.
        </PartAway>
      ) : (
        <UnderWay payments={underWay} />
      )}
      {overview === null ? (
        <PartAway title="Сумма к оплате и начисления сейчас не открываются">
          Всё, что Вы передали и оплатили, сохранено.
        </PartAway>
      ) : (
        <ToPay overview={overview} instalments={instalments} />
      )}
      {meters === null ? (
        <PartAway title="Показания счётчиков сейчас не открываются и не принимаются">
          Всё, что Вы передали раньше, сохранено.
        </PartAway>
      ) : (
        <Readings meters={meters} />
      )}
      <h2 class="on-screen">Ещё в кабинете</h2>
      <ul class="cards on-screen">
        {CARDS.map(({ href, title, text }) => (
          <li class="card">
            <a href={href}>{title}</a>
            <p class="hint">{text}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function ToPay(props: { readonly overview: AccountOverview; readonly instalments: HomeProps['instalments'] }): VNode {
  const { overview, instalments } = props;
  const { debt, lastStatement, asOf, at, card } = overview;
  const sumToPay = toPay(debt);
  const late = overdue(debt, asOf);
  const growing = unpostedPenalty(debt);
  return (
    <section class="card" aria-labelledby="to-pay">
      <h2 id="to-pay" class="card-title">
        {sumToPay > 0 ? 'К оплате' : 'Платить сейчас не нужно'}
      </h2>
      <p class="sum">
        {sumToPay > 0 ? <Money kopecks={sumToPay} /> : <Balance kopecks={sum(debt.payees.map(balanceOf))} />}
      </p>
      {lastStatement !== null && sumToPay > 0 && (
        <p>
          {lastStatement.dueDate >= asOf
            ? `Оплатите до ${dayAndMonth(lastStatement.dueDate)} включительно. `
            : `Срок был ${dayInWords(lastStatement.dueDate)}. `}
          <a href={`/charges/${lastStatement.period}`}>
            Из чего сложилась сумма за {monthInWords(lastStatement.period)}
          </a>
        </p>
      )}
      <div class="buttons">
        <a class="button" href="/pay">
          {sumToPay > 0 ? 'Оплатить' : 'Внести вперёд'}
        </a>
        {lastStatement !== null && <a href="/slips">Квитанция за {monthInWords(lastStatement.period)}</a>}
      </div>
      <Summary
        items={debt.payees.map((payee) => ({
          name: payeeInWords(payee.payee),
          value: <Balance kopecks={balanceOf(payee)} />,
        }))}
      />
      {late > 0 && (
        <p>
          <strong>
            Из них просрочено <Money kopecks={late} />.
          </strong>{' '}
          <a href="/debt">За какие месяцы</a>
        </p>
      )}
      {instalments.map((agreement) => (
        <NextInstalment agreement={agreement} />
      ))}
      {growing > 0 && (
        <p>
          После последней квитанции накопились пени: <Money kopecks={growing} />. Они войдут в следующую.{' '}
          <a href="/debt">Как растут пени</a>
        </p>
      )}
      <PenaltyThrough debt={debt} />
      <p class="hint">Посчитано {instantInWords(at, card.timeZone)}.</p>
    </section>
  );
}

function Readings({ meters }: { readonly meters: AccountMetersAnswer }): VNode | null {
  const { today } = meters;
  const inUse = meters.meters.filter(({ removedOn }) => removedOn === null);
  if (inUse.length === 0) return null;
  const given = inUse.filter(({ lastOn }) => lastOn.slice(0, 7) === today.slice(0, 7)).length;
  return (
    <Notice kind={given === inUse.length ? 'done' : 'notice'} title="Показания счётчиков">
      <p>
        {given === inUse.length
          ? 'В этом месяце показания всех счётчиков есть.'
          : `В этом месяце показаний: ${String(given)} из ${String(inUse.length)}.`}{' '}
        <WindowInWords meters={meters} />
      </p>
      <p>
        <a href="/readings">Передать показания</a>
      </p>
    </Notice>
  );
}
