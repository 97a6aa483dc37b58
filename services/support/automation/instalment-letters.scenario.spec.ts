import {
  instalmentsAgreed,
  instalmentsFulfilled,
  instalmentsMissed,
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
      ['Рассрочка прекратилась', true, undefined],
      ['Рассрочка выплачена', false, undefined],
    ]);
  });
});
