import { createCommandHandler, MemoryEventStore } from '#libs/event-store';
import { createProjector, MemoryReadModelStore } from '#libs/read-models';
import { conversationStream } from '../domain/conversation.commands';
import { conversationDecider } from '../domain/conversation.decider';
import { conversations } from '../projections/conversations.projection';
import { noteOverdueAnswers } from './nightly-overdue-answers.job';

async function openOffice() {
  const store = new MemoryEventStore();
  const readModels = new MemoryReadModelStore();
  const commandHandler = createCommandHandler({ store, clock: { now: () => '2026-03-03T08:00:00.000Z' } });
  const projector = createProjector({ events: store, store: readModels, projections: [conversations] });
  const ask = async (conversationId: string, account: string, answerPromisedOn: string) => {
    await commandHandler.execute({
      stream: conversationStream(conversationId),
      decider: conversationDecider,
      command: {
        kind: 'OpenConversation',
        conversationId,
        account,
        subject: { kind: 'account', reference: account },
        message: { messageId: 'm-1', author: 'resident', personId: 'p-1', sealedText: 'c2VhbGVk', characters: 5 },
        openedOn: '2026-03-03',
        answerPromisedOn,
      },
      commandId: `ask:${conversationId}`,
      actor: 'person:p-1',
    });
  };
  await ask('c-1', '0017', '2026-03-05');
  await ask('c-2', '0018', '2026-03-05');
  await ask('c-3', '0017', '2026-03-06');
  await projector.catchUp();
  return { store, parts: { readModels, commandHandler }, projector };
}

describe('the night and overdue answers', () => {
  it('notes those whose promised day is over', async () => {
    const { parts, projector } = await openOffice();
    expect(await noteOverdueAnswers(parts, { date: '2026-03-05' })).toEqual({ listed: 0, noted: 0, refused: [] });
    expect(await noteOverdueAnswers(parts, { date: '2026-03-06' })).toEqual({ listed: 2, noted: 2, refused: [] });
    await projector.catchUp();
    expect(await parts.readModels.count(conversations, { where: { overdue: 1 } })).toBe(2);
  });

  it('adds nothing when it runs again, caught up or not', async () => {
    const { store, parts, projector } = await openOffice();
    await noteOverdueAnswers(parts, { date: '2026-03-06' });
    const head = await store.head();
    expect(await noteOverdueAnswers(parts, { date: '2026-03-06' })).toMatchObject({ noted: 0 });
    await projector.catchUp();
    expect(await noteOverdueAnswers(parts, { date: '2026-03-06' })).toMatchObject({ listed: 0, noted: 0 });
    expect(await store.head()).toBe(head);
  });

  it('takes one account, or lists without noting', async () => {
    const { store, parts } = await openOffice();
    const head = await store.head();
    expect(await noteOverdueAnswers(parts, { date: '2026-03-06', dryRun: true })).toMatchObject({
      listed: 2,
      noted: 0,
    });
    expect(await store.head()).toBe(head);
    expect(await noteOverdueAnswers(parts, { date: '2026-03-06', account: '0018' })).toMatchObject({
      listed: 1,
      noted: 1,
    });
  });
});
