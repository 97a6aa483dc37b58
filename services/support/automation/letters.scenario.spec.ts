import { Logger } from '@nestjs/common';
import {
  accountClosed,
  accountShared,
  autopayAnnounced,
  autopayDeclined,
  autopayRequestFailed,
  autopaySkipped,
  contactWithdrawn,
  onlinePaymentDeclined,
  paymentCredited,
  paymentCreditReversed,
  paymentReceived,
  periodClosed,
  readingAccepted,
} from '#libs/contracts';
import { MemoryMailer } from '#libs/mail';
import { ACCOUNT, ADDRESS, originOf, PERSON, SupportOffice } from '../api/testing/support-office';
import { notifications } from '../projections/notifications.projection';
import { NotificationEvent } from '../domain/notification.events';

const FIGURES = { openingKopecks: 0, chargedKopecks: 0, recalculatedKopecks: 0, penaltyKopecks: 0, paymentsKopecks: 0 };
const closeOf = (period: string, dueOn: string, closingKopecks: number) => ({
  account: ACCOUNT,
  period,
  dueOn,
  payees: [{ payee: 'main' as const, ...FIGURES, closingKopecks }],
});
const payment = (paymentId: string, receivedOn: string, amountKopecks = 1_000) => ({
  account: ACCOUNT,
  paymentId,
  payee: 'main' as const,
  amountKopecks,
  receivedOn,
  namedPeriod: null,
});

/** March is the month in which it counts; the due is of February. */
const credited = (amountKopecks: number) => ({
  ...{ account: ACCOUNT, paymentId: 'P-1', payee: 'main' as const },
  ...{ amountKopecks, receivedOn: '2026-03-03', period: '2026-03' },
});

let office: SupportOffice;
beforeEach(async () => {
  office = await SupportOffice.open();
});
afterEach(() => office.close());

const subjects = () => office.letters.map(({ subject }) => subject);
const kindsRequested = async () => {
  const { events } = await office.stack.store.readAll({ after: 0, limit: 10_000, types: ['NotificationRequested'] });
  return events.map(
    (event) => (event as unknown as Extract<NotificationEvent, { type: 'NotificationRequested' }>).data.kind,
  );
};

describe('a question to a specialist', () => {
  it('is answered by a promised day, and the letter says that there is an answer and not what', async () => {
    await office.verifyContact();
    const subject = { kind: 'charge_line', reference: '2026-02/hot_water/heat' } as const;
    const typed = { text: 'Почему так много? Моя карта 4111 1111 1111 1111', files: [] };
    const { conversationId } = await office.client.openConversation(ACCOUNT, subject, typed, originOf('question-1'));
    await office.catchUp();
    const asked = await office.client.conversation(ACCOUNT, conversationId);
    // Ten business days after Tuesday, 3 March 2026; Sunday the 8th is a holiday and no business day anyway.
    expect(asked.conversation).toMatchObject({ state: 'waiting', answerPromisedOn: '2026-03-17', subject });
    expect(asked.messages[0]?.text).toBe('Почему так много? Моя карта •••• •••• •••• 1111');

    office.at('2026-03-05');
    const { status, body } = await office.post(`/support/conversations/${conversationId}/answers`, 'answer-0001', {
      text: 'Сделали перерасчёт',
    });
    expect([status, body.conversationId]).toEqual([201, conversationId]);
    await office.catchUp();
    expect(await office.send()).toEqual({ sent: 1, deferred: 0, failed: 0, faults: 0 });
    const [letter] = office.letters;
    expect(letter).toMatchObject({ to: ADDRESS, subject: 'Специалист ответил на Ваше обращение' });
    // At noon of Samara, by the clock of the process.
    expect(letter?.sentAt).toBe('2026-03-05T08:00:00.000Z');
    expect(letter?.text).toContain(`https://lk.example.ru/conversations/${conversationId}`);
    expect(letter?.text).not.toContain('перерасчёт');
    expect((await office.client.conversation(ACCOUNT, conversationId)).conversation.state).toBe('settled');
    await office.expectAtRest();
  });

  it('leaves neither a word nor an address in the log, and goes with the person', async () => {
    await office.verifyContact();
    const subject = { kind: 'account', reference: ACCOUNT } as const;
    const { conversationId } = await office.client.openConversation(
      ACCOUNT,
      subject,
      { text: 'Соседи сверху', files: [{ name: 'Иванов.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') }] },
      originOf('question-1'),
    );
    await office.catchUp();
    await office.send();
    const log = await office.logText();
    for (const secret of ['Соседи', 'Иванов', ADDRESS]) expect(log).not.toContain(secret);
    const { messages } = await office.client.conversation(ACCOUNT, conversationId);
    expect(messages[0]?.attachments).toMatchObject([{ name: 'Иванов.pdf', mediaType: 'application/pdf' }]);

    await office.stack.vault.erase(PERSON);
    const erased = await office.client.conversation(ACCOUNT, conversationId);
    expect(erased.messages[0]?.text).toBeNull();
    const more = office.client.writeMessage(
      ACCOUNT,
      conversationId,
      { text: 'Ещё', files: [] },
      originOf('question-2'),
    );
    await expect(more).rejects.toMatchObject({ rejection: { code: 'SUPPORT_PERSON_ERASED' } });
  });

  it('of an account whose payer nobody knows is kept for the account', async () => {
    await office.openAccount('0018', undefined);
    const subject = { kind: 'account', reference: '0018' } as const;
    const opened = await office.client.openConversation(
      '0018',
      subject,
      { text: 'Вопрос', files: [] },
      originOf('q-0018'),
    );
    await office.catchUp();
    const { messages } = await office.client.conversation('0018', opened.conversationId);
    expect(messages[0]?.text).toBe('Вопрос');
  });

  it('sent twice by a double press is one question with its files once', async () => {
    const subject = { kind: 'account', reference: ACCOUNT } as const;
    const files = [{ name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') }];
    const ask = () =>
      office.client.openConversation(ACCOUNT, subject, { text: 'Вопрос', files }, originOf('question-1'));
    const [first, second] = [await ask(), await ask()];
    expect(second).toEqual(first);
    await office.catchUp();
    const { messages } = await office.client.conversation(ACCOUNT, first.conversationId);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.attachments).toHaveLength(1);
    const attachmentId = messages[0]?.attachments[0]?.attachmentId ?? '';
    const { bytes } = await office.client.attachment(ACCOUNT, first.conversationId, attachmentId);
    expect(bytes).toEqual(files[0]?.bytes);
  });
});

describe('letters', () => {
  it('wait for the morning in quiet hours', async () => {
    await office.verifyContact();
    office.at('2026-03-03', '21:30:00');
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    expect(await office.send()).toEqual({ sent: 0, deferred: 0, failed: 0, faults: 0 });
    office.at('2026-03-04', '08:59:00');
    expect(await office.send()).toMatchObject({ sent: 0 });
    office.at('2026-03-04', '09:00:00');
    expect(await office.send()).toMatchObject({ sent: 1 });
    expect(subjects()).toEqual(['Платёж принят']);
    await office.expectAtRest();
  });

  it('tell nothing of before the contact was verified, and nothing twice', async () => {
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    office.at('2026-03-04');
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-2', '2026-03-04'));
    await office.tell(paymentReceived, payment('P-2', '2026-03-04'));
    await office.send();
    expect(office.letters.map(({ text }) => /4.марта/.test(text))).toEqual([true]);
    // A bus that has forgotten everything delivers everything again.
    const { consumerState } = office.stack;
    jest.spyOn(consumerState, 'checkpoint').mockResolvedValueOnce(0);
    jest.spyOn(consumerState, 'lookUp').mockResolvedValue({ handled: new Set(), parkedKeys: new Set() });
    await office.catchUp();
    await office.send();
    expect(office.letters).toHaveLength(1);
    expect(await kindsRequested()).toEqual(['payment_received']);
    await office.expectAtRest();
  });

  it('tell of the rest of a payment, of which the bank gave back a part, as of what it is', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, {
      ...payment('online-p1-after-refund-15000', '2026-03-03', 25_000),
      refundedKopecks: 15_000,
    });
    await office.send();
    expect(subjects()).toEqual(['Часть платежа возвращена']);
    expect(office.letters[0]?.text.replaceAll('\u00a0', ' ')).toMatch(
      /Вам возвращены 150,00 ₽ из платежа от 3 марта 2026.*Остальные 250,00 ₽ учтены/,
    );
    await office.expectAtRest();
  });

  it('end for a kind by one press in a letter, without signing in, and for no other kind', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    await office.send();
    const off = office.letters[0]?.oneClickOff ?? '';
    const token = off.slice(off.lastIndexOf('/') + 1);
    expect(off).toMatch(/^https:\/\/lk\.example\.ru\/unsubscribe\//);
    expect(await office.client.lookAtOff(token)).toMatchObject({ kind: 'payment_received' });
    expect(await office.client.lookAtOff(`${token.slice(0, -2)}xx`)).toBeNull();
    expect(await office.client.turnOff('nothing', 'correlation')).toBeNull();

    expect(await office.client.turnOff(token, 'correlation')).toMatchObject({ kind: 'payment_received' });
    await office.client.turnOff(token, 'correlation');
    await office.tell(paymentReceived, payment('P-2', '2026-03-03'));
    await office.tell(periodClosed, closeOf('2026-02', '2026-03-15', 2_000));
    await office.send();
    expect(subjects()).toEqual(['Платёж принят', 'Квитанция за февраль 2026 готова']);
    const { kinds, addresses } = await office.client.notifications(ACCOUNT);
    expect(kinds.filter(({ on }) => !on).map(({ kind }) => kind)).toEqual(['payment_received']);
    expect(addresses).toEqual(['a•••@example.ru']);
    await office.expectAtRest();
  });

  it('that wait are not sent to a contact that was withdrawn, nor of a kind that was turned off', async () => {
    await office.verifyContact();
    await office.verifyContact('mail-2', 'ivan@example.ru');
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    await office.tell(periodClosed, closeOf('2026-02', '2026-03-15', 2_000));
    await office.tell(contactWithdrawn, { account: ACCOUNT, contactId: 'mail-1', withdrawnOn: '2026-03-03' });
    const wanted = (await office.client.notifications(ACCOUNT)).kinds.map(({ kind }) => kind);
    const on = wanted.filter((kind) => kind !== 'slip_ready');
    await office.client.chooseNotifications(ACCOUNT, on, originOf('choose-1'));
    expect(await office.send()).toEqual({ sent: 1, deferred: 0, failed: 3, faults: 0 });
    expect(office.letters.map(({ to, subject }) => [to, subject])).toEqual([['ivan@example.ru', 'Платёж принят']]);
    await office.expectAtRest();
  });

  it('are tried again when nobody takes them', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    const mailer = office.stack.mailer as MemoryMailer;
    mailer.breakDown();
    expect(await office.send()).toEqual({ sent: 0, deferred: 1, failed: 0, faults: 0 });
    mailer.repair();
    office.at('2026-03-03', '12:04:59');
    expect(await office.send()).toEqual({ sent: 0, deferred: 0, failed: 0, faults: 0 });
    office.at('2026-03-03', '12:05:00');
    expect(await office.send()).toEqual({ sent: 1, deferred: 0, failed: 0, faults: 0 });
    await office.expectAtRest();
  });

  it('leave once although the process ends right after handing one over', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    const { mailer } = office.stack;
    let handedOver = 0;
    const counting = {
      async send(mail: Parameters<typeof mailer.send>[0]) {
        handedOver += 1;
        await mailer.send(mail);
      },
    };
    const { commands } = office.stack;
    const dying = {
      execute: (async (request: Parameters<typeof commands.execute>[0]) => {
        if (request.commandId.startsWith('outcome:')) throw new Error('killed');
        return commands.execute(request);
      }) as typeof commands.execute,
    };
    expect(await office.send({ mailer: counting, commands: dying })).toMatchObject({ sent: 0, faults: 1 });
    expect(await office.send({ mailer: counting })).toEqual({ sent: 0, deferred: 0, failed: 0, faults: 0 });
    office.at('2026-03-03', '12:10:00');
    expect(await office.send({ mailer: counting })).toEqual({ sent: 0, deferred: 0, failed: 1, faults: 0 });
    expect(handedOver).toBe(1);
    await office.expectAtRest();
  });

  it('are sent once by two processes that look at the same moment', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    let handedOver = 0;
    const mailer = {
      async send() {
        handedOver += 1;
      },
    };
    const both = await Promise.all([office.send({ mailer }), office.send({ mailer })]);
    expect(both[0].sent + both[1].sent).toBe(1);
    expect(handedOver).toBe(1);
  });
});

describe('a run of letters', () => {
  it('ends where the quiet hours begin, with the clock of each letter', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    await office.tell(paymentReceived, payment('P-2', '2026-03-03'));
    office.at('2026-03-03', '20:59:00');
    const { mailer } = office.stack;
    const slow = {
      async send(mail: Parameters<typeof mailer.send>[0]) {
        await mailer.send(mail);
        office.at('2026-03-03', '21:00:00');
      },
    };
    expect(await office.send({ mailer: slow })).toMatchObject({ sent: 1 });
    expect(office.letters).toHaveLength(1);
    const { events } = await office.stack.store.readAll({ after: 0, limit: 10_000, types: ['NotificationSent'] });
    // Eight in the evening and 59 minutes when it was claimed, nine when it had left: 21:00 in Samara is 17:00 UTC.
    expect(events.map(({ data }) => (data as { sentAt: string }).sentAt)).toEqual(['2026-03-03T17:00:00.000Z']);
    office.at('2026-03-04', '09:00:00');
    expect(await office.send()).toMatchObject({ sent: 1 });
  });

  it('goes on behind a letter that breaks something, and counts it', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    await office.tell(paymentReceived, payment('P-2', '2026-03-03'));
    const { commands } = office.stack;
    let broken = 0;
    const breaking = {
      execute: (async (request: Parameters<typeof commands.execute>[0]) => {
        if (request.commandId.startsWith('attempt:') && (broken += 1) === 1) throw new TypeError(`of ${ADDRESS}`);
        return commands.execute(request);
      }) as typeof commands.execute,
    };
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    expect(await office.send({ commands: breaking })).toEqual({ sent: 1, deferred: 0, failed: 0, faults: 1 });
    expect(told).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(told.mock.calls)).toContain('TypeError');
    expect(JSON.stringify(told.mock.calls)).not.toContain(ADDRESS);
    expect(await office.send()).toMatchObject({ sent: 1, faults: 0 });
    told.mockRestore();
  });

  it('tells of a vault that breaks, and of no mail server that is silent', async () => {
    await office.verifyContact();
    await office.tell(paymentReceived, payment('P-1', '2026-03-03'));
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const { vault, mailer } = office.stack;
    const broken = { ...vault, get: () => Promise.reject(new RangeError('broken')), seal: vault.seal.bind(vault) };
    expect(await office.send({ vault: broken })).toMatchObject({ deferred: 1 });
    expect(told).toHaveBeenCalledTimes(1);
    office.at('2026-03-03', '12:05:00');
    (mailer as MemoryMailer).breakDown();
    expect(await office.send()).toMatchObject({ deferred: 1 });
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});

describe('a payment that the bank has not made', () => {
  const declined = { account: ACCOUNT, paymentId: 'p1', payee: 'main' as const, amountKopecks: 150_000, orderId: null };

  it('is told of with the reason, where the payer has not stopped by themselves', async () => {
    await office.verifyContact();
    const told = { ...declined, byAutopay: false, declinedOn: '2026-03-03' };
    await office.tell(onlinePaymentDeclined, { ...told, reason: 'insufficient_funds' });
    await office.tell(onlinePaymentDeclined, { ...told, reason: 'insufficient_funds' });
    await office.tell(onlinePaymentDeclined, { ...told, paymentId: 'p2', reason: 'declined_by_payer' });
    await office.tell(onlinePaymentDeclined, { ...told, paymentId: 'p3', reason: 'card_expired', byAutopay: true });
    await office.send();
    expect(subjects()).toEqual(['Платёж не прошёл']);
    expect(office.letters[0]?.text).toContain('Причина: на карте не хватило денег.');
    await office.expectAtRest();
  });

  it('by an agreement is told of with what comes next', async () => {
    await office.verifyContact();
    const { orderId, ...charge } = declined;
    void orderId;
    const told = { ...charge, reason: 'insufficient_funds', endsAgreement: false, declinedOn: '2026-03-03' };
    await office.tell(autopayDeclined, { ...told, nextOn: '2026-04-10' });
    await office.tell(autopayDeclined, { ...told, paymentId: 'p2', nextOn: null });
    const over = { paymentId: 'p3', reason: 'card_expired', nextOn: null, endsAgreement: true };
    await office.tell(autopayDeclined, { ...told, ...over });
    await office.send();
    expect(subjects()).toEqual(['Автоплатёж не прошёл', 'Автоплатёж не прошёл', 'Автоплатёж не прошёл и закончился']);
    const [first, second, third] = office.letters.map(({ text }) => text);
    expect(first).toMatch(/не хватило денег.*\n\nСледующая попытка будет 10.апреля 2026\./s);
    expect(second).toContain('Следующая попытка будет после новой квитанции.');
    expect(third).toContain('срок карты истёк');
    expect(third).toContain('автоплатёж закончился');
    await office.expectAtRest();
  });

  it('is told of where the bank has kept no card for an agreement', async () => {
    await office.verifyContact();
    const failed = { account: ACCOUNT, payee: 'main' as const, paymentId: 'p1', failedOn: '2026-03-03' };
    await office.tell(autopayRequestFailed, { ...failed, reason: 'method_not_kept' });
    await office.tell(autopayRequestFailed, { ...failed, paymentId: 'p2', reason: 'payment_declined' });
    await office.send();
    expect(subjects()).toEqual(['Автоплатёж не подключён: банк не запомнил карту']);
    await office.expectAtRest();
  });
});

describe('agreements to be charged', () => {
  it('have letters that no switch and no press turns off', async () => {
    await office.verifyContact();
    await office.client.chooseNotifications(ACCOUNT, [], originOf('choose-1'));
    office.at('2026-03-04');
    const announced = { account: ACCOUNT, payee: 'main' as const, amountKopecks: 150_000, announcedOn: '2026-03-04' };
    await office.tell(autopayAnnounced, { ...announced, chargeOn: '2026-03-07' });
    await office.tell(paymentReceived, payment('P-1', '2026-03-04'));
    await office.send();
    expect(subjects()).toEqual(['Скоро автоплатёж']);
    const [letter] = office.letters;
    expect(letter?.oneClickOff).toBeNull();
    expect(letter?.text).toContain('Отключить автоплатёж: https://lk.example.ru/autopay');
    const { kinds } = await office.client.notifications(ACCOUNT);
    expect(kinds.filter(({ on }) => on).map(({ kind }) => kind)).toEqual([
      'autopay_announced',
      'autopay_skipped',
      'autopay_declined',
      'autopay_not_agreed',
      'account_shared',
    ]);

    // A letter of before, which still had a link of its own.
    const [id = ''] = (await office.stack.readModelStore.find(notifications, {})).map(({ key }) => key);
    const token = `${id}.${await office.stack.vault.seal(PERSON, `unsubscribe:${id}`, 'autopay_announced')}`;
    const before = await office.stack.store.head();
    expect(await office.client.turnOff(token, 'correlation')).toMatchObject({
      kind: 'autopay_announced',
      always: 'agreement',
    });
    expect(await office.stack.store.head()).toBe(before);
    await office.expectAtRest();
  });

  it('are told of on the day of the company, although it is still yesterday at Greenwich', async () => {
    office.at('2026-03-04', '03:00:00');
    await office.verifyContact();
    const announced = { account: ACCOUNT, payee: 'main' as const, amountKopecks: 150_000, announcedOn: '2026-03-04' };
    await office.tell(autopayAnnounced, { ...announced, chargeOn: '2026-03-07' });
    expect(await kindsRequested()).toEqual(['autopay_announced']);
  });

  it('are told of before the charge, and where it was left out because it is too much', async () => {
    await office.verifyContact();
    const agreement = { account: ACCOUNT, payee: 'main' as const };
    const announced = { ...agreement, amountKopecks: 150_000, chargeOn: '2026-03-06' };
    await office.tell(autopayAnnounced, announced);
    await office.tell(autopayAnnounced, announced);
    const skipped = { ...agreement, owedKopecks: 200_000, limitKopecks: 150_000, skippedOn: '2026-03-03' };
    await office.tell(autopaySkipped, { ...skipped, reason: 'above_limit' });
    await office.tell(autopaySkipped, { ...skipped, reason: 'no_debt', skippedOn: '2026-03-04' });
    await office.send();
    expect(subjects()).toEqual(['Скоро автоплатёж', 'Автоплатёж не сделан: сумма больше Вашего предела']);
    expect(office.letters[0]?.text).toMatch(/^6.марта 2026 с Вашей карты спишется не больше 1.500,00.₽/m);
    await office.expectAtRest();
  });
});

describe('an account that another sign-in shows', () => {
  it('is told to its people each time, and whoever is inside cannot turn that off', async () => {
    await office.verifyContact();
    await office.client.chooseNotifications(ACCOUNT, [], originOf('all-off-1'));
    await office.tell(accountShared, { account: ACCOUNT, sharedOn: '2026-03-03' });
    await office.tell(accountShared, { account: ACCOUNT, sharedOn: '2026-03-03' });
    await office.send();
    expect(subjects()).toEqual(Array(2).fill('Ваш лицевой счёт открыли в другом кабинете'));
    const [letter] = office.letters;
    expect(letter?.text).toContain('попросите в бухгалтерии новый код доступа');
    expect(letter?.text).toContain('Это письмо о безопасности Вашего счёта');
    expect(letter?.text).not.toContain('/unsubscribe/');
    expect(letter?.oneClickOff ?? null).toBeNull();
    const { kinds } = await office.client.notifications(ACCOUNT);
    expect(kinds.find(({ kind }) => kind === 'account_shared')).toMatchObject({ on: true, always: 'safety' });
    await office.expectAtRest();
  });
});

describe('reminders', () => {
  const remindOn = async (day: string) => {
    office.at(day, '09:30:00');
    await office.catchUp();
    return office.remind();
  };

  it('come when the window opens, and on its last day where no reading has come', async () => {
    await office.verifyContact();
    expect(await remindOn('2026-03-14')).toEqual({ listed: 0, requested: 0 });
    expect(await remindOn('2026-03-15')).toEqual({ listed: 1, requested: 1 });
    expect(await remindOn('2026-03-15')).toEqual({ listed: 1, requested: 0 });
    expect(await remindOn('2026-03-25')).toEqual({ listed: 1, requested: 1 });
    await office.send();
    office.at('2026-04-20');
    await office.tell(readingAccepted, {
      account: ACCOUNT,
      meterId: 'cold-1',
      takenOn: '2026-04-20',
      receivedOn: '2026-04-20',
      values: ['105'],
    });
    expect(await remindOn('2026-04-25')).toEqual({ listed: 0, requested: 0 });
    // The one of the 15th was of use until the 24th.
    expect(subjects()).toEqual(['Сегодня последний день для показаний счётчиков']);
    await office.expectAtRest();
  });

  it('come the day after the due day, while something is left to pay', async () => {
    await office.verifyContact();
    await office.tell(periodClosed, closeOf('2026-02', '2026-03-12', 2_000));
    await office.tell(paymentCredited, credited(500));
    await office.send();
    expect(await remindOn('2026-03-12')).toEqual({ listed: 0, requested: 0 });
    expect(await remindOn('2026-03-13')).toEqual({ listed: 1, requested: 1 });
    expect(await remindOn('2026-03-14')).toEqual({ listed: 1, requested: 0 });
    await office.send();
    expect(office.letters.at(-1)?.subject).toBe('Срок оплаты прошёл');
    expect(office.letters.at(-1)?.text).toMatch(/не оплачено 15,00\s₽/);
    await office.expectAtRest();
  });

  it('do not come to who has paid, until the payment is recalled', async () => {
    await office.verifyContact();
    await office.tell(periodClosed, closeOf('2026-02', '2026-03-12', 2_000));
    await office.tell(paymentCredited, credited(2_000));
    expect(await remindOn('2026-03-13')).toEqual({ listed: 0, requested: 0 });
    const { receivedOn, ...recalled } = credited(2_000);
    void receivedOn;
    await office.tell(paymentCreditReversed, { ...recalled, reversedOn: '2026-03-13' });
    expect(await remindOn('2026-03-14')).toEqual({ listed: 1, requested: 1 });
  });

  it('do not come to an account that is closed', async () => {
    await office.verifyContact();
    await office.tell(accountClosed, { account: ACCOUNT, closedOn: '2026-03-10' });
    expect(await remindOn('2026-03-15')).toEqual({ listed: 0, requested: 0 });
  });
});
