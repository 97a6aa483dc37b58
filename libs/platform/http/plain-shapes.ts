import type { NextFunction, Request, Response } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { ValidationFailedError } from './validation';

/** No operation takes an object as deep as this; what goes deeper is made to exhaust whoever walks it. */
const DEPTH_LIMIT = 16;
/**
 * Names that every object has, such as `constructor`, `toString` and `__proto__`: the transformer passes over some, and
 * the whitelist takes the others for declared because it finds them on its own objects.
 */
const HIDDEN_FIELDS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

interface Place {
  readonly value: unknown;
  readonly field: string;
  readonly depth: number;
}

/** Refuses what the validation of fields cannot see. Stands behind the reader of bodies. */
export function requirePlainShapes(request: Request, _response: Response, next: NextFunction): void {
  next(oddityOf(request.query) ?? oddityOf(request.body));
}

/** What is wrong with the shape of a value; undefined when nothing is. Walks without recursion. */
export function oddityOf(root: unknown): ValidationFailedError | RejectedError | undefined {
  const places: Place[] = [{ value: root, field: '', depth: 0 }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (typeof place.value !== 'object' || place.value === null) continue;
    if (place.depth >= DEPTH_LIMIT) return new RejectedError(new Rejection('MALFORMED_REQUEST'));
    for (const [name, value] of Object.entries(place.value)) {
      const field = place.field === '' ? name : `${place.field}.${name}`;
      if (HIDDEN_FIELDS.has(name)) {
        return new ValidationFailedError([{ field, rule: 'whitelistValidation', message: 'такого поля нет' }]);
      }
      places.push({ value, field, depth: place.depth + 1 });
    }
  }
  return undefined;
}
