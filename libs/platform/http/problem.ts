import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { HttpException } from '@nestjs/common';
import { isStorageError } from '#libs/event-store';
import { maskPrintedCodes, RejectedError, Rejection } from '#libs/kernel';
import { ProjectionNotBuiltError } from '#libs/read-models';
import { cataloguedError, messageOf } from '../errors/error-catalogue';
import { TurnGivenUpError, TurnLostError } from '../shared-turns';
import { FieldFault, ValidationFailedError } from './validation';

export class FieldProblem implements FieldFault {
  @ApiProperty({ description: 'Path of the field', example: 'values.0' })
  readonly field!: string;

  @ApiProperty({ description: 'The rule that does not hold', example: 'isInt' })
  readonly rule!: string;

  @ApiProperty({ description: 'The same for people', example: 'нужно целое число' })
  readonly message!: string;
}

/** RFC 9457, `application/problem+json`. */
export class Problem {
  @ApiProperty({ description: 'Names the kind of problem for good', example: 'urn:kvitok:problem:VALIDATION_FAILED' })
  readonly type!: string;

  @ApiProperty({ description: 'The kind of problem for people; the same for every occurrence' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', description: 'HTTP status', example: 400 })
  readonly status!: number;

  @ApiProperty({ description: 'Code of the catalogue of errors', example: 'VALIDATION_FAILED' })
  readonly code!: string;

  @ApiProperty({ description: 'What happened and what to do, for people' })
  readonly detail!: string;

  @ApiProperty({
    type: 'object',
    description: 'Which account, period, rule, limit',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true },
  })
  readonly details!: Rejection['details'];

  @ApiPropertyOptional({ type: [FieldProblem], description: 'Fields that were refused' })
  readonly errors?: readonly FieldProblem[];

  @ApiProperty({ description: 'Finds the request in the logs' })
  readonly correlationId!: string;
}

/** What a failure is to its caller. `isFault` tells what a person of the operator has to look at. */
export interface Judgement {
  readonly code: string;
  readonly details: Rejection['details'];
  readonly errors?: readonly FieldFault[];
  readonly isFault: boolean;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Запрос с ошибкой',
  401: 'Нужно войти',
  403: 'Отказано',
  404: 'Не найдено',
  405: 'Действие невозможно',
  406: 'Такого вида ответа нет',
  408: 'Запрос не получен',
  409: 'Противоречит записанному',
  410: 'Удалено',
  413: 'Слишком большой запрос',
  415: 'Неизвестный вид запроса',
  421: 'Неизвестное имя сервера',
  422: 'Не соответствует правилам',
  429: 'Слишком часто',
  500: 'Внутренняя ошибка',
  503: 'Временно недоступно',
};

const CODES_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'MALFORMED_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Tells a refusal from a failure. Nothing of an unknown error gets out: not its message, not its stack. */
export function judge(error: unknown): Judgement {
  if (error instanceof ValidationFailedError) {
    return { code: 'VALIDATION_FAILED', details: {}, errors: error.faults, isFault: false };
  }
  if (error instanceof RejectedError) {
    const { code, details } = error.rejection;
    return cataloguedError(code) === null ? internal() : { code, details, isFault: false };
  }
  if (isStorageError(error)) return { code: error.code, details: { fault: error.fault }, isFault: true };
  if (error instanceof ProjectionNotBuiltError) {
    return { code: 'READ_MODEL_NOT_BUILT', details: { readModel: error.projection }, isFault: false };
  }
  if (error instanceof TurnGivenUpError || error instanceof TurnLostError) {
    return { code: error.code, details: {}, isFault: false };
  }
  const coded = codeOfError(error);
  if (coded !== null) return { code: coded, details: {}, isFault: true };
  const status = refusalStatusOf(error);
  const code = status === null ? undefined : CODES_BY_STATUS[status];
  return code === undefined ? internal() : { code, details: {}, isFault: false };
}

function internal(): Judgement {
  return { code: 'INTERNAL_FAULT', details: {}, isFault: true };
}

/** An error of a service that carries a code of the catalogue, such as that of a vault. */
function codeOfError(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return cataloguedError(error.code) === null ? null : error.code;
}

/** The status below 500 that Nest or the reader of bodies gave. */
function refusalStatusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  return error.status < 500 ? error.status : null;
}

export function problemOf({ code, details: found, errors }: Judgement, correlationId: string): Problem {
  // What was typed into a field of numbers comes back in what is said of it, and may have been a resident's code.
  const details = Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, typeof value === 'string' ? maskPrintedCodes(value) : value]),
  );
  const entry = cataloguedError(code) ?? { status: 500, message: code };
  return {
    type: `urn:kvitok:problem:${code}`,
    title: TITLES[entry.status] ?? 'Отказ',
    status: entry.status,
    code,
    detail: messageOf(entry, { ...details, correlationId }),
    details,
    ...(errors === undefined ? {} : { errors }),
    correlationId,
  };
}
