import { VNode } from 'preact';
import { sumKopecks } from '#libs/money';
import { capitalised, dayInWords, Money, monthInWords, Summary, Table } from '#libs/web';
import { AccountCard, AgedAccount } from '#services/billing/api/client';

export type LetterKind = 'reminder' | 'claim';

/** To whom, and what is owed. */
export interface DebtLetter {
  readonly card: AccountCard;
  readonly payees: AgedAccount['payees'];
  readonly penaltyThrough: AgedAccount['penaltyThrough'];
}

interface LettersProps {
  readonly kind: LetterKind;
  readonly letters: readonly DebtLetter[];
  readonly asOf: string;
  readonly today: string;
  readonly payUntil: string;
}

/** Letters as they are printed: one on a sheet. They name the account and the dwelling, and no person. */
export function DebtLettersPage(props: LettersProps): VNode {
  const { letters, asOf } = props;
  // What is not due yet is no reason to write.
  const owing = letters
    .map(({ payees, ...letter }) => ({
      ...letter,
      payees: payees.map((payee) => overdueOf(payee, asOf)).filter(isOwed),
    }))
    .filter(({ payees }) => payees.length > 0);
  return (
    <>
      <h1 class="on-screen">Письма должникам</h1>
      <p class="on-screen">
        Печать — клавишами Ctrl + P: каждое письмо на своём листе. <a href="/debtors">К списку должников</a>
      </p>
      {owing.length === 0 && <p class="empty">Просроченного долга на этот день нет, писать не о чем.</p>}
      {owing.map((letter) => (
        <Letter {...props} letter={letter} />
      ))}
    </>
  );
}

function titleOf(kind: LetterKind): string {
  return kind === 'claim' ? 'Претензия об уплате долга' : 'Напоминание о долге';
}

/** The months whose due day has passed by the end of the day. */
function overdueOf(payee: AgedAccount['payees'][number], asOf: string): AgedAccount['payees'][number] {
  const lines = payee.lines.filter(({ dueDate }) => dueDate < asOf);
  const sum = (of: 'principalKopecks' | 'penaltyKopecks') => sumKopecks(lines.map((line) => line[of]));
  return { ...payee, lines, principalKopecks: sum('principalKopecks'), penaltyKopecks: sum('penaltyKopecks') };
}

function isOwed({ principalKopecks, penaltyKopecks }: AgedAccount['payees'][number]): boolean {
  return principalKopecks > 0 || penaltyKopecks > 0;
}

function Letter(props: LettersProps & { readonly letter: DebtLetter }): VNode {
  const { kind, letter, asOf, today, payUntil } = props;
  const { card, payees, penaltyThrough } = letter;
  const company = card.payees.find(({ payee }) => payee === 'main');
  return (
    <article class="letter">
      <p>
        {company?.name}
        <br />
        {company?.address}
        {company?.phone !== undefined && company.phone !== null && `, телефон ${company.phone}`}
      </p>
      <p>
        Собственнику или нанимателю помещения: {card.address}, кв. {card.flat}
        <br />
        Лицевой счёт <span class="digits">{card.account}</span>
      </p>
      <h2>{titleOf(kind)}</h2>
      <p>{dayInWords(today)}</p>
      <Opening kind={kind} asOf={asOf} />
      {payees.map((payee) => (
        <Owed payee={payee} card={card} />
      ))}
      {penaltyThrough !== undefined && <p>Пени посчитаны по {dayInWords(penaltyThrough)}.</p>}
      <Demand kind={kind} payUntil={payUntil} />
      <p class="signature">Подпись ____________________ / ____________________ /</p>
    </article>
  );
}

function Opening({ kind, asOf }: Pick<LettersProps, 'kind' | 'asOf'>): VNode {
  return kind === 'claim' ? (
    <p>
      Плату за жильё и коммунальные услуги вносят полностью и в срок (статьи 153 и 155 Жилищного кодекса). На конец дня{' '}
      {dayInWords(asOf)} по Вашему счёту не оплачено:
    </p>
  ) : (
    <p>На конец дня {dayInWords(asOf)} по Вашему счёту не оплачено. Возможно, Вы просто забыли:</p>
  );
}

function Owed({ payee, card }: { readonly payee: DebtLetter['payees'][number]; readonly card: AccountCard }): VNode {
  const { principalKopecks, penaltyKopecks, advanceKopecks, lines } = payee;
  const to = card.payees.find((one) => one.payee === payee.payee);
  return (
    <section>
      <Table
        caption={payee.payee === 'capital_repair' ? 'Взнос на капитальный ремонт' : 'Жильё и коммунальные услуги'}
        empty=""
        rows={lines}
        columns={[
          { title: 'За месяц', names: true, cell: ({ period }) => capitalised(monthInWords(period)) },
          { title: 'Оплатить надо было до', cell: ({ dueDate }) => dayInWords(dueDate) },
          { title: 'Долг', number: true, cell: (line) => <Money kopecks={line.principalKopecks} /> },
          { title: 'Пени', number: true, cell: (line) => <Money kopecks={line.penaltyKopecks} /> },
        ]}
        total={['Всего', '', <Money kopecks={principalKopecks} />, <Money kopecks={penaltyKopecks} />]}
      />
      <Summary
        items={[
          ...(advanceKopecks > 0 ? [{ name: 'Внесено вперёд', value: <Money kopecks={advanceKopecks} /> }] : []),
          { name: 'К оплате', value: <Money kopecks={principalKopecks + penaltyKopecks - advanceKopecks} /> },
          ...(to === undefined
            ? []
            : [
                { name: 'Получатель', value: `${to.name}, ИНН ${to.inn}` },
                { name: 'Счёт', value: `${to.bankAccount} в ${to.bankName}, БИК ${to.bic}` },
              ]),
        ]}
      />
    </section>
  );
}

function Demand({ kind, payUntil }: Pick<LettersProps, 'kind' | 'payUntil'>): VNode {
  const until = dayInWords(payUntil);
  return kind === 'claim' ? (
    <p>
      Требуем оплатить долг и пени до {until} включительно. Пени считаются за каждый день просрочки по частям 14 и 14.1
      статьи 155 Жилищного кодекса и растут до дня оплаты. Если долг не будет оплачен, мы обратимся в суд, а судебные
      расходы будут взысканы с должника. Если оплатить сразу трудно, обратитесь к нам: долг можно разделить на части.
    </p>
  ) : (
    <p>
      Оплатите, пожалуйста, до {until}. Если Вы уже заплатили, не обращайте внимания на это письмо. Если сумма кажется
      неверной или заплатить сразу трудно, позвоните или напишите нам: объясним каждую строку и поможем.
    </p>
  );
}
