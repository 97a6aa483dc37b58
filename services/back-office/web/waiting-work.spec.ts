import { ServiceAwayError } from '#libs/clients';
import { Clock } from '#libs/kernel';
import { NightsClient, RulesClient } from '#services/billing/api/client';
import { ApprovalCard } from '#services/identity/api/client';
import { MeteringOfficeClient } from '#services/metering/api/client';
import { PaymentsClient, RegistriesClient } from '#services/payments/api/client';
import { SupportOfficeClient } from '#services/support/api/client';
import { Officer } from '../api/officer';
import { WaitingForOfficer } from './waiting-work';

const TODAY = '2026-10-15';
const officer = (role: Officer['role']): Officer => ({ staffId: '48210935', role }) as Officer;
const list = (count: number) => Promise.resolve(Array.from({ length: count }, () => ({})));

interface Waiting {
  readonly doubts?: number;
  readonly promisedOn?: readonly (string | null)[];
  readonly unaccepted?: number;
  readonly recording?: number;
  readonly setAside?: number;
  readonly unclear?: number;
  readonly parked?: number;
  readonly ending?: number;
}

function waitingFor(waiting: Waiting = {}, ofMetering: object = {}, ofSupport: object = {}): WaitingForOfficer {
  const {
    doubts = 0,
    promisedOn = [],
    unaccepted = 0,
    recording = 0,
    setAside = 0,
    unclear = 0,
    parked = 0,
    ending = 0,
  } = waiting;
  const conversations = promisedOn.map((answerPromisedOn) => ({ answerPromisedOn }));
  const metering = { waitingDoubts: () => list(doubts), ...ofMetering };
  const support = { queue: () => Promise.resolve({ conversations }), ...ofSupport };
  const registries = {
    setAside: () => Promise.resolve({ total: { payments: setAside } }),
    unaccepted: () => list(unaccepted),
    registries: async () => ({ registries: await list(recording) }),
  };
  const payments = { needingAttention: () => Promise.resolve({ total: unclear }) };
  return new WaitingForOfficer(
    metering as unknown as MeteringOfficeClient,
    support as unknown as SupportOfficeClient,
    registries as unknown as RegistriesClient,
    payments as unknown as PaymentsClient,
    { parked: () => list(parked) } as unknown as NightsClient,
    { ending: () => list(ending) } as unknown as RulesClient,
    { today: () => TODAY } as Clock,
  );
}

const EVERYTHING: Waiting = {
  ...{
    doubts: 2,
    promisedOn: ['2026-10-14', '2026-10-29'],
    unaccepted: 3,
    recording: 1,
    setAside: 4,
    unclear: 5,
    parked: 6,
    ending: 1,
  },
};
const approval = (change: Partial<ApprovalCard> = {}): ApprovalCard =>
  ({ kind: 'refund', state: 'open', requestedBy: 'staff:11111111', ...change }) as ApprovalCard;

describe('what waits for a person of the office', () => {
  it('is all that an accountant has to do, each with how many there are and where it is done, the gravest first', async () => {
    expect(await waitingFor(EVERYTHING).of(officer('accountant'), [approval()])).toEqual([
      { text: 'Обращения, на которые не ответили в срок', href: '/conversations', count: 1 },
      { text: 'Обращения, которые ждут ответа', href: '/conversations', count: 1 },
      { text: 'Сомнительные показания', href: '/readings?show=doubtful', count: 2 },
      {
        text: 'Оплаты картой, о которых банк не сказал последнего слова',
        href: '/payments/attention',
        count: 5,
      },
      { text: 'Правила, у которых кончается срок', href: '/tariffs#ending', count: 1 },
      { text: 'Невыясненные платежи', href: '/suspense', count: 4 },
      { text: 'Счета, которые расчёт отложил', href: '/jobs#parked', count: 6 },
      { text: 'Реестры, проверенные и не принятые', href: '/registries#unaccepted', count: 3 },
      { text: 'Реестры, записанные не до конца', href: '/registries', count: 1 },
    ]);
  });

  it('is of an operator only what the role opens', async () => {
    const found = await waitingFor(EVERYTHING).of(officer('operator'), []);
    expect(found.map(({ href }) => href)).toEqual([
      '/conversations',
      '/conversations',
      '/readings?show=doubtful',
      '/payments/attention',
    ]);
  });

  it('is nothing where nothing waits', async () => {
    expect(await waitingFor().of(officer('chief'), [])).toEqual([]);
  });

  it('says of what nobody can tell while a service is away, each once, and tells the rest', async () => {
    const away = () => Promise.reject(new ServiceAwayError('support', 'late'));
    const waiting = waitingFor(EVERYTHING, { waitingDoubts: away }, { queue: away });
    expect(await waiting.of(officer('operator'), [])).toEqual([
      { text: 'Обращения, которые ждут ответа', href: '/conversations', count: null },
      { text: 'Сомнительные показания', href: '/readings?show=doubtful', count: null },
      { text: 'Оплаты картой, о которых банк не сказал последнего слова', href: '/payments/attention', count: 5 },
    ]);
  });

  it('does not pass over what goes wrong otherwise', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    const waiting = waitingFor(EVERYTHING, { waitingDoubts: broken });
    await expect(waiting.of(officer('operator'), [])).rejects.toThrow('broken');
  });

  it('counts a conversation as late only when the promised day is over, and once', async () => {
    const waiting = waitingFor({ promisedOn: ['2026-10-14', TODAY, '2026-10-16', null] });
    expect(await waiting.of(officer('operator'), [])).toEqual([
      { text: 'Обращения, на которые не ответили в срок', href: '/conversations', count: 1 },
      { text: 'Обращения, которые ждут ответа', href: '/conversations', count: 3 },
    ]);
  });

  it('counts the approvals that the reader may answer: open, asked for by another, of the role', async () => {
    const approvals = [
      approval(),
      approval({ requestedBy: 'staff:48210935' }),
      approval({ state: 'granted' }),
      approval({ kind: 'print-codes' }),
    ];
    expect(await waitingFor().of(officer('chief'), approvals)).toMatchObject([{ href: '/approvals', count: 2 }]);
    expect(await waitingFor().of(officer('operator'), [approval()])).toEqual([]);
  });
});
