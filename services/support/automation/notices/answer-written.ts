import { Notice } from './notice';

/** What the specialist wrote stands in the cabinet alone: a letter passes through strange hands. */
export const answerWrittenNotice: Notice<'answer_written'> = {
  kind: 'answer_written',
  words: ({ conversationId }, account) => ({
    subject: 'Специалист ответил на Ваше обращение',
    paragraphs: [`По лицевому счёту ${account} есть ответ специалиста. Прочитать его и ответить можно в кабинете.`],
    page: `/conversations/${String(conversationId)}`,
  }),
};
