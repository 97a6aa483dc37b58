import { VNode } from 'preact';
import { FormParts, MessageForm } from './message-form';

/** A message that could not be sent, as it was typed: it needs no service to be shown. */
export function UnsentMessagePage(
  props: FormParts & {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly text: string;
    readonly hasFiles: boolean;
    /** Nobody knows whether it was taken. */
    readonly isPerhapsSent: boolean;
  },
): VNode {
  const { text, isPerhapsSent, hasFiles, ...form } = props;
  return (
    <>
      <h1>{isPerhapsSent ? 'Мы не знаем, отправлено ли сообщение' : 'Сообщение не отправлено'}</h1>
      <p class="lead">
        {isPerhapsSent ? 'Связь с перепиской прервалась.' : 'Переписка сейчас не отвечает.'} Ваши слова сохранились в
        поле ниже. Отправьте их через несколько минут
        {isPerhapsSent ? ', ничего в них не меняя: если сообщение уже дошло, второй раз оно не запишется.' : '.'}
      </p>
      <MessageForm
        {...form}
        typed={{ text, errors: [] }}
        isAgain={hasFiles}
        label="Ваше сообщение"
        button="Отправить ещё раз"
      />
      <p>
        <a href="/">На главную</a>
      </p>
    </>
  );
}
