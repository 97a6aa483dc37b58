import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** One field that was refused. */
export interface FieldFault {
  /** Path of the field, such as `values.0`. */
  readonly field: string;
  /** The rule that does not hold. */
  readonly rule: string;
  readonly message: string;
}

export class ValidationFailedError extends Error {
  constructor(readonly faults: readonly FieldFault[]) {
    super(`Validation failed: ${faults.map(({ field, rule }) => `${field} ${rule}`).join(', ')}`);
    this.name = 'ValidationFailedError';
  }
}

/** Faults that one answer names; a hostile body may have any number. */
const FAULTS_SHOWN = 50;

const WORDS: Readonly<Record<string, string>> = {
  whitelistValidation: 'такого поля нет',
  isString: 'нужен текст',
  isInt: 'нужно целое число',
  isNumber: 'нужно число',
  isBoolean: 'нужно true или false',
  isArray: 'нужен список',
  isObject: 'нужен объект',
  isNotEmpty: 'поле пустое',
  isDefined: 'поле обязательно',
  isIn: 'нужно одно из допустимых значений',
  isEnum: 'нужно одно из допустимых значений',
  min: 'число меньше допустимого',
  max: 'число больше допустимого',
  minLength: 'текст короче допустимого',
  maxLength: 'текст длиннее допустимого',
  isLength: 'длина текста недопустима',
  arrayMinSize: 'в списке слишком мало значений',
  arrayMaxSize: 'в списке слишком много значений',
  matches: 'значение записано не по образцу',
  isCivilDate: 'нужен день календаря, ГГГГ-ММ-ДД',
  isBillingPeriod: 'нужен месяц, ГГГГ-ММ',
  isMoment: 'нужен день ГГГГ-ММ-ДД или момент с часовым поясом',
  nestedValidation: 'нужен объект',
};

/** Nothing undeclared passes, and nothing is converted but what a field declares by `@Type`. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new ValidationFailedError(faultsOf(errors).slice(0, FAULTS_SHOWN)),
  });
}

export function faultsOf(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const field = parent === '' ? property : `${parent}.${property}`;
    const own = Object.keys(constraints ?? {}).map((rule) => ({
      field,
      rule,
      message: WORDS[rule] ?? 'значение недопустимо',
    }));
    return [...own, ...faultsOf(children ?? [], field)];
  });
}
