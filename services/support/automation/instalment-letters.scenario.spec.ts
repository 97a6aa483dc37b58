import {
  accountClosed,
  instalmentKept,
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
  instalmentsReopened,
  instalmentsRestored,
  instalmentsWithdrawn,
} from '#libs/contracts';
import { ACCOUNT, originOf, SupportOffice } from '../api/testing/support-office';

const AGREEMENT = { account: ACCOUNT, agreementId: 'a-1' };
const PLAN = {
  ...AGREEMENT,
  agreedOn: '2026-03-03',
  payee: 'main' as const,
  graceDays: 5,
  amountKopecks: 100_000,
  parts: [
    { dueOn: '2026-03-20', amountKopecks: 70_000 },
    { dueOn: '2026-04-20', amountKopecks: 30_000 },
  ],
};
const MISSED = {
  ...AGREEMENT,
  part: 1,
  missedOn: '2026-03-26',
  penaltyFrom: '2026-03-21',
  missingKopecks: 70_000,
};

let office: SupportOffice;
beforeEach(async () => {
  office = await SupportOffice.open();
});
afterEach(() => office.close());

/** What has been sent, with plain spaces. */
const letters = () =>
  office.letters.map(({ subject, text }) => ({ subject, text: text.replace(/[\u00a0\u202f]/g, ' ') }));
const subjects = () => letters().map(({ subject }) => subject);
const lastText = () => letters().at(-1)?.text ?? '';

describe('an agreement to pay by parts', () => {
  it('is told with its plan when it is made, once', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    await office.tell(instalmentsAgreed, PLAN);
    await office.send();
    expect(subjects()).toEqual(['Рассрочка: долг можно платить частями']);
    expect(lastText()).toContain('можно платить частями, всего 1 000,00 ₽:');
    expect(lastText()).toContain(
      '— до 20 марта 2026 включительно: 700,00 ₽\n— до 20 апреля 2026 включительно: 300,00 ₽',
    );
    expect(lastText()).toContain('пени на этот долг не начисляются');
    expect(lastText()).toContain('https://lk.example.ru/debt');
    await office.expectAtRest();
  });

  it('for capital repair says so, and so does every letter of it', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, { ...PLAN, payee: 'capital_repair' });
    await office.send();
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    await office.send();
    expect(letters().map(({ text }) => text.includes('взнос на капитальный ремонт'))).toEqual([true, true]);
  });

  it('that is broken tells what was missing and from when on penalty counts, and each time anew', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    await office.send();
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    await office.send();
    expect(subjects().at(-1)).toBe('Рассрочка прекратилась: часть не оплачена в срок');
    expect(lastText()).toContain('до 20 марта 2026 не оплачено 700,00 ₽');
    expect(lastText()).toContain('с 21 марта 2026 на оставшийся долг снова начисляются пени');

    office.at('2026-03-28');
    await office.tell(instalmentsRestored, { ...AGREEMENT, part: 1, restoredOn: '2026-03-28' });
    await office.send();
    expect(subjects().at(-1)).toBe('Рассрочка снова действует');
    expect(lastText()).toContain('с 28 марта 2026 снова действует');

    office.at('2026-04-26');
    const again = { part: 2, missedOn: '2026-04-26', penaltyFrom: '2026-04-21', missingKopecks: 30_000 };
    await office.tell(instalmentsMissed, { ...AGREEMENT, ...again });
    await office.send();
    expect(subjects()).toHaveLength(4);
    expect(lastText()).toContain('до 20 апреля 2026 не оплачено 300,00 ₽');
    await office.expectAtRest();
  });

  it('that is fulfilled is told with thanks', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-04-18');
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-04-18' });
    await office.send();
    expect(subjects().at(-1)).toBe('Рассрочка выплачена');
    expect(lastText()).toContain('оплачен полностью. Спасибо!');
    await office.expectAtRest();
  });

  it('that was fulfilled by a payment that is recalled runs again, or says from when on penalty counts', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-10');
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-03-10' });
    office.at('2026-03-12');
    await office.tell(instalmentsReopened, { ...AGREEMENT, reopenedOn: '2026-03-12', leftKopecks: 60_000 });
    await office.send();
    expect(subjects().at(-1)).toBe('Платёж отозван: рассрочка снова действует');
    expect(lastText()).toContain('отозван или возвращён. Поэтому долг оплачен не полностью: осталось 600,00 ₽');
    expect(lastText()).not.toContain('начисляются с ');

    office.at('2026-03-14');
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-03-14' });
    await office.send();
    expect(subjects().filter((subject) => subject === 'Рассрочка выплачена')).toHaveLength(2);

    office.at('2026-05-06');
    await office.tell(instalmentsMissed, { ...MISSED, missedOn: '2026-05-06', recalled: true });
    await office.send();
    expect(subjects().at(-1)).toBe('Рассрочка не действует: платёж отозван');
    expect(lastText()).toContain('Без него до 20 марта 2026 не оплачено 700,00 ₽');
    expect(lastText()).toContain('пени на этот долг начисляются с 21 марта 2026');
    expect(lastText()).not.toContain('деньги могут быть в пути');
    await office.expectAtRest();
  });

  it('that the office ends tells from when on penalty counts', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-10');
    await office.tell(instalmentsWithdrawn, { ...AGREEMENT, withdrawnOn: '2026-03-10', penaltyFrom: '2026-03-11' });
    await office.send();
    expect(subjects().at(-1)).toBe('Рассрочка прекращена');
    expect(lastText()).toContain('С 11 марта 2026 на оставшийся долг снова начисляются пени');
    await office.expectAtRest();
  });

  it('that was broken before the office ended it is not told of again', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    await office.send();
    office.at('2026-03-27');
    await office.tell(instalmentsWithdrawn, { ...AGREEMENT, withdrawnOn: '2026-03-27', penaltyFrom: '2026-03-21' });
    await office.send();
    expect(subjects()).toEqual(['Рассрочка прекратилась: часть не оплачена в срок']);
  });

  it('made before letters told of such is told of when it is broken', async () => {
    await office.verifyContact();
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    await office.send();
    expect(subjects()).toEqual(['Рассрочка прекратилась: часть не оплачена в срок']);
    await office.expectAtRest();
  });

  it('is told to nobody who has turned its letters off; each kind has a switch', async () => {
    await office.verifyContact();
    await office.client.chooseNotifications(ACCOUNT, ['instalments_broken'], originOf('only-broken'));
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-03-26' });
    await office.send();
    expect(subjects()).toEqual(['Рассрочка прекратилась: часть не оплачена в срок']);
    expect(lastText()).toContain('включено напоминание «Рассрочка прекратилась»');
    const { kinds } = await office.client.notifications(ACCOUNT);
    const ofInstalments = kinds.filter(({ kind }) => kind.startsWith('instalment'));
    expect(ofInstalments.map(({ title, on, always }) => [title, on, always])).toEqual([
      ['Рассрочка действует', false, undefined],
      ['Скоро платить по рассрочке', false, undefined],
      ['Рассрочка прекратилась', true, undefined],
      ['Рассрочка выплачена', false, undefined],
    ]);
  });
});

describe('a part that is due soon', () => {
  const remindOn = async (day: string) => {
    office.at(day, '09:30:00');
    await office.catchUp();
    return office.remind();
  };
  const nothing = { listed: 0, requested: 0 };
  const known = { listed: 1, requested: 0 };
  const one = { listed: 1, requested: 1 };

  it('is reminded of once, from five to three days before, and no letter demands what may be paid already', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, {
      ...PLAN,
      parts: PLAN.parts.map((part, at) => (at === 0 ? { ...part, dueOn: '2026-03-30' } : part)),
    });
    await office.send();
    expect(await remindOn('2026-03-24')).toEqual(nothing);
    // The 25th is the last day of the reading window as well.
    expect(await remindOn('2026-03-26')).toEqual(one);
    expect(await remindOn('2026-03-27')).toEqual(known);
    expect(await remindOn('2026-03-28')).toEqual(nothing);
    await office.send();
    expect(subjects().at(-1)).toBe('Скоро платить по рассрочке');
    expect(lastText()).toContain('оплатите 700,00 ₽ до 30 марта 2026 включительно. Это часть 1 из 2.');
    expect(lastText()).toContain('Если Вы уже заплатили');
    await office.expectAtRest();
  });

  it('is asked for by what is left of it when more was paid before', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-26');
    await office.tell(instalmentKept, { ...AGREEMENT, part: 1, keptOn: '2026-03-26', leftKopecks: 10_000 });
    // The 15th to 20th hold no day of the reading window but its first.
    expect(await remindOn('2026-04-16')).toEqual(one);
    await office.send();
    expect(lastText()).toContain('оплатите 100,00 ₽ до 20 апреля 2026 включительно. Это часть 2 из 2.');
  });

  it('reaches who can be reached only after the agreement was made', async () => {
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-04-01');
    await office.verifyContact();
    expect(await remindOn('2026-04-16')).toEqual(one);
    await office.send();
    expect(subjects()).toEqual(['Скоро платить по рассрочке']);
  });

  it('is not reminded of while the agreement is broken, and is again once it runs', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-26');
    await office.tell(instalmentsMissed, MISSED);
    expect(await remindOn('2026-04-16')).toEqual(nothing);
    await office.tell(instalmentsRestored, { ...AGREEMENT, part: 1, restoredOn: '2026-04-16' });
    expect(await remindOn('2026-04-17')).toEqual(one);
  });

  it('is reminded of by what is left when a payment of the paid agreement was recalled', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    office.at('2026-03-26');
    await office.tell(instalmentKept, { ...AGREEMENT, part: 1, keptOn: '2026-03-26', leftKopecks: 10_000 });
    office.at('2026-04-02');
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-04-02' });
    office.at('2026-04-03');
    await office.tell(instalmentsReopened, { ...AGREEMENT, reopenedOn: '2026-04-03', leftKopecks: 20_000 });
    expect(await remindOn('2026-04-16')).toEqual(one);
    await office.send();
    expect(lastText()).toContain('оплатите 200,00 ₽ до 20 апреля 2026 включительно. Это часть 2 из 2.');
  });

  it('is not reminded of when the agreement is over or the account is closed', async () => {
    await office.verifyContact();
    await office.tell(instalmentsAgreed, PLAN);
    await office.tell(instalmentsAgreed, { ...PLAN, agreementId: 'a-2', payee: 'capital_repair' });
    office.at('2026-03-10');
    await office.tell(instalmentsFulfilled, { ...AGREEMENT, fulfilledOn: '2026-03-10' });
    expect(await remindOn('2026-04-16')).toEqual(one);
    await office.tell(accountClosed, { account: ACCOUNT, closedOn: '2026-04-17' });
    expect(await remindOn('2026-04-17')).toEqual(nothing);
  });
});
