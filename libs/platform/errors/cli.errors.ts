import { ErrorCatalogue } from './catalogued-error';

/** What a command of the operator is refused with before any service is asked. */
export const CLI_ERRORS: ErrorCatalogue = {
  CLI_BILLING_BEHIND: {
    status: 503,
    message:
      'Начисления за {minutes} мин. так и не узнали обо всём, что записано другими службами, например о платежах. Ничего не сделано; ' +
      'посмотрите, работают ли службы начислений и платежей и Kafka, и повторите команду.',
  },
  CLI_FILE_NOT_WRITABLE: {
    status: 422,
    message: 'Файл {file} нельзя записать: {fault}. Ничего не сделано; назовите файл в папке, в которую можно писать.',
  },
};
