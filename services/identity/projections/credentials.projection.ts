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
}

/** Who has a credential, who lacks one, whose code was printed? */
export const credentials: Projection<CredentialCard> = {
  name: 'identity.credentials',
  version: 1,
  handles: CREDENTIAL_EVENT_TYPES,
  keysOf: (event) => [(event as CredentialEvent & RecordedEvent).data.account],
  evolve: (document, event) => evolveCard(document, event as CredentialEvent & RecordedEvent),
  columns: { house_id: 'text', state: 'text', login: 'text', times_printed: 'integer' },
  columnsOf: ({ houseId, state, login, timesPrinted }) => ({
    house_id: houseId,
    state,
    login,
    times_printed: timesPrinted,
  }),
  indexes: [['login'], ['house_id', 'state']],
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
      return {
        ...card,
        state: 'issued',
        login,
        codeId,
        codeIssuedAt: recordedAt,
        lastPrintedAt: null,
        timesPrinted: 0,
      };
    }
    case 'CredentialReissued':
      return { ...card, codeId: event.data.codeId, codeIssuedAt: recordedAt, lastPrintedAt: null, timesPrinted: 0 };
    case 'CredentialRevoked':
      return { ...card, state: 'revoked' };
    case 'CodePrinted':
      return { ...card, lastPrintedAt: recordedAt, timesPrinted: card.timesPrinted + 1 };
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
} as const;
