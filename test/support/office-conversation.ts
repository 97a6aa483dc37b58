import { PNG } from 'pngjs';
import { ConversationSubject, SUPPORT_CLIENT, SupportClient } from '../../services/support/api/client';
import { RunningBackOffice } from './back-office';

export interface AskedConversation {
  readonly conversationId: string;
  /** Of the snapshot that the resident has sent along. */
  readonly attachmentId: string;
}

let asked = 0;

/** A question of a resident, with a snapshot. */
export async function askedBy(
  { kvitok }: RunningBackOffice,
  account: string,
  subject: ConversationSubject,
  text: string,
): Promise<AskedConversation> {
  const support = kvitok.app.get<SupportClient>(SUPPORT_CLIENT, { strict: false });
  asked += 1;
  const commandId = `test:question:${String(asked)}`;
  const origin = { commandId, correlationId: commandId, causationId: null, actor: 'resident:test', input: undefined };
  const files = [{ name: 'счётчик.png', bytes: PNG.sync.write(new PNG({ width: 4, height: 4 })) }];
  const { conversationId } = await support.openConversation(account, subject, { text, files }, origin);
  await kvitok.drain();
  const { messages } = await support.conversation(account, conversationId);
  return { conversationId, attachmentId: messages[0]?.attachments[0]?.attachmentId ?? '' };
}
