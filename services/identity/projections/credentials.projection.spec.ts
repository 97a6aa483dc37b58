import { foldProjection, recordedEvents } from '#libs/testing';
import { CredentialEvent } from '../domain/credential.events';
import { credentials } from './credentials.projection';

const NOTED: CredentialEvent = {
  type: 'CabinetAccountNoted',
  version: 1,
  data: { account: '0017', houseId: 'h-1', openedOn: '2026-01-01' },
};
const BY = { reason: 'moved in', actorRole: 'accountant' } as const;
const ISSUED: CredentialEvent = {
  type: 'CredentialIssued',
  version: 1,
  data: { account: '0017', codeId: 'code-1', login: '123456789', ...BY },
};
const REISSUED: CredentialEvent = {
  type: 'CredentialReissued',
  version: 1,
  data: { account: '0017', codeId: 'code-2', previousCodeId: 'code-1', ...BY },
};
const REVOKED: CredentialEvent = {
  type: 'CredentialRevoked',
  version: 1,
  data: { account: '0017', codeId: 'code-1', ...BY },
};
const PRINTED: CredentialEvent = {
  type: 'CodePrinted',
  version: 1,
  data: { account: '0017', codeId: 'code-1', occasion: 'slip', actorRole: 'operator' },
};
const AT = '2026-10-12T08:00:00.000Z';
const cardOf = (events: CredentialEvent[]) =>
  foldProjection(credentials, recordedEvents(events, { metadata: { recordedAt: AT } })).get('0017');

describe('the credentials', () => {
  it('show an account without one', () => {
    expect(cardOf([NOTED])).toEqual({
      document: {
        account: '0017',
        houseId: 'h-1',
        state: 'missing',
        login: null,
        codeId: null,
        codeIssuedAt: null,
        lastPrintedAt: null,
        timesPrinted: 0,
        printAsked: false,
        suspended: false,
      },
      columns: { house_id: 'h-1', state: 'missing', login: null, times_printed: 0, print_asked: 0 },
    });
  });

  it('show when the code in force was issued and how often it was printed', () => {
    expect(cardOf([NOTED, ISSUED, PRINTED, PRINTED])).toMatchObject({
      document: { state: 'issued', codeId: 'code-1', codeIssuedAt: AT, lastPrintedAt: AT, timesPrinted: 2 },
      columns: { login: '123456789', times_printed: 2 },
    });
  });

  it('count the prints of a new code anew, under the same login', () => {
    expect(cardOf([NOTED, ISSUED, PRINTED, REISSUED])?.document).toMatchObject({
      login: '123456789',
      codeId: 'code-2',
      timesPrinted: 0,
      lastPrintedAt: null,
    });
  });

  it('show a revoked one', () => {
    expect(cardOf([NOTED, ISSUED, REVOKED])?.columns).toMatchObject({ state: 'revoked' });
  });

  it('show whose code is waited for, until paper has it', () => {
    const asked: CredentialEvent = {
      type: 'CodeAskedFor',
      version: 1,
      data: { account: '0017', codeId: 'code-1', channel: 'slip', askedOn: '2026-10-12' },
    };
    const byMail: CredentialEvent = { ...asked, data: { ...asked.data, channel: 'mail' } };
    const byTelephone: CredentialEvent = {
      type: 'CodePrintRequested',
      version: 1,
      data: { account: '0017', codeId: 'code-1', ...BY },
    };
    const seenOnScreen: CredentialEvent = { ...PRINTED, data: { ...PRINTED.data, occasion: 'one_time_link' } };
    const waits = (events: CredentialEvent[]) => cardOf([NOTED, ISSUED, ...events])?.columns['print_asked'];
    expect([[], [byMail], [asked], [byTelephone], [asked, seenOnScreen], [asked, PRINTED]].map(waits)).toEqual([
      0, 0, 1, 1, 1, 0,
    ]);
  });

  it('show whose cabinet is frozen', () => {
    const suspended: CredentialEvent = {
      type: 'SignInSuspended',
      version: 1,
      data: { account: '0017', login: '123456789' },
    };
    const resumed: CredentialEvent = {
      type: 'SignInResumed',
      version: 1,
      data: { account: '0017', login: '123456789', ...BY },
    };
    expect(cardOf([NOTED, ISSUED, suspended])?.document.suspended).toBe(true);
    expect(cardOf([NOTED, ISSUED, suspended, REISSUED])?.document.suspended).toBe(true);
    expect(cardOf([NOTED, ISSUED, suspended, resumed])?.document.suspended).toBe(false);
  });
});
