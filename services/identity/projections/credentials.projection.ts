import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { CREDENTIAL_EVENT_TYPES, CredentialEvent } from '../domain/credential.events';

/** What staff may see of a credential: that it was issued and printed, never the code. */
export interface CredentialCard {
  readonly account: string;
  readonly houseId: string;
  readonly state: 'missing' | 'issued' | 'revoked';
  readonly login: string | null;
  readonly codeId: string | null;
  /** UTC instants. */
  readonly codeIssuedAt: string | null;
  readonly lastPrintedAt: string | null;
  /** How often the code in force was printed. */
  readonly timesPrinted: number;
  /** Asked for, by telephone or on the page of sign-in: it goes into the next payment slip. */
  readonly printAsked: boolean;
  /** The resident has frozen sign-in. */
  readonly suspended: boolean;
}

/** Who has a credential, who lacks one, whose code was printed and whose is waited for? */
export const credentials: Projection<CredentialCard> = {
  name: 'identity.credentials',
  version: 2,
  handles: CREDENTIAL_EVENT_TYPES,
  keysOf: (event) => [(event as CredentialEvent & RecordedEvent).data.account],
  evolve: (document, event) => evolveCard(document, event as CredentialEvent & RecordedEvent),
  columns: { house_id: 'text', state: 'text', login: 'text', times_printed: 'integer', print_asked: 'integer' },
  columnsOf: ({ houseId, state, login, timesPrinted, printAsked }) => ({
    house_id: houseId,
    state,
    login,
    times_printed: timesPrinted,
    print_asked: printAsked ? 1 : 0,
  }),
  indexes: [['login'], ['house_id', 'state'], ['print_asked']],
};

function evolveCard(card: CredentialCard | null, event: CredentialEvent & RecordedEvent): CredentialCard | null {
  const { recordedAt } = event.metadata;
  if (event.type === 'CabinetAccountNoted') {
    const { account, houseId } = event.data;
    return card === null ? { ...WITHOUT_CODE, account, houseId } : { ...card, houseId };
  }
  if (card === null) return null;
  switch (event.type) {
    case 'CredentialIssued': {
      const { login, codeId } = event.data;
      const { account, houseId } = card;
      return { ...WITHOUT_CODE, account, houseId, state: 'issued', login, codeId, codeIssuedAt: recordedAt };
    }
    case 'CredentialReissued':
      return { ...card, codeId: event.data.codeId, codeIssuedAt: recordedAt, lastPrintedAt: null, timesPrinted: 0 };
    case 'CredentialRevoked':
      return { ...card, state: 'revoked', printAsked: false, suspended: false };
    case 'CodePrinted': {
      const isPaper = event.data.occasion !== 'one_time_link';
      const printAsked = isPaper ? false : card.printAsked;
      return { ...card, lastPrintedAt: recordedAt, timesPrinted: card.timesPrinted + 1, printAsked };
    }
    case 'CodePrintRequested':
      return { ...card, printAsked: true };
    case 'CodeAskedFor':
      return event.data.channel === 'slip' ? { ...card, printAsked: true } : card;
    case 'SignInSuspended':
      return { ...card, suspended: true };
    case 'SignInResumed':
      return { ...card, suspended: false };
    case 'SignInLocked':
      return card;
    default:
      return unreachable(event);
  }
}

const WITHOUT_CODE = {
  state: 'missing',
  login: null,
  codeId: null,
  codeIssuedAt: null,
  lastPrintedAt: null,
  timesPrinted: 0,
  printAsked: false,
  suspended: false,
} as const;
