import { VNode } from 'preact';
import { ErrorSummary } from '#libs/web';
import { ConversationSubject } from '#services/support/api/client';
import { FormParts, MessageForm, TypedForm } from './message-form';

/** A question about the account, a line of a charge or an order. */
export function NewConversationPage(
  props: FormParts & { readonly subject: ConversationSubject; readonly about: string; readonly typed: TypedForm },
): VNode {
  const { subject, about, typed, ...form } = props;
  return (
    <>
      <ErrorSummary errors={typed.errors} />
      <p>
        <a href="/conversations">Все обращения</a>
      </p>
      <h1>Вопрос специалисту</h1>
      <p>О чём: {about}.</p>
      {subject.kind === 'charge_line' && (
        <p class="hint">Специалист увидит эту строку со всеми числами, из которых она посчитана.</p>
      )}
      <MessageForm
        {...form}
        action="/conversations"
        typed={typed}
        label="Ваш вопрос"
        button="Отправить вопрос"
        hidden={{ kind: subject.kind, reference: subject.reference }}
      />
      <p class="hint">
        Ответ придёт в этот кабинет не позже чем через 10 рабочих дней. Точный день Вы увидите сразу после отправки.
      </p>
    </>
  );
}
