import { createEmbeddedStack, SettableClock, Stack } from '#libs/platform';
import { approvalDecider, ApprovalCommand, approvalStream } from '#services/identity';
import { AgreedImports } from './agreed-imports';

describe('imports to which two people agree', () => {
  let stack: Stack;
  beforeEach(async () => {
    const clock = new SettableClock('2026-05-10T08:00:00.000Z', '2026-05-10');
    // As in a process of billing, which runs no read model of identity.
    stack = await createEmbeddedStack({ dataDir: null, clock, projections: [], translations: [] });
  });
  afterEach(() => stack.close());

  async function state(command: ApprovalCommand, approvalId: string): Promise<void> {
    const commandId = `${approvalId}:${command.kind}`;
    const stream = approvalStream(approvalId);
    const request = { stream, decider: approvalDecider, command, commandId, actor: 'staff:anna' };
    expect(await stack.commands.execute(request)).toMatchObject({ kind: 'done' });
  }

  it('are known as soon as they are asked for, without a read model of identity', async () => {
    const asked = { approvalId: 'a-1', kind: 'import', companyId: '63', subject: '63', planHash: 'hash' } as const;
    const why = { summary: 'Загрузить', reason: 'new houses', requestedBy: 'staff:anna' };
    const request = {
      ...asked,
      ...why,
      plan: { checkId: 'c-1', archiveHash: 'h' },
      expiresAt: '2026-05-17T08:00:00.000Z',
    };
    const agreed = new AgreedImports(stack);
    await state({ kind: 'RequestApproval', request, actorRole: 'accountant' }, 'a-1');
    expect(await agreed.checksAsked()).toEqual(['c-1']);
    const answer = { by: 'staff:boris', actorRole: 'chief', planHash: 'hash', at: '2026-05-10T08:00:00.000Z' } as const;
    await state({ kind: 'GrantApproval', approvalId: 'a-1', ...answer }, 'a-1');
    expect(await agreed.granted()).toMatchObject([{ approvalId: 'a-1', checkId: 'c-1', grantedBy: 'staff:boris' }]);
    await agreed.settle('a-1', null, { days: 1 });
    expect([await agreed.checksAsked(), await agreed.granted()]).toEqual([[], []]);
  });
});
