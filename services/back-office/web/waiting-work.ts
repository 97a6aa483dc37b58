import { Inject, Injectable } from '@nestjs/common';
import { unlessAway } from '#libs/gateway';
import { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { NIGHTS_CLIENT, NightsClient, RULES_CLIENT, RulesClient } from '#services/billing/api/client';
import { APPROVAL_RULES, ApprovalCard, isAtLeast } from '#services/identity/api/client';
import { METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';
import { PAYMENTS_CLIENT, PaymentsClient, REGISTRIES_CLIENT, RegistriesClient } from '#services/payments/api/client';
import { SUPPORT_OFFICE_CLIENT, SupportOfficeClient } from '#services/support/api/client';
import { Officer } from '../api/officer';

/** Something that somebody of the office has to do, with where it is done. */
export interface WaitingWork {
  readonly text: string;
  readonly href: string;
  /** Null while the service that knows it is away. */
  readonly count: number | null;
}

/** A company’s files are recorded within minutes; more than so many at once are not counted out. */
const REGISTRIES_LOOKED_AT = 50;

/**
 * What waits for a person of a role, the gravest first; nothing that has nothing waiting. Of a service that is away it is not
 * known whether something waits: that is said, and the rest is told.
 */
@Injectable()
export class WaitingForOfficer {
  constructor(
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(SUPPORT_OFFICE_CLIENT) private readonly support: SupportOfficeClient,
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    @Inject(RULES_CLIENT) private readonly rules: RulesClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(officer: Officer, approvals: readonly ApprovalCard[]): Promise<readonly WaitingWork[]> {
    const conversations = this.conversations();
    const ofEverybody = [
      this.counted(
        'Обращения, на которые не ответили в срок',
        '/conversations',
        // While nobody knows, the line below says so.
        unlessAway(conversations).then((known) => known?.late ?? 0),
      ),
      this.counted(
        'Обращения, которые ждут ответа',
        '/conversations',
        conversations.then(({ inTime }) => inTime),
      ),
      this.counted('Сомнительные показания', '/readings?show=doubtful', this.doubts()),
      this.counted('Оплаты картой, о которых банк не сказал последнего слова', '/payments/attention', this.unclear()),
    ];
    const ofAccountants = [
      this.counted('Правила, у которых кончается срок', '/tariffs#ending', this.ending()),
      this.counted('Невыясненные платежи', '/suspense', this.suspense()),
      this.counted('Счета, которые расчёт отложил', '/jobs#parked', this.parked()),
      this.counted('Реестры, проверенные и не принятые', '/registries#unaccepted', this.unaccepted()),
      this.counted('Реестры, записанные не до конца', '/registries', this.unfinished()),
    ];
    const asked = isAtLeast(officer.role, 'accountant') ? [...ofEverybody, ...ofAccountants] : ofEverybody;
    const decided = { text: 'Согласования, которые ждут Вас', href: '/approvals', count: toDecide(officer, approvals) };
    return [decided, ...(await Promise.all(asked))].filter(({ count }) => count !== 0);
  }

  private async counted(text: string, href: string, count: Promise<number>): Promise<WaitingWork> {
    return { text, href, count: await unlessAway(count) };
  }

  /** Who waits past the promised day, and who waits otherwise: a question has to be seen before its day is over. */
  private async conversations(): Promise<{ readonly late: number; readonly inTime: number }> {
    const { conversations } = await this.support.queue({ show: 'waiting' });
    const today = this.clock.today();
    const late = conversations.filter(({ answerPromisedOn: on }) => on !== null && on < today).length;
    return { late, inTime: conversations.length - late };
  }

  private async doubts(): Promise<number> {
    return (await this.metering.waitingDoubts()).length;
  }

  private async unclear(): Promise<number> {
    return (await this.payments.needingAttention(1)).total;
  }

  private async suspense(): Promise<number> {
    return (await this.registries.setAside({ status: 'waiting', limit: 1 })).total.payments;
  }

  private async parked(): Promise<number> {
    return (await this.nights.parked()).length;
  }

  private async ending(): Promise<number> {
    return (await this.rules.ending()).length;
  }

  private async unaccepted(): Promise<number> {
    return (await this.registries.unaccepted()).length;
  }

  private async unfinished(): Promise<number> {
    return (await this.registries.registries({ status: 'recording', limit: REGISTRIES_LOOKED_AT })).registries.length;
  }
}

/** Nobody answers the own request, nor one that asks for a higher role. */
function toDecide({ staffId, role }: Officer, approvals: readonly ApprovalCard[]): number {
  const mine = approvals.filter(
    ({ state, requestedBy, kind }) =>
      state === 'open' && requestedBy !== `staff:${staffId}` && isAtLeast(role, APPROVAL_RULES[kind].agrees),
  );
  return mine.length;
}
