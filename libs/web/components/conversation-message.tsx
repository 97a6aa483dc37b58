import { ComponentChildren, VNode } from 'preact';
import { instantInWords, numberInWords } from '#libs/words';

interface MessageFile {
  readonly href: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

interface ConversationMessageProps {
  /** Who has written it, as the reader calls them. */
  readonly who: string;
  readonly isAnswer: boolean;
  readonly recordedAt: string;
  readonly timeZone: string;
  /** Null where it was erased with the personal data. */
  readonly text: string | null;
  readonly files: readonly MessageFile[];
  /** What followed from it. */
  readonly children?: ComponentChildren;
}

/** A message of a conversation with its files. */
export function ConversationMessage(props: ConversationMessageProps): VNode {
  const { who, isAnswer, recordedAt, timeZone, text, files, children } = props;
  return (
    <article class={isAnswer ? 'card message message-answer' : 'card message'}>
      <h3 class="card-title">
        {who}, {instantInWords(recordedAt, timeZone)}
      </h3>
      <p class="message-text">{text ?? 'Текст удалён вместе с личными данными.'}</p>
      {children}
      {files.length > 0 && (
        <ul>
          {files.map(({ href, name, mediaType, bytes }) => (
            <li>
              <a href={href} download>
                {name}
              </a>{' '}
              <span class="hint">
                {mediaType === 'application/pdf' ? 'документ PDF' : 'снимок'}, {sizeInWords(bytes)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${numberInWords(String(Math.max(1, Math.round(bytes / 1_000))))} КБ`;
  const tenths = String(Math.round(bytes / 100_000));
  return `${numberInWords(`${tenths.slice(0, -1)}.${tenths.slice(-1)}`)} МБ`;
}
