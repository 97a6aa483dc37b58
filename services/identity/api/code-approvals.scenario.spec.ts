import { CarryOutCodeApprovals } from './codes/carry-out-code-approvals';
import { PrintCodes } from './codes/print-codes';
import { printPlanOf } from './codes/print-plan';
import { PrintRuns } from './codes/print-runs';
import { Approvals } from './staff/approvals';
import { anOrigin, Identity, refusalOf, startIdentity } from './testing/start-identity';

const COMPANY = '6316000000';
const ACTOR = { role: 'accountant', companies: [COMPANY] } as const;

describe('codes of many accounts, with two people', () => {
  let identity: Identity;
  let approvals: Approvals;
  beforeEach(async () => {
    identity = await startIdentity();
    approvals = identity.app.get(Approvals);
  });
  afterEach(() => identity.close());

  async function agreed(kind: 'bulk-reissue' | 'print-codes', accounts: readonly string[]): Promise<string> {
    const plan = printPlanOf(await identity.app.get(PrintCodes).asTheyStand(accounts));
    const asked = { kind, companyId: COMPANY, subject: 'h-1', plan };
    const words = { summary: 'Коды дома', reason: 'видел посторонний' };
    const { approvalId } = await approvals.request({ ...asked, ...words }, ACTOR, anOrigin('staff:anna'));
    await identity.catchUp();
    const { planHash } = await approvals.one(approvalId, ACTOR);
    await approvals.grant(approvalId, planHash, ACTOR, anOrigin('staff:boris'));
    await identity.catchUp();
    return approvalId;
  }

  async function carryOut(): Promise<number> {
    const done = await identity.app.get(CarryOutCodeApprovals).all();
    await identity.catchUp();
    return done;
  }

  it('are replaced once, by the approval as their cause; an account without a code holds up no other', async () => {
    await identity.openAccounts([
      ['0017', 'h-1'],
      ['0018', 'h-1'],
      ['0019', 'h-1'],
    ]);
    const before = await identity.handOut('0017');
    await identity.handOut('0018');
    const approvalId = await agreed('bulk-reissue', ['0017', '0018', '0019']);
    expect(await carryOut()).toBe(1);
    expect(await approvals.one(approvalId, ACTOR)).toMatchObject({
      state: 'carried_out',
      outcome: { reissued: 2, refused: 1 },
    });
    expect(await refusalOf(identity.signIn(before))).toBe('IDENTITY_SIGN_IN_WRONG');
    const [granted] = await identity.eventsOf('ApprovalGranted');
    const reissued = await identity.eventsOf('CredentialReissued');
    expect(reissued.map(({ metadata }) => [metadata.actor, metadata.causationId])).toEqual([
      ['staff:boris', granted?.eventId],
      ['staff:boris', granted?.eventId],
    ]);
    expect(await carryOut()).toBe(0);
  });

  it('are printed by a run that needs no further word, however many they are', async () => {
    const accounts = Array.from({ length: 51 }, (_, index) => `1${String(index).padStart(3, '0')}`);
    await identity.openAccounts(accounts.map((account) => [account, 'h-1'] as const));
    const runId = await agreed('print-codes', accounts);
    expect(await carryOut()).toBe(1);
    const { link } = await identity.app.get(PrintRuns).issueLink(runId, anOrigin());
    expect(link).toMatch(/^[\w-]{43}$/);
    const [approved] = await identity.eventsOf('PrintRunApproved');
    expect(approved?.data).toMatchObject({ approvedBy: 'staff:boris' });
  });

  it('that cannot be printed fail with the reason', async () => {
    const approvalId = await agreed('print-codes', []);
    await carryOut();
    expect(await approvals.one(approvalId, ACTOR)).toMatchObject({
      state: 'failed',
      failure: 'IDENTITY_PRINT_RUN_LAPSED',
    });
  });
});
