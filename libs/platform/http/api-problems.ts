import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { cataloguedError } from '../errors/error-catalogue';
import { problemOf, Problem } from './problem';

/** What every operation may answer. */
const ANY_OPERATION = [
  'VALIDATION_FAILED',
  'HOST_NOT_ALLOWED',
  'INTERNAL_FAULT',
  'EVENT_STORE_UNAVAILABLE',
  'READ_MODEL_NOT_BUILT',
];
/** What every command may answer besides. */
const ANY_COMMAND = [
  'MALFORMED_REQUEST',
  'IDEMPOTENCY_KEY_REQUIRED',
  'IDEMPOTENCY_KEY_INVALID',
  'COMMAND_ID_REUSED',
  'EVENT_STORE_CONFLICT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** Documents the refusals of a query by their codes. Throws RangeError for a code outside the catalogue. */
export function ApiProblems(...codes: readonly string[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...codes, ...ANY_OPERATION])) {
    const entry = cataloguedError(code);
    if (entry === null) throw new RangeError(`${code} is not in the catalogue of errors`);
    byStatus.set(entry.status, [...(byStatus.get(entry.status) ?? []), code]);
  }
  return applyDecorators(
    ApiExtraModels(Problem),
    ...[...byStatus].map(([status, ofStatus]) => ApiResponse({ status, ...problemResponse(ofStatus) })),
  );
}

/** Refusals of one status, as the document tells them. */
export function problemResponse(codes: readonly string[]) {
  return {
    description: codes.join(', '),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(Problem) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

/** Documents a command: its key and its refusals. */
export function ApiCommand(...codes: readonly string[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: 'One key for one action; a repetition with the same key is answered and not done again',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_.-]{8,64}$' },
    }),
    ApiProblems(...codes, ...ANY_COMMAND),
  );
}

function exampleOf(code: string): Problem {
  return problemOf({ code, details: {}, isFault: false }, '3f0c7c1e-7a52-4f0e-9d5c-0d8b3b1f6a11');
}
