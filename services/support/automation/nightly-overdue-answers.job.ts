import { CommandHandler } from '#libs/event-store';
import { CivilDate } from '#libs/kernel';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { conversationStream } from '../domain/conversation.commands';
import { conversationDecider } from '../domain/conversation.decider';
import { ConversationCard, conversations } from '../projections/conversations.projection';

export interface OverdueAnswersParts {
  readonly readModels: Pick<ReadModels, 'find'>;
  readonly commandHandler: Pick<CommandHandler, 'executeMany'>;
}

export interface OverdueAnswersRequest {
  readonly date: CivilDate;
  /** Only this account; all where absent. */
  readonly account?: string;
  /** Lists and notes nothing. */
  readonly dryRun?: boolean;
}

export interface OverdueAnswersResult {
  /** Conversations whose promised day went by and was not noted before. */
  readonly listed: number;
  /** Conversations that this run has noted; a second run of a date notes none. */
  readonly noted: number;
  /** Conversations that could not be noted, with the code of the refusal; the others go on. */
  readonly refused: readonly { readonly conversationId: string; readonly code: string }[];
}

/** Conversations that are read and noted at once. */
const PAGE_LIMIT = 500;

/** The conversations that wait on a date although an answer was promised before it, page by page. */
export async function* listOverdueAnswers(
  readModels: Pick<ReadModels, 'find'>,
  { date, account }: OverdueAnswersRequest,
): AsyncGenerator<readonly ConversationCard[]> {
  const ofAccount = account === undefined ? {} : { account };
  const where = { state: 'waiting', promised_on: { below: date }, overdue: 0, ...ofAccount };
  for await (const page of pagesByKey(readModels, conversations, { where, limit: PAGE_LIMIT })) {
    yield page.map(({ document }) => document);
  }
}

/**
 * Notes the answers that are overdue on a date. The command is named by the promise, so that a run that is started
 * again, or follows a killed one, adds nothing.
 */
export async function noteOverdueAnswers(
  { readModels, commandHandler }: OverdueAnswersParts,
  request: OverdueAnswersRequest,
): Promise<OverdueAnswersResult> {
  let listed = 0;
  let noted = 0;
  const refused: { conversationId: string; code: string }[] = [];
  for await (const page of listOverdueAnswers(readModels, request)) {
    listed += page.length;
    if (request.dryRun) continue;
    const results = await commandHandler.executeMany(page.map((card) => commandFor(card, request.date)));
    results.forEach((result, index) => {
      const { conversationId } = page[index] as ConversationCard;
      if (result.kind === 'rejected') refused.push({ conversationId, code: result.rejection.code });
      else if (!result.repeated && result.events.length > 0) noted += 1;
    });
  }
  return { listed, noted, refused };
}

function commandFor({ conversationId, answerPromisedOn }: ConversationCard, date: CivilDate) {
  return {
    stream: conversationStream(conversationId),
    decider: conversationDecider,
    command: { kind: 'NoteOverdueAnswer' as const, conversationId, today: date },
    commandId: `overdue-answer:${conversationId}:${answerPromisedOn ?? ''}`,
    input: { conversationId, answerPromisedOn },
    actor: 'night',
  };
}
