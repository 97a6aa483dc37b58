import { PrintRunRequested } from '../domain/print-run.events';
import { CarryOutCodeApprovals } from './codes/carry-out-code-approvals';
import { CodeOffice } from './codes/code-office';
import { Approvals } from './staff/approvals';
import { anOrigin, Identity, refusalOf, startIdentity } from './testing/start-identity';

const COMPANY = '6316000000';
const ANNA = { staffId: '48210935', role: 'operator', companies: [COMPANY] } as const;
const ASKED = { companyId: COMPANY, reason: 'приняли дом' };

describe('the office prints codes', () => {
  let identity: Identity;
  let office: CodeOffice;
  beforeEach(async () => {
    identity = await startIdentity();
    office = identity.app.get(CodeOffice);
  });
  afterEach(() => identity.close());

  async function opened(count: number): Promise<void> {
    const accounts = Array.from({ length: count }, (_, index) => `1${String(index).padStart(3, '0')}`);
    await identity.openAccounts(accounts.map((account) => [account, 'h-1'] as const));
    const { issued } = await office.issueMissing('h-1', ASKED.reason, ANNA, anOrigin('staff:anna'));
    expect(issued).toBe(count);
    await identity.catchUp();
  }

  it('of fifty accounts by one person', async () => {
    await opened(50);
    const run = await office.requestRun({ what: 'house', houseId: 'h-1' }, ASKED, ANNA, anOrigin('staff:anna'));
    expect(run).toMatchObject({ approvalId: null, accounts: 50 });
    const { link } = await office.issueLink(run.runId ?? '', anOrigin('staff:anna'));
    expect((await office.print(link, ANNA, anOrigin('staff:anna'))).subarray(0, 5).toString()).toBe('%PDF-');
    const [printed] = await identity.eventsOf('PrintRunPrinted');
    expect(printed?.data).toMatchObject({ printedBy: 'staff:anna' });
    await identity.catchUp();
    expect(await office.houses()).toEqual([{ houseId: 'h-1', accounts: 50, missing: 0, unprinted: 0, asked: 0 }]);
  });

  it('of fifty-one only when another person agrees', async () => {
    await opened(51);
    const approvals = identity.app.get(Approvals);
    const asked = await office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
    expect(asked).toMatchObject({ runId: null, accounts: 51 });
    const approvalId = asked.approvalId ?? '';
    await identity.catchUp();
    expect(await refusalOf(office.issueLink(approvalId, anOrigin('staff:anna')))).toBe('IDENTITY_UNKNOWN_PRINT_RUN');
    const again = office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
    expect(await refusalOf(again)).toBe('IDENTITY_APPROVAL_ASKED_ALREADY');
    const { planHash } = await approvals.one(approvalId, ANNA);
    expect(await refusalOf(approvals.grant(approvalId, planHash, ANNA, anOrigin('staff:anna')))).toBe(
      'IDENTITY_APPROVAL_OWN',
    );
    await approvals.grant(approvalId, planHash, ANNA, anOrigin('staff:boris'));
    await identity.catchUp();
    await identity.app.get(CarryOutCodeApprovals).all();
    await identity.catchUp();
    expect(await office.printRuns()).toMatchObject([
      { runId: approvalId, state: 'ready', accounts: 51, requestedBy: 'staff:anna', approvedBy: 'staff:boris' },
    ]);
    const { link } = await office.issueLink(approvalId, anOrigin('staff:anna'));
    await office.print(link, ANNA, anOrigin('staff:anna'));
    expect(await refusalOf(office.print(link, ANNA, anOrigin('staff:anna')))).toBe('IDENTITY_PRINT_LINK_SPENT');
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(51);
  });

  it('of a house that is more than one run in parts, and none of its accounts is left out', async () => {
    const accounts = Array.from({ length: 2_001 }, (_, index) => String(10_000 + index));
    await identity.openAccounts(accounts.map((account) => [account, 'h-1'] as const));
    const first = { reason: ASKED.reason, actor: 'staff:anna' };
    expect(await office.issueMissing('h-1', first.reason, ANNA, anOrigin(first.actor))).toMatchObject({
      issued: 2_000,
      more: true,
    });
    await identity.catchUp();
    expect(await office.issueMissing('h-1', first.reason, ANNA, anOrigin(first.actor))).toMatchObject({
      issued: 1,
      more: false,
    });
    await identity.catchUp();
    const choice = { what: 'house', houseId: 'h-1' } as const;
    const pressed = anOrigin('staff:anna');
    const asked = await office.requestRun(choice, ASKED, ANNA, pressed);
    expect(asked).toMatchObject({ runId: null, accounts: 2_001 });
    expect(asked.approvalIds).toHaveLength(2);
    await identity.catchUp();
    expect(await office.requestRun(choice, ASKED, ANNA, pressed)).toMatchObject({ approvalIds: asked.approvalIds });
    const again = office.requestRun(choice, ASKED, ANNA, anOrigin('staff:anna'));
    expect(await refusalOf(again)).toBe('IDENTITY_APPROVAL_ASKED_ALREADY');
    const approvals = identity.app.get(Approvals);
    const summaries: string[] = [];
    for (const approvalId of asked.approvalIds) {
      const { planHash, summary } = await approvals.one(approvalId, ANNA);
      summaries.push(summary);
      await approvals.grant(approvalId, planHash, ANNA, anOrigin('staff:boris'));
    }
    expect(summaries).toEqual([
      'Напечатать коды доступа: счетов 2000, часть 1 из 2',
      'Напечатать коды доступа: счетов 1, часть 2 из 2',
    ]);
    await identity.catchUp();
    await identity.app.get(CarryOutCodeApprovals).all();
    await identity.catchUp();
    const requested = await identity.eventsOf('PrintRunRequested');
    const printed = requested.flatMap(({ data }) =>
      (data as PrintRunRequested['data']).codes.map(({ account }) => account),
    );
    expect(printed.sort()).toEqual(accounts);
    expect(await office.printRuns()).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
  });

  it('of one part only when every part is free to be asked for', async () => {
    await opened(51);
    const approvals = identity.app.get(Approvals);
    const asked = await office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
    await identity.catchUp();
    const { kind, companyId, subject, plan, summary, reason } = await approvals.one(asked.approvalId ?? '', ANNA);
    const same = { kind, companyId, subject, plan, summary, reason };
    expect(await refusalOf(approvals.requireNoneOf(same, anOrigin('staff:anna')))).toBe(
      'IDENTITY_APPROVAL_ASKED_ALREADY',
    );
    await approvals.requireNoneOf({ ...same, subject: `${subject}.part-2` }, anOrigin('staff:anna'));
  });

  it('that were printed before only when another person agrees, however few they are', async () => {
    await opened(2);
    const choice = { what: 'house', houseId: 'h-1' } as const;
    const pressed = anOrigin('staff:anna');
    const first = await office.requestRun(choice, ASKED, ANNA, pressed);
    await office.print((await office.issueLink(first.runId ?? '', anOrigin('staff:anna'))).link, ANNA, pressed);
    await identity.catchUp();
    expect(await office.requestRun(choice, ASKED, ANNA, pressed)).toMatchObject({ runId: first.runId });
    const again = await office.requestRun(choice, ASKED, ANNA, anOrigin('staff:anna'));
    expect(again).toMatchObject({ runId: null, accounts: 2 });
    const approvalId = again.approvalId ?? '';
    await identity.catchUp();
    const approvals = identity.app.get(Approvals);
    const { planHash, summary } = await approvals.one(approvalId, ANNA);
    expect(summary).toBe('Напечатать ещё раз коды доступа: счетов 2');
    await approvals.grant(approvalId, planHash, ANNA, anOrigin('staff:boris'));
    await identity.catchUp();
    await identity.app.get(CarryOutCodeApprovals).all();
    await identity.catchUp();
    expect(await identity.eventsOf('PrintRunApproved')).toMatchObject([{ data: { approvedBy: 'staff:boris' } }]);
    await office.print((await office.issueLink(approvalId, anOrigin('staff:anna'))).link, ANNA, anOrigin('staff:anna'));
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(4);
  });

  it('as they stood when the paper was asked for: prepared many times over, they leave the system once', async () => {
    await opened(2);
    const choice = { what: 'unprinted', houseId: 'h-1' } as const;
    const first = await office.requestRun(choice, ASKED, ANNA, anOrigin('staff:anna'));
    const second = await office.requestRun(choice, ASKED, ANNA, anOrigin('staff:anna'));
    const early = await office.issueLink(second.runId ?? '', anOrigin('staff:anna'));
    await office.print((await office.issueLink(first.runId ?? '', anOrigin('staff:anna'))).link, ANNA, anOrigin());
    expect(await refusalOf(office.print(early.link, ANNA, anOrigin('staff:anna')))).toBe('IDENTITY_PRINT_RUN_LAPSED');
    const late = office.issueLink(second.runId ?? '', anOrigin('staff:anna'));
    expect(await refusalOf(late)).toBe('IDENTITY_PRINT_RUN_LAPSED');
    const done = office.issueLink(first.runId ?? '', anOrigin('staff:anna'));
    expect(await refusalOf(done)).toBe('IDENTITY_PRINT_RUN_DONE');
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(2);
  });

  it('once, however far behind the list of codes is', async () => {
    await opened(2);
    for (const what of ['unprinted', 'house'] as const) {
      const { runId } = await office.requestRun({ what, houseId: 'h-1' }, ASKED, ANNA, anOrigin('staff:anna'));
      if (runId === null) continue;
      await office.print((await office.issueLink(runId, anOrigin('staff:anna'))).link, ANNA, anOrigin('staff:anna'));
      const again = office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
      expect(await refusalOf(again)).toBe('IDENTITY_NOTHING_TO_PRINT');
    }
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(2);
    expect(await identity.eventsOf('ApprovalRequested')).toMatchObject([
      { data: { summary: 'Напечатать ещё раз коды доступа: счетов 2' } },
    ]);
  });

  it('of two requests for the same codes that were agreed to, once; and none that was given since', async () => {
    await opened(51);
    const approvals = identity.app.get(Approvals);
    const asked: string[] = [];
    for (const choice of [{ what: 'unprinted' }, { what: 'unprinted', houseId: 'h-1' }] as const) {
      const { approvalId } = await office.requestRun(choice, ASKED, ANNA, anOrigin('staff:anna'));
      asked.push(approvalId ?? '');
    }
    await identity.catchUp();
    await office.handOut('1000', 'пришли', ANNA, anOrigin('staff:anna'));
    for (const approvalId of asked) {
      const { planHash } = await approvals.one(approvalId, ANNA);
      await approvals.grant(approvalId, planHash, ANNA, anOrigin('staff:boris'));
      await identity.catchUp();
      await identity.app.get(CarryOutCodeApprovals).all();
      await identity.catchUp();
      if (approvalId !== asked[0]) continue;
      await office.print(
        (await office.issueLink(approvalId, anOrigin('staff:anna'))).link,
        ANNA,
        anOrigin('staff:anna'),
      );
      await identity.catchUp();
    }
    expect(await identity.eventsOf('PrintRunRequested')).toMatchObject([
      { data: { needsApproval: false } },
      { data: { needsApproval: true } },
    ]);
    expect(await identity.eventsOf('CodePrinted')).toHaveLength(50);
    expect(await approvals.one(asked[1] ?? '', ANNA)).toMatchObject({
      state: 'failed',
      failure: 'IDENTITY_PRINT_RUN_LAPSED',
    });
  });

  it('on slips only by the link of the run, and nothing is spent where nothing would be printed', async () => {
    await opened(2);
    const run = await office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
    const runId = run.runId ?? '';
    expect(await office.accountsOf(runId)).toEqual(['1000', '1001']);
    const linked = async () => (await office.issueLink(runId, anOrigin('staff:anna'))).link;
    const open = (of: string, link: string, accounts: readonly string[]) =>
      office.open({ runId: of, link }, accounts, ANNA, anOrigin('staff:anna'));
    expect(await refusalOf(open('another', await linked(), ['1000']))).toBe('IDENTITY_PRINT_LINK_SPENT');
    expect(await refusalOf(open(runId, await linked(), ['nobody']))).toBe('IDENTITY_PRINT_RUN_LAPSED');
    const link = await linked();
    expect([...(await open(runId, link, ['1001'])).keys()]).toEqual(['1001']);
    expect(await identity.eventsOf('CodePrinted')).toMatchObject([{ data: { account: '1001', occasion: 'slip' } }]);
    expect(await refusalOf(open(runId, link, ['1001']))).toBe('IDENTITY_PRINT_LINK_SPENT');
    expect(await refusalOf(office.accountsOf(runId))).toBe('IDENTITY_PRINT_RUN_DONE');
    expect(await refusalOf(office.accountsOf('nobody'))).toBe('IDENTITY_UNKNOWN_PRINT_RUN');
  });

  it('not those that have replaced them since; the others of the run are printed', async () => {
    await opened(2);
    const run = await office.requestRun({ what: 'unprinted' }, ASKED, ANNA, anOrigin('staff:anna'));
    const { link: inPerson } = await office.handOut('1001', 'пришли', ANNA, anOrigin('staff:boris'));
    const { link } = await office.issueLink(run.runId ?? '', anOrigin('staff:anna'));
    await office.print(link, ANNA, anOrigin('staff:anna'));
    expect(await identity.eventsOf('CodePrinted')).toMatchObject([{ data: { account: '1000' } }]);
    await office.print(inPerson, ANNA, anOrigin('staff:boris'));
    expect(await identity.eventsOf('CodePrinted')).toMatchObject([
      { data: { account: '1000', occasion: 'sheet' } },
      { data: { account: '1001', occasion: 'in_person' } },
    ]);
  });

  it('first codes without a reason are refused, and no login is spent on them', async () => {
    await identity.openAccounts([['1000', 'h-1']]);
    const refused = office.issueMissing('h-1', '', ANNA, anOrigin('staff:anna'));
    expect(await refusalOf(refused)).toBe('IDENTITY_REASON_REQUIRED');
    expect(await identity.eventsOf('LoginReserved')).toEqual([]);
  });

  it('in person: the same press again makes no second code', async () => {
    await opened(1);
    const origin = anOrigin('staff:anna');
    await office.handOut('1000', 'пришли', ANNA, origin);
    const { link } = await office.handOut('1000', 'пришли', ANNA, origin);
    expect(await identity.eventsOf('CredentialReissued')).toHaveLength(1);
    await office.print(link, ANNA, anOrigin('staff:anna'));
    const [printed] = await identity.eventsOf('CodePrinted');
    expect(printed?.data).toMatchObject({ account: '1000', occasion: 'in_person', actorRole: 'operator' });
  });

  it('and sees neither code nor login', async () => {
    await opened(1);
    expect(Object.keys(await office.one('1000')).sort()).toEqual([
      'account',
      'codeIssuedAt',
      'houseId',
      'lastPrintedAt',
      'printAsked',
      'state',
      'suspended',
      'timesPrinted',
    ]);
    expect(await refusalOf(office.one('nobody'))).toBe('IDENTITY_UNKNOWN_ACCOUNT');
  });
});
