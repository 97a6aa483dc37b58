import { deciderSpec } from '#libs/testing';
import { accountStream, AccountCommand, OpenAccount } from './account.commands';
import { accountDecider } from './account.decider';
import {
  AbsenceRegistered,
  AccountClosed,
  AccountEvent,
  AccountOpened,
  ConsumptionHistoryNoted,
  FactSource,
  MeterNoted,
  MeterRemovalNoted,
  OrderChargeCancellationNoted,
  OrderChargeNoted,
  ReadingCorrectionNoted,
  ReadingNoted,
  ResidentsRegistered,
  UtilityConnected,
  UtilityDisconnected,
} from './account.events';

const spec = deciderSpec(accountDecider);

const ACCOUNT = '0045120001';
const SOURCE: FactSource = {
  eventId: 'metering event',
  type: 'ReadingAccepted',
  recordedAt: '2026-03-20T08:00:00.000Z',
  actor: `person:payer-${ACCOUNT}`,
};
const CONTRACT: Omit<OpenAccount, 'kind'> = {
  account: ACCOUNT,
  houseId: 'H1',
  flat: '12',
  totalAreaM2: '54.2',
  personId: 'payer-12',
  openedOn: '2026-03-10',
  openingBalances: [{ payee: 'main', period: '2026-02', kind: 'principal', amountKopecks: 312_00 }],
  windowFromDay: 15,
  windowToDay: 25,
};
const METER = {
  account: ACCOUNT,
  meterId: 'cold-1',
  utility: 'cold_water',
  serial: '17-004518',
  digits: 5,
  installedOn: '2026-03-12',
  verifiedUntil: '2032-03-11',
  startValues: ['0'],
  replaces: null,
  source: SOURCE,
};
const READING = {
  account: ACCOUNT,
  meterId: 'cold-1',
  takenOn: '2026-03-20',
  receivedOn: '2026-03-21',
  values: ['4.5'],
  source: SOURCE,
};

const opened: AccountOpened = { type: 'AccountOpened', version: 1, data: { ...CONTRACT, effectiveOn: '2026-03-10' } };
const closed = (closedOn: string): AccountClosed => ({
  type: 'AccountClosed',
  version: 1,
  data: { account: ACCOUNT, closedOn, effectiveOn: closedOn },
});
const residents = (from: string, registered: number): ResidentsRegistered => ({
  type: 'ResidentsRegistered',
  version: 1,
  data: { account: ACCOUNT, from, registered, owners: 1, effectiveOn: from },
});
const connected = (from: string): UtilityConnected => ({
  type: 'UtilityConnected',
  version: 1,
  data: { account: ACCOUNT, utility: 'cold_water', from, meterPossible: true, effectiveOn: from },
});
const disconnected = (to: string): UtilityDisconnected => ({
  type: 'UtilityDisconnected',
  version: 1,
  data: { account: ACCOUNT, utility: 'cold_water', to, effectiveOn: to },
});
const absence = (leftOn: string, returnedOn: string): AbsenceRegistered => ({
  type: 'AbsenceRegistered',
  version: 1,
  data: { account: ACCOUNT, leftOn, returnedOn, persons: 2, appliedOn: '2026-05-02', effectiveOn: '2026-05-02' },
});
const meter: MeterNoted = { type: 'MeterNoted', version: 1, data: { ...METER, effectiveOn: '2026-03-12' } };
const removal = (removedOn: string): MeterRemovalNoted => ({
  type: 'MeterRemovalNoted',
  version: 1,
  data: {
    account: ACCOUNT,
    meterId: 'cold-1',
    removedOn,
    finalValues: ['31'],
    effectiveOn: removedOn,
    source: SOURCE,
  },
});
const reading: ReadingNoted = { type: 'ReadingNoted', version: 1, data: { ...READING, effectiveOn: '2026-03-21' } };
const correction = (
  correctedOn: string,
  changes: Partial<ReadingCorrectionNoted['data']> = {},
): ReadingCorrectionNoted => ({
  type: 'ReadingCorrectionNoted',
  version: 1,
  data: {
    account: ACCOUNT,
    meterId: 'cold-1',
    takenOn: '2026-03-20',
    correctedOn,
    values: ['4.2'],
    reason: 'misread',
    effectiveOn: correctedOn,
    source: SOURCE,
    ...changes,
  },
});
const history = (utility: string): ConsumptionHistoryNoted => ({
  type: 'ConsumptionHistoryNoted',
  version: 1,
  data: { account: ACCOUNT, utility, months: [{ period: '2026-02', volumes: ['6.1'] }], source: SOURCE },
});

const orderCharge = (orderId: string, changes: Partial<OrderChargeNoted['data']> = {}): OrderChargeNoted => ({
  type: 'OrderChargeNoted',
  version: 1,
  data: {
    account: ACCOUNT,
    orderId,
    title: 'Вызов электрика',
    payee: 'main',
    quantity: 2,
    unit: 'час',
    unitPriceKopecks: 750_50,
    amountKopecks: 1_501_00,
    chargedOn: '2026-03-12',
    effectiveOn: '2026-03-12',
    source: { ...SOURCE, eventId: 'charge' },
    ...changes,
  },
});
const orderCancellation = (orderId: string, eventId = 'withdrawal'): OrderChargeCancellationNoted => ({
  type: 'OrderChargeCancellationNoted',
  version: 1,
  data: {
    account: ACCOUNT,
    orderId,
    cancelledOn: '2026-03-20',
    because: 'work_not_done',
    effectiveOn: '2026-03-20',
    source: { ...SOURCE, eventId },
  },
});

/** The command that an event answers. */
function commandOf(event: AccountEvent): AccountCommand {
  const { effectiveOn, ...said } = event.data as { effectiveOn?: string };
  void effectiveOn;
  const kinds: Record<AccountEvent['type'], AccountCommand['kind']> = {
    AccountOpened: 'OpenAccount',
    AccountClosed: 'CloseAccount',
    ResidentsRegistered: 'RegisterResidents',
    UtilityConnected: 'ConnectUtility',
    UtilityDisconnected: 'DisconnectUtility',
    AbsenceRegistered: 'RegisterAbsence',
    MeterNoted: 'NoteMeter',
    MeterRemovalNoted: 'NoteMeterRemoval',
    ReadingNoted: 'NoteReading',
    ReadingCorrectionNoted: 'NoteReadingCorrection',
    ConsumptionHistoryNoted: 'NoteConsumptionHistory',
    OrderChargeNoted: 'NoteOrderCharge',
    OrderChargeCancellationNoted: 'NoteOrderChargeCancellation',
    RecalculationRecorded: 'RecordRecalculation',
  };
  return { kind: kinds[event.type], ...said } as AccountCommand;
}

it('an account has a stream of its own', () => {
  expect(accountStream(ACCOUNT)).toBe('billing_account-0045120001');
});

describe('opening an account', () => {
  it('is a fact of the day from which it is billed, with debts brought forward', () => {
    spec.when(commandOf(opened)).then([opened]);
  });

  it('happens once, open or closed', () => {
    spec.given([opened]).when(commandOf(opened)).thenRejected('BILLING_ACCOUNT_EXISTS', { account: ACCOUNT });
    const gone = [opened, closed('2026-09-01')];
    spec.given(gone).when(commandOf(opened)).thenRejected('BILLING_ACCOUNT_EXISTS');
  });
});

describe('nothing is said about an account before it is opened', () => {
  const facts = [
    closed('2026-09-01'),
    residents('2026-03-10', 3),
    connected('2026-03-10'),
    disconnected('2026-06-01'),
    absence('2026-04-03', '2026-04-20'),
    meter,
    removal('2026-06-14'),
    reading,
    correction('2026-04-02'),
    history('cold_water'),
    orderCharge('o-1'),
    orderCancellation('o-1'),
  ];
  it.each(facts.map((fact) => [commandOf(fact).kind, fact] as const))('%s is refused', (_, fact) => {
    spec.when(commandOf(fact)).thenRejected('BILLING_UNKNOWN_ACCOUNT', { account: ACCOUNT });
  });
});

describe('an order that is to be charged', () => {
  it('is noted on the day of the charge, once, however often it is told', () => {
    spec
      .given([opened])
      .when(commandOf(orderCharge('o-1')))
      .then([orderCharge('o-1')]);
    spec
      .given([opened, orderCharge('o-1')])
      .when(commandOf(orderCharge('o-1')))
      .thenNothing();
    spec
      .given([opened, orderCharge('o-1')])
      .when(commandOf(orderCharge('o-2')))
      .then([orderCharge('o-2')]);
  });

  it('is refused where its sum is not what its units cost', () => {
    spec
      .given([opened])
      .when(commandOf(orderCharge('o-1', { amountKopecks: 1_501_01 })))
      .thenRejected('BILLING_ORDER_SUM_DIFFERS', { order: 'o-1' });
  });

  it('may be taken back once, and is not charged again by what was told before', () => {
    const charged = [opened, orderCharge('o-1')];
    spec
      .given(charged)
      .when(commandOf(orderCancellation('o-1')))
      .then([orderCancellation('o-1')]);
    const cancelled = [...charged, orderCancellation('o-1')];
    spec
      .given(cancelled)
      .when(commandOf(orderCancellation('o-1')))
      .thenNothing();
    spec
      .given(cancelled)
      .when(commandOf(orderCharge('o-1')))
      .thenNothing();
  });

  it('is charged again by another event, as when the money that paid for it goes back, and may be taken back again', () => {
    const again = orderCharge('o-1', {
      chargedOn: '2026-03-25',
      effectiveOn: '2026-03-25',
      because: 'payment_returned',
      source: { ...SOURCE, eventId: 'second charge' },
    });
    const cancelled = [opened, orderCharge('o-1'), orderCancellation('o-1')];
    spec.given(cancelled).when(commandOf(again)).then([again]);
    const twice = [...cancelled, again];
    spec.given(twice).when(commandOf(again)).thenNothing();
    // The withdrawal of the first charge, told late once more, is none of the second.
    spec
      .given(twice)
      .when(commandOf(orderCancellation('o-1')))
      .thenNothing();
    const second = orderCancellation('o-1', 'second withdrawal');
    spec.given(twice).when(commandOf(second)).then([second]);
    for (const told of [orderCharge('o-1'), again]) {
      spec
        .given([...twice, second])
        .when(commandOf(told))
        .thenNothing();
    }
  });

  it('that was never told of cannot be taken back', () => {
    spec
      .given([opened])
      .when(commandOf(orderCancellation('o-1')))
      .thenRejected('BILLING_UNKNOWN_ORDER', { order: 'o-1' });
  });
});

describe('closing an account', () => {
  it('is a fact of the first day that is not billed', () => {
    spec
      .given([opened])
      .when(commandOf(closed('2026-09-01')))
      .then([closed('2026-09-01')]);
  });

  it('on the same day again changes nothing', () => {
    spec
      .given([opened, closed('2026-09-01')])
      .when(commandOf(closed('2026-09-01')))
      .thenNothing();
  });

  it('on another day is refused once it is closed', () => {
    spec
      .given([opened, closed('2026-09-01')])
      .when(commandOf(closed('2026-10-01')))
      .thenRejected('BILLING_ACCOUNT_CLOSED', { closedOn: '2026-09-01' });
  });

  it.each(['2026-03-09', '2026-03-10'])('leaves at least one day billed: %s is refused', (closedOn) => {
    spec
      .given([opened])
      .when(commandOf(closed(closedOn)))
      .thenRejected('BILLING_CLOSED_BEFORE_OPENED', { openedOn: '2026-03-10', closedOn });
  });

  it('a day after the opening is the earliest', () => {
    spec
      .given([opened])
      .when(commandOf(closed('2026-03-11')))
      .then([closed('2026-03-11')]);
  });
});

describe('residents', () => {
  it('are registered from a day', () => {
    spec
      .given([opened, residents('2026-03-10', 3)])
      .when(commandOf(residents('2026-07-15', 4)))
      .then([residents('2026-07-15', 4)]);
  });

  it('are registered once for a day', () => {
    spec
      .given([opened, residents('2026-03-10', 3)])
      .when(commandOf(residents('2026-03-10', 4)))
      .thenRejected('BILLING_RESIDENTS_ALREADY_REGISTERED', { from: '2026-03-10' });
  });
});

describe('a utility', () => {
  it('is connected from a day', () => {
    spec
      .given([opened])
      .when(commandOf(connected('2026-03-10')))
      .then([connected('2026-03-10')]);
  });

  it('is connected once', () => {
    spec
      .given([opened, connected('2026-03-10')])
      .when(commandOf(connected('2026-05-01')))
      .thenRejected('BILLING_UTILITY_CONNECTED', { utility: 'cold_water' });
  });

  it('is disconnected from a day', () => {
    spec
      .given([opened, connected('2026-03-10')])
      .when(commandOf(disconnected('2026-06-01')))
      .then([disconnected('2026-06-01')]);
  });

  it('disconnected from the same day again changes nothing', () => {
    spec
      .given([opened, connected('2026-03-10'), disconnected('2026-06-01')])
      .when(commandOf(disconnected('2026-06-01')))
      .thenNothing();
  });

  it('that is not connected cannot be disconnected', () => {
    spec
      .given([opened])
      .when(commandOf(disconnected('2026-06-01')))
      .thenRejected('BILLING_UTILITY_NOT_CONNECTED', { utility: 'cold_water' });
  });

  it('cannot be disconnected a second time from another day', () => {
    spec
      .given([opened, connected('2026-03-10'), disconnected('2026-06-01')])
      .when(commandOf(disconnected('2026-07-01')))
      .thenRejected('BILLING_UTILITY_NOT_CONNECTED', { to: '2026-07-01' });
  });

  it('stays connected for a day at least', () => {
    spec
      .given([opened, connected('2026-03-10')])
      .when(commandOf(disconnected('2026-03-10')))
      .thenRejected('BILLING_UTILITY_NOT_CONNECTED', { to: '2026-03-10' });
  });
});

describe('an absence', () => {
  it('counts from the day on which it was applied for', () => {
    spec
      .given([opened])
      .when(commandOf(absence('2026-04-03', '2026-04-20')))
      .then([absence('2026-04-03', '2026-04-20')]);
  });

  it('ends after it began', () => {
    spec
      .given([opened])
      .when(commandOf(absence('2026-04-03', '2026-04-03')))
      .thenRejected('BILLING_ABSENCE_DATES', { leftOn: '2026-04-03' });
  });

  it.each([
    ['the same days', '2026-04-03', '2026-04-20'],
    ['days at its end', '2026-04-19', '2026-04-30'],
    ['days at its beginning', '2026-03-25', '2026-04-04'],
    ['days around it', '2026-03-25', '2026-04-30'],
    ['days inside it', '2026-04-10', '2026-04-15'],
  ])('does not share days with another one: %s', (_, leftOn, returnedOn) => {
    spec
      .given([opened, absence('2026-04-03', '2026-04-20')])
      .when(commandOf(absence(leftOn, returnedOn)))
      .thenRejected('BILLING_ABSENCE_OVERLAPS', { leftOn });
  });

  it.each([
    ['2026-04-20', '2026-04-28'],
    ['2026-03-20', '2026-04-03'],
  ])('may begin on the day of a return and end on the day of a leave: %s to %s', (leftOn, returnedOn) => {
    spec
      .given([opened, absence('2026-04-03', '2026-04-20')])
      .when(commandOf(absence(leftOn, returnedOn)))
      .then([absence(leftOn, returnedOn)]);
  });
});

describe('what metering told', () => {
  it('a meter is noted with its source, once', () => {
    spec.given([opened]).when(commandOf(meter)).then([meter]);
    spec.given([opened, meter]).when(commandOf(meter)).thenNothing();
  });

  it('a removal is noted once, for a meter that is known', () => {
    const remove = commandOf(removal('2026-06-14'));
    spec
      .given([opened, meter])
      .when(remove)
      .then([removal('2026-06-14')]);
    spec
      .given([opened, meter, removal('2026-06-14')])
      .when(remove)
      .thenNothing();
    spec.given([opened]).when(remove).thenRejected('BILLING_UNKNOWN_METER', { meter: 'cold-1' });
  });

  it('a reading is noted on the day it was received, once, for a meter that is known', () => {
    spec.given([opened, meter]).when(commandOf(reading)).then([reading]);
    spec.given([opened, meter, reading]).when(commandOf(reading)).thenNothing();
    spec.given([opened]).when(commandOf(reading)).thenRejected('BILLING_UNKNOWN_METER', { meter: 'cold-1' });
  });

  it('a reading of another day of the same meter is another reading', () => {
    const later: ReadingNoted = { ...reading, data: { ...reading.data, takenOn: '2026-03-19' } };
    spec.given([opened, meter, reading]).when(commandOf(later)).then([later]);
  });

  it('a meter that was removed may still tell its last readings', () => {
    spec
      .given([opened, meter, removal('2026-06-14')])
      .when(commandOf(reading))
      .then([reading]);
  });

  it('a correction is noted once, for a reading that is known', () => {
    const correct = commandOf(correction('2026-04-02'));
    spec
      .given([opened, meter, reading])
      .when(correct)
      .then([correction('2026-04-02')]);
    spec
      .given([opened, meter, reading, correction('2026-04-02')])
      .when(correct)
      .thenNothing();
    spec.given([opened, meter]).when(correct).thenRejected('BILLING_UNKNOWN_READING', { takenOn: '2026-03-20' });
  });

  it('a reading may be corrected again on a later day', () => {
    spec
      .given([opened, meter, reading, correction('2026-04-02')])
      .when(commandOf(correction('2026-05-03')))
      .then([correction('2026-05-03')]);
  });

  describe('a reading that is corrected twice on one day', () => {
    const told = (eventId: string, value: string) =>
      correction('2026-03-20', { values: [value], source: { ...SOURCE, eventId } });
    const [first, second] = [told('first', '4.2'), told('second', '4.3')];

    it('is noted with both corrections', () => {
      spec.given([opened, meter, reading, first]).when(commandOf(second)).then([second]);
    });

    it('keeps the later one last where the earlier one is told again', () => {
      const known = [opened, meter, reading, first, second];
      spec.given(known).when(commandOf(first)).thenNothing();
      spec.given(known).when(commandOf(second)).thenNothing();
    });

    it('may get back the values of the first one', () => {
      const back = told('third', '4.2');
      spec.given([opened, meter, reading, first, second]).when(commandOf(back)).then([back]);
    });
  });

  it('the volumes of the months before are noted once a utility', () => {
    const note = commandOf(history('cold_water'));
    spec
      .given([opened])
      .when(note)
      .then([history('cold_water')]);
    spec
      .given([opened, history('cold_water')])
      .when(note)
      .thenNothing();
    spec
      .given([opened, history('cold_water')])
      .when(commandOf(history('electricity')))
      .then([history('electricity')]);
  });
});

it('a closed account still learns facts of the days on which it was open', () => {
  const gone = [opened, meter, closed('2026-04-01')];
  spec.given(gone).when(commandOf(reading)).then([reading]);
  spec
    .given(gone)
    .when(commandOf(absence('2026-03-15', '2026-03-25')))
    .then([absence('2026-03-15', '2026-03-25')]);
});
