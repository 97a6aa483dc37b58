import { codeOf, pressed, yooKassaStoryteller } from './support/at-yookassa';

const told = yooKassaStoryteller();

const ONLINE = 'payments_online_payment-';
const posts = ({ requests }: { requests: readonly { method: string; path: string }[] }) =>
  requests.filter(({ method, path }) => method === 'POST' && path === '/v3/payments').length;

describe('what became of a payment is not known', () => {
  it('a payment that the bank made and whose answer was lost is found by its name, and counts', async () => {
    const { story, server, payCode, round, typesOf } = await told();
    server.faults.push(null);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    const [id = ''] = server.paymentIds;
    server.become(id, 'succeeded');
    expect(await round()).toMatchObject({ asked: 1, changed: 1 });
    expect(await typesOf(ONLINE)).toEqual([
      'OnlinePaymentInitiated',
      'OnlinePaymentRegistered',
      'OnlinePaymentCaptured',
    ]);
    expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
    await story.through('2026-04-05');
    await story.expectAtRest();
  });

  it('one that never answered is for a person after a day, is asked for on, and is declined by nobody', async () => {
    const { story, server, payments, payCode, round, typesOf } = await told();
    server.faults.push(503);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    story.stack.setTime('2026-04-06', '11:59:00');
    await round();
    expect(await payments.needingAttention()).toEqual({ payments: [], more: false, total: 0 });
    story.stack.setTime('2026-04-06', '12:59:00');
    expect(await round()).toMatchObject({ asked: 1, changed: 1 });
    const { payments: waiting } = await payments.needingAttention();
    expect(waiting).toMatchObject([
      { account: 'A1', amountKopecks: 400_00, attention: 'never_answered', attentionSince: '2026-04-06' },
    ]);
    // Ever less often, and without an end.
    expect(await round()).toMatchObject({ asked: 0, changed: 0 });
    story.stack.setTime('2026-04-06', '13:59:00');
    expect(await round()).toMatchObject({ asked: 1, changed: 0 });
    expect(await typesOf(ONLINE)).toEqual([
      'OnlinePaymentInitiated',
      'OnlinePaymentAbandoned',
      'OnlinePaymentAttentionRequested',
    ]);

    // A person has looked: no money was taken.
    const { paymentId = '' } = waiting[0] ?? {};
    await payments.closeAttention(paymentId, 'not_paid', 'bank_has_no_payment', pressed('close'));
    expect(await round()).toMatchObject({ asked: 0 });
    expect(await payments.needingAttention()).toMatchObject({ total: 0 });
    expect((await payments.history('A1')).entries).toMatchObject([{ state: 'not_made' }]);
    await story.through('2026-04-06');
    await story.expectAtRest();
  });

  it('one that a changed shop does not know is for a person; the bank’s word, when it comes, ends that', async () => {
    const { story, server, payments, pay, atBank, round, typesOf } = await told();
    const id = atBank((await pay('press-1', 400_00)).redirectUrl);
    server.become(id, 'succeeded');
    story.stack.setTime('2026-04-06', '12:00:00');
    server.faults.push(404);
    await round();
    expect((await payments.needingAttention()).payments).toMatchObject([{ attention: 'unknown_to_the_bank' }]);
    expect(await typesOf(ONLINE)).not.toContain('OnlinePaymentDeclined');
    story.stack.setTime('2026-04-06', '13:00:00');
    await round();
    expect(await payments.needingAttention()).toMatchObject({ total: 0 });
    expect(await story.debts('A1', '2026-04-06')).toEqual(['2026-03: 600.00']);
  });

  it('one of another bank is not asked for, and is for a person', async () => {
    const { story, server, acquirer, payments, pay, round } = await told();
    const { paymentId } = await pay('press-1', 400_00);
    (acquirer as { name: string }).name = 'another';
    server.requests.length = 0;
    story.stack.setTime('2026-04-06', '12:00:00');
    await round();
    expect((await payments.needingAttention()).payments).toMatchObject([{ attention: 'other_bank' }]);
    expect(await payments.payment('A1', paymentId, { actor: 'resident:1' })).toMatchObject({ status: 'abandoned' });
    expect(server.requests).toEqual([]);
  });

  it('one whose bank has been silent for a day is for a person, and not after one bad minute', async () => {
    const { story, server, payments, pay, round } = await told();
    await pay('press-1', 400_00);
    story.stack.setTime('2026-04-08', '12:00:00');
    server.faults.push(500);
    expect(await round()).toMatchObject({ refused: [{ code: 'PAYMENTS_ACQUIRER_UNAVAILABLE' }] });
    expect(await payments.needingAttention()).toMatchObject({ total: 0 });
    story.stack.setTime('2026-04-09', '12:00:00');
    server.faults.push(500);
    await round();
    expect((await payments.needingAttention()).payments).toMatchObject([{ attention: 'no_answer' }]);
  });

  it('one that the bank never answered for is for a person after a day, also where the process has begun just now', async () => {
    const { story, server, payments, payCode, round } = await told();
    server.faults.push(503);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    story.stack.setTime('2026-04-06', '12:00:00');
    server.faults.push(500);
    expect(await round()).toMatchObject({ asked: 1, refused: [{ code: 'PAYMENTS_ACQUIRER_UNAVAILABLE' }] });
    expect((await payments.needingAttention()).payments).toMatchObject([{ attention: 'no_answer' }]);
  });

  it('one of which the bank says another sum is refused, and is for a person at once', async () => {
    const { server, payments, pay, atBank, round, typesOf } = await told();
    const { redirectUrl, paymentId } = await pay('press-1', 400_00);
    server.become(atBank(redirectUrl), 'succeeded');
    server.refund(atBank(redirectUrl), '400.01');
    expect(await round()).toMatchObject({ refused: [{ code: 'PAYMENTS_ONLINE_PAYMENT_CONFLICT' }] });
    expect((await payments.needingAttention()).payments).toMatchObject([{ attention: 'does_not_fit' }]);
    expect(await typesOf(ONLINE)).not.toContain('OnlinePaymentCaptured');
    // The payer is told what was known, and not to pay again.
    const stand = await payments.payment('A1', paymentId, { actor: 'resident:1' });
    expect(stand).toMatchObject({ status: 'initiated', isAsked: false });
  });
});

describe('the same press after a refusal', () => {
  it('begins nothing that nobody would ask for', async () => {
    const { story, server, payCode, round, typesOf } = await told();
    server.faults.push(400);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_REFUSED');
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_REFUSED');
    expect([posts(server), server.paymentIds]).toEqual([1, []]);
    expect(await typesOf(ONLINE)).toEqual(['OnlinePaymentInitiated', 'OnlinePaymentDeclined']);
    expect(await round()).toMatchObject({ asked: 0 });
    await story.through('2026-04-05');
    await story.expectAtRest();
  });

  it('a refusal of the second request is no word about the first, whose answer was lost', async () => {
    const { server, payCode, pay, atBank, typesOf } = await told();
    server.faults.push(null, 400);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    const { redirectUrl } = await pay('press-1', 400_00);
    expect([atBank(redirectUrl)]).toEqual(server.paymentIds);
    expect(await typesOf(ONLINE)).toEqual(['OnlinePaymentInitiated', 'OnlinePaymentRegistered']);
  });

  it('where neither was made, it is left open and not declined', async () => {
    const { server, payCode, typesOf } = await told();
    server.faults.push(503, 400);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    expect(await typesOf(ONLINE)).toEqual(['OnlinePaymentInitiated']);
  });

  it('long after the first, whose name the bank may have forgotten, makes no second payment', async () => {
    const { story, server, payCode } = await told();
    server.faults.push(503);
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    story.stack.setTime('2026-04-05', '13:00:00');
    expect(await payCode('press-1', 400_00)).toBe('PAYMENTS_ONLINE_PAYMENT_EXPIRED');
    expect(server.paymentIds).toEqual([]);
  });
});

describe('money that the bank holds and refuses to give', () => {
  /** The payer has paid; the bank holds the money and refuses the capture. */
  async function held() {
    const story = await told({ twoStages: true });
    const id = story.atBank((await story.pay('press-1', 400_00)).redirectUrl);
    story.server.become(id, 'succeeded');
    return { ...story, id };
  }

  it('goes back to the payer', async () => {
    const { story, server, id, payments, tell, typesOf } = await held();
    server.faults.push('proper', 400);
    await tell('payment.waiting_for_capture', { id });
    expect(server.statusOf(id)).toBe('canceled');
    expect(await typesOf(ONLINE)).toEqual([
      'OnlinePaymentInitiated',
      'OnlinePaymentRegistered',
      'OnlinePaymentAuthorized',
      'OnlinePaymentDeclined',
    ]);
    const [entry] = (await payments.history('A1')).entries;
    expect(entry).toMatchObject({ state: 'not_made' });
    await story.through('2026-04-05');
    await story.expectAtRest();
  });

  it('was taken by an earlier request, whose answer was lost: it counts', async () => {
    const { story, server, id, tell } = await held();
    server.faults.push('proper', null);
    expect(await codeOf(tell('payment.waiting_for_capture', { id }))).toBe('PAYMENTS_ACQUIRER_UNAVAILABLE');
    expect(server.statusOf(id)).toBe('succeeded');
    await tell('payment.waiting_for_capture', { id });
    expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
  });

  it('is for a person where the bank does not let go of it either, and is asked for until it says what became of it', async () => {
    const { story, server, id, payments, tell, round, typesOf } = await held();
    server.faults.push('proper', 400, 'proper', 400);
    await tell('payment.waiting_for_capture', { id });
    expect((await payments.needingAttention()).payments).toMatchObject([
      { status: 'authorized', attention: 'hold_not_taken' },
    ]);
    expect(await typesOf(ONLINE)).not.toContain('OnlinePaymentDeclined');
    expect(await round()).toMatchObject({ asked: 1, changed: 1 });
    expect(await payments.needingAttention()).toMatchObject({ total: 0 });
    expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 600.00']);
    await story.through('2026-04-05');
    await story.expectAtRest();
  });
});

describe('a bank that is down', () => {
  it('is asked once in a round, and the next round begins with the next payment', async () => {
    const { server, pay, round } = await told();
    for (let index = 0; index < 5; index += 1) await pay(`press-${String(index)}`, 100_00);
    server.requests.length = 0;
    server.speak = (response) => response.destroy();
    expect(await round()).toMatchObject({ asked: 1, left: 4, refused: [{ code: 'PAYMENTS_ACQUIRER_UNAVAILABLE' }] });
    await round();
    expect(server.requests).toHaveLength(2);
    expect(new Set(server.requests.map(({ path }) => path)).size).toBe(2);
  });

  it('is not asked any further when it answers five questions of a round with nothing of use', async () => {
    const { server, pay, round } = await told();
    for (let index = 0; index < 8; index += 1) await pay(`press-${String(index)}`, 100_00);
    server.speak = (response) => response.writeHead(200).end('{}');
    expect(await round()).toMatchObject({ asked: 5, left: 3 });
  });

  it('loses nothing by that: a single bad answer holds up no other payment', async () => {
    const { story, server, pay, atBank, round } = await told();
    for (let index = 0; index < 3; index += 1) {
      server.become(atBank((await pay(`press-${String(index)}`, 100_00)).redirectUrl), 'succeeded');
    }
    server.faults.push(500);
    expect(await round()).toMatchObject({ asked: 3, changed: 2, left: 0 });
    expect(await story.debts('A1', '2026-04-05')).toEqual(['2026-03: 800.00']);
  });
});
