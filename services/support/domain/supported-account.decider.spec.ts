import { deciderSpec } from '#libs/testing';
import { NotificationKind } from './notification-kinds';
import { SupportedAccountCommand } from './supported-account.commands';
import { CONTACTS_LIMIT, supportedAccountDecider } from './supported-account.decider';
import { PayeeSums, SupportedAccountEvent } from './supported-account.events';

const spec = deciderSpec(supportedAccountDecider);
const account = '0017';
const WINDOW = { openedOn: '2026-01-01', windowFromDay: 15, windowToDay: 25 };

const noted = (personId = 'payer-1'): SupportedAccountEvent => ({
  type: 'SupportedAccountNoted',
  version: 1,
  data: { account, personId, ...WINDOW },
});
const contact = (contactId = 'c-1', verifiedOn = '2026-03-01'): SupportedAccountEvent => ({
  type: 'ContactNoted',
  version: 1,
  data: { account, contactId, personId: 'payer-1', verifiedOn },
});
const dropped: SupportedAccountEvent = {
  type: 'ContactDropped',
  version: 1,
  data: { account, contactId: 'c-1', droppedOn: '2026-03-09' },
};
const chosen = (kind: NotificationKind, on: boolean): SupportedAccountEvent => ({
  type: 'NotificationsChosen',
  version: 1,
  data: { account, kind, on, chosenOn: '2026-03-05', by: 'preferences' },
});
const due = (period: string, owedKopecks: PayeeSums): SupportedAccountEvent => ({
  type: 'DueNoted',
  version: 1,
  data: { account, period, dueOn: '2026-04-15', owedKopecks },
});
const paid = (paymentId: string, period = '2026-04'): SupportedAccountEvent => ({
  type: 'DuePaid',
  version: 1,
  data: { account, paymentId, payee: 'main', amountKopecks: 100, receivedOn: '2026-04-02', period },
});
const recalled = (paymentId: string, period = '2026-04'): SupportedAccountEvent => ({
  type: 'DuePaymentRecalled',
  version: 1,
  data: { account, paymentId, owedAgain: { payee: 'main', amountKopecks: 100, period } },
});

const NOTE = { kind: 'NoteSupportedAccount', account, payerId: 'payer-1', ...WINDOW } as const;
const CONTACT = {
  kind: 'NoteContact',
  account,
  contactId: 'c-1',
  personId: 'payer-1',
  verifiedOn: '2026-03-01',
} as const;
const DROP = { kind: 'DropContact', account, contactId: 'c-1', droppedOn: '2026-03-09' } as const;
const DUE = {
  kind: 'NoteDue',
  account,
  period: '2026-03',
  dueOn: '2026-04-15',
  closingKopecks: { main: 500, capital_repair: -20 },
} as const;
const PAY = {
  kind: 'NoteDuePayment',
  account,
  paymentId: 'P-1',
  payee: 'main',
  amountKopecks: 100,
  receivedOn: '2026-04-02',
  period: '2026-04',
} as const;
const RECALL = {
  kind: 'RecallDuePayment',
  account,
  paymentId: 'P-1',
  payee: 'main',
  amountKopecks: 100,
  period: '2026-04',
} as const;
const OWED = { main: 500, capital_repair: -20 };
const choose = (...choices: { kind: NotificationKind; on: boolean }[]): SupportedAccountCommand => ({
  kind: 'ChooseNotifications',
  account,
  choices,
  chosenOn: '2026-03-05',
  by: 'preferences',
});

const AGREEMENT = {
  account,
  agreementId: 'a-1',
  agreedOn: '2026-03-10',
  payee: 'main',
  parts: [
    { dueOn: '2026-04-10', amountKopecks: 700 },
    { dueOn: '2026-05-10', amountKopecks: 300 },
  ],
} as const;
const agreement = { account, agreementId: 'a-1' };
const AGREE = { kind: 'NoteInstalments', ...AGREEMENT } as const;
const LEFT = { kind: 'NoteInstalmentsLeft', ...agreement, part: 1, leftKopecks: 300 } as const;
const RESUME = { kind: 'ResumeInstalments', ...agreement, resumedOn: '2026-04-18' } as const;
type Because = 'broken' | 'fulfilled' | 'withdrawn';
const end = (because: Because, endedOn = '2026-04-16') =>
  ({ kind: 'EndInstalments', ...agreement, because, endedOn }) as const;

const agreed: SupportedAccountEvent = { type: 'InstalmentsNoted', version: 1, data: AGREEMENT };
const left: SupportedAccountEvent = {
  type: 'InstalmentsLeftNoted',
  version: 1,
  data: { ...agreement, part: 1, leftKopecks: 300 },
};
const ended = (because: Because, endedOn = '2026-04-16'): SupportedAccountEvent => ({
  type: 'InstalmentsEnded',
  version: 1,
  data: { ...agreement, because, endedOn },
});
const resumed: SupportedAccountEvent = {
  type: 'InstalmentsResumed',
  version: 1,
  data: { ...agreement, resumedOn: '2026-04-18' },
};

describe('an account that support knows', () => {
  it('is noted with its payer, with whose key its correspondence is sealed', () => {
    spec.when(NOTE).then([noted()]);
  });

  it('whose payer nobody knows has a person of its own for its correspondence', () => {
    spec.when({ ...NOTE, payerId: null }).then([noted('correspondent-0017')]);
  });

  it('noted again as it was changes nothing, with another window it does', () => {
    spec.given([noted()]).when(NOTE).thenNothing();
    const later = { ...WINDOW, windowToDay: 20 };
    spec
      .given([noted()])
      .when({ ...NOTE, ...later })
      .then([{ type: 'SupportedAccountNoted', version: 1, data: { account, personId: 'payer-1', ...later } }]);
  });

  it('closes once', () => {
    const close = { kind: 'CloseSupportedAccount', account, closedOn: '2026-09-01' } as const;
    const closed: SupportedAccountEvent = {
      type: 'SupportedAccountClosed',
      version: 1,
      data: { account, closedOn: '2026-09-01' },
    };
    spec.given([noted()]).when(close).then([closed]);
    spec.given([noted(), closed]).when(close).thenNothing();
  });

  it.each<SupportedAccountCommand>([
    DUE,
    choose({ kind: 'overdue', on: false }),
    AGREE,
    LEFT,
    end('broken'),
    RESUME,
    { kind: 'CloseSupportedAccount', account, closedOn: '2026-09-01' },
  ])('has to be known before $kind', (command) => {
    spec.when(command).thenRejected('SUPPORT_UNKNOWN_ACCOUNT', { account });
  });
});

describe('an account of which billing has not told yet', () => {
  it('has contacts as any other, and they stay when it is told of', () => {
    spec.when(CONTACT).then([contact()]);
    spec.given([contact()]).when(CONTACT).thenNothing();
    spec.given([contact()]).when(DROP).then([dropped]);
    spec.given([contact()]).when(NOTE).then([noted()]);
    spec.given([contact(), noted()]).when(CONTACT).thenNothing();
    spec.given([contact(), dropped, noted()]).when(DUE).thenNothing();
    spec
      .given([contact(), noted()])
      .when(DUE)
      .then([due('2026-03', OWED)]);
  });

  it('refuses nothing that is told of its payments and readings', () => {
    spec.when(PAY).thenNothing();
    spec.given([contact()]).when(PAY).thenNothing();
    spec.when(RECALL).thenNothing();
    spec.when({ kind: 'NoteReadings', account, takenOn: '2026-03-20' }).thenNothing();
    spec.when(DROP).thenNothing();
  });
});

describe('a payment that billing has credited', () => {
  const closing = [noted(), contact(), due('2026-03', OWED)];

  it.each(['2026-02', '2026-03'])('to %s is in the closing sum of March: it is no news', (period) => {
    spec
      .given(closing)
      .when({ ...PAY, period })
      .thenNothing();
  });

  it('to a later month counts, whenever it was paid', () => {
    spec
      .given(closing)
      .when(PAY)
      .then([paid('P-1')]);
    const late = { account, paymentId: 'P-1', payee: 'main', amountKopecks: 100, period: '2026-04' } as const;
    spec
      .given(closing)
      .when({ ...PAY, receivedOn: '2026-03-29' })
      .then([{ type: 'DuePaid', version: 1, data: { ...late, receivedOn: '2026-03-29' } }]);
  });

  it('counts once, also where it was noted before billing told of credits', () => {
    const { period, kind, ...told } = PAY;
    void [period, kind];
    const earlier = { ...told, recordedAt: '2026-04-03T12:00:00.000Z' };
    spec
      .given([...closing, paid('P-1')])
      .when(PAY)
      .thenNothing();
    spec
      .given([...closing, { type: 'DuePaid', version: 1, data: earlier }])
      .when(PAY)
      .thenNothing();
  });

  it('is not noted where there is no closing sum: the next one has it', () => {
    spec.given([noted(), contact()]).when(PAY).thenNothing();
  });

  it('counts for whoever may be written to again', () => {
    spec
      .given([...closing, dropped])
      .when(PAY)
      .then([paid('P-1')]);
  });
});

describe('a payment that is recalled', () => {
  const closing = [noted(), contact(), due('2026-03', OWED)];

  it.each([
    ['that counted beside the closing sum', [...closing, paid('P-1')]],
    ['that the closing sum has', closing],
  ])('%s is to be paid again, once', (_what, given) => {
    spec
      .given(given)
      .when(RECALL)
      .then([recalled('P-1')]);
    spec
      .given([...given, recalled('P-1')])
      .when(RECALL)
      .thenNothing();
  });

  it('before the close is not in the closing sum: it is no news behind it', () => {
    spec
      .given([...closing, due('2026-04', OWED)])
      .when(RECALL)
      .thenNothing();
    spec.given([noted(), contact()]).when(RECALL).thenNothing();
  });

  it('after the close of the month that it counted in is to be paid again', () => {
    spec
      .given([...closing, paid('P-1'), due('2026-04', OWED)])
      .when({ ...RECALL, period: '2026-05' })
      .then([recalled('P-1', '2026-05')]);
  });
});

describe('a letter that comes always', () => {
  const letter = {
    kind: 'autopay_announced',
    subject: 'main-2026-05-10',
    happenedOn: '2026-05-07',
    expiresOn: '2026-05-09',
    facts: { payee: 'main', amountKopecks: 100, chargeOn: '2026-05-10' },
  } as const;
  const HOLD = { kind: 'HoldLetter', account, letter } as const;
  const held: SupportedAccountEvent = { type: 'LetterHeld', version: 1, data: { account, ...letter } };

  it('is held once where nobody is known, also before the account is', () => {
    spec.when(HOLD).then([held]);
    spec.given([noted()]).when(HOLD).then([held]);
    spec.given([held, noted()]).when(HOLD).thenNothing();
  });

  it('is not held where somebody is known', () => {
    spec.given([contact()]).when(HOLD).thenNothing();
  });

  it('is forgotten with the first news from after its last day', () => {
    const later = { ...letter, subject: 'main-2026-06-10', happenedOn: '2026-06-07', expiresOn: '2026-06-09' };
    const laterHeld: SupportedAccountEvent = { type: 'LetterHeld', version: 1, data: { account, ...later } };
    spec
      .given([held])
      .when({ ...HOLD, letter: later })
      .then([laterHeld]);
    spec.given([held, laterHeld]).when(HOLD).then([held]);
  });
});

describe('whom letters reach', () => {
  it('is noted once, and anew when the contact was verified anew', () => {
    spec.given([noted()]).when(CONTACT).then([contact()]);
    spec.given([noted(), contact()]).when(CONTACT).thenNothing();
    spec
      .given([noted(), contact()])
      .when({ ...CONTACT, verifiedOn: '2026-03-04' })
      .then([contact('c-1', '2026-03-04')]);
  });

  it('is dropped once, and may come back', () => {
    spec.given([noted(), contact()]).when(DROP).then([dropped]);
    spec.given([noted(), contact(), dropped]).when(DROP).thenNothing();
    spec.given([noted(), contact(), dropped]).when(CONTACT).then([contact()]);
  });

  it('are so many people at most', () => {
    const full = Array.from({ length: CONTACTS_LIMIT }, (_, index) => contact(`c-${index}`));
    const one = { ...CONTACT, contactId: 'c-more' };
    spec
      .given([noted(), ...full])
      .when(one)
      .thenRejected('SUPPORT_TOO_MANY_CONTACTS');
    spec
      .given([noted(), ...full.slice(1)])
      .when(one)
      .then([contact('c-more')]);
  });
});

describe('what people want to be told', () => {
  it('is everything, until they say otherwise', () => {
    spec
      .given([noted()])
      .when(choose({ kind: 'overdue', on: true }))
      .thenNothing();
    spec
      .given([noted()])
      .when(choose({ kind: 'overdue', on: false }))
      .then([chosen('overdue', false)]);
  });

  it('changes switch by switch', () => {
    spec
      .given([noted(), chosen('overdue', false)])
      .when(
        choose({ kind: 'overdue', on: false }, { kind: 'slip_ready', on: false }, { kind: 'window_open', on: true }),
      )
      .then([chosen('slip_ready', false)]);
    spec
      .given([noted(), chosen('overdue', false)])
      .when(choose({ kind: 'overdue', on: true }))
      .then([chosen('overdue', true)]);
  });
});

describe('what is to be paid', () => {
  it('is noted where somebody can be reminded, and nowhere else', () => {
    spec.given([noted()]).when(DUE).thenNothing();
    spec
      .given([noted(), contact()])
      .when(DUE)
      .then([due('2026-03', OWED)]);
  });

  it('may be an advance with a payee, of which a recall takes its part', () => {
    const closingKopecks = { main: -300, capital_repair: 200 };
    spec
      .given([noted(), contact()])
      .when({ ...DUE, closingKopecks })
      .then([due('2026-03', closingKopecks)]);
  });

  it('is that of the last month: an earlier one told late changes nothing', () => {
    const given = [noted(), contact(), due('2026-03', OWED)];
    spec.given(given).when(DUE).thenNothing();
    spec
      .given(given)
      .when({ ...DUE, period: '2026-02' })
      .thenNothing();
  });
});

describe('readings of a month', () => {
  const read = (period: string): SupportedAccountEvent => ({
    type: 'ReadingsNoted',
    version: 1,
    data: { account, period },
  });
  const note = (takenOn: string) => ({ kind: 'NoteReadings', account, takenOn }) as const;

  it('are noted once a month where somebody can be reminded', () => {
    spec.given([noted()]).when(note('2026-03-20')).thenNothing();
    spec
      .given([noted(), contact()])
      .when(note('2026-03-20'))
      .then([read('2026-03')]);
    spec
      .given([noted(), contact(), read('2026-03')])
      .when(note('2026-03-25'))
      .thenNothing();
    spec
      .given([noted(), contact(), read('2026-03')])
      .when(note('2026-02-25'))
      .thenNothing();
    spec
      .given([noted(), contact(), read('2026-03')])
      .when(note('2026-04-15'))
      .then([read('2026-04')]);
  });
});

describe('an agreement to pay by parts', () => {
  it('is noted once, also where nobody can be reached', () => {
    spec.given([noted()]).when(AGREE).then([agreed]);
    spec.given([noted(), agreed]).when(AGREE).thenNothing();
  });

  it('tells what is left of it after a part, once', () => {
    spec.given([noted(), agreed]).when(LEFT).then([left]);
    spec.given([noted(), agreed, left]).when(LEFT).thenNothing();
  });

  it.each<Because>(['broken', 'fulfilled', 'withdrawn'])('is %s once', (because) => {
    spec
      .given([noted(), agreed])
      .when(end(because))
      .then([ended(because)]);
    spec
      .given([noted(), agreed, ended(because)])
      .when(end(because))
      .thenNothing();
  });

  it('that was broken is resumed, and may be broken again; one that runs is not resumed', () => {
    spec.given([noted(), agreed]).when(RESUME).thenNothing();
    spec
      .given([noted(), agreed, ended('withdrawn')])
      .when(RESUME)
      .thenNothing();
    spec
      .given([noted(), agreed, ended('broken')])
      .when(RESUME)
      .then([resumed]);
    spec
      .given([noted(), agreed, ended('broken'), resumed])
      .when(end('broken', '2026-05-16'))
      .then([ended('broken', '2026-05-16')]);
  });

  it('that was paid by a recalled payment is resumed with what is left', () => {
    const left = { ...RESUME, leftKopecks: 500 };
    const data = { ...agreement, resumedOn: '2026-04-18', leftKopecks: 500 };
    const reopened = { type: 'InstalmentsResumed', version: 1, data } as const;
    spec
      .given([noted(), agreed, ended('fulfilled')])
      .when(left)
      .then([reopened]);
    spec
      .given([noted(), agreed, ended('fulfilled'), reopened])
      .when(left)
      .thenNothing();
  });

  it.each<SupportedAccountCommand>([LEFT, end('broken'), RESUME])(
    'that was made before support was told of them leaves nothing to note: $kind',
    (command) => {
      spec.given([noted()]).when(command).thenNothing();
    },
  );
});
