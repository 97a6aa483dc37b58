import { Injectable, PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { ValidationFailedError } from '#libs/platform';

/** An operation that needs no word besides who asks: its body is an empty object, or is absent. */
export function TakesNothing(): MethodDecorator {
  return ApiBody({ required: false, schema: { type: 'object', additionalProperties: false } });
}

/** Refuses any field of a body. Throws ValidationFailedError. */
@Injectable()
export class NothingPipe implements PipeTransform<unknown, undefined> {
  transform(body: unknown): undefined {
    if (body === undefined || body === null) return undefined;
    if (Array.isArray(body)) {
      throw new ValidationFailedError([{ field: '', rule: 'isObject', message: 'нужен объект' }]);
    }
    const faults = Object.keys(body).map((field) => ({
      field,
      rule: 'whitelistValidation',
      message: 'такого поля нет',
    }));
    if (faults.length > 0) throw new ValidationFailedError(faults.slice(0, FAULTS_MAX));
    return undefined;
  }
}

/** Fields that one answer names. */
const FAULTS_MAX = 50;
