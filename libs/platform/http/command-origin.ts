import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { correlationIdOf } from './correlation';

export const IDEMPOTENCY_HEADER = 'idempotency-key';
const KEY_FORM = /^[A-Za-z0-9_.-]{8,64}$/;
/** Who calls before there is a sign-in: whoever reaches the port. */
const ACTOR = 'staff:api';

/** What a command that comes over HTTP tells of itself; spread into the request to the command handler. */
export interface CommandOrigin {
  readonly commandId: string;
  readonly correlationId: string;
  /** The event behind it; null where a person is. */
  readonly causationId: string | null;
  readonly actor: string;
  /** What was asked for, so that the same key with another body is told from a repetition. */
  readonly input: unknown;
}

/**
 * The origin of the command of a request. Keys have a space of their own among command ids: no key can be the id of a
 * command of the night, of an import or of a reaction.
 * Throws RejectedError: IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_KEY_INVALID.
 */
export function commandOriginOf(request: Request): CommandOrigin {
  const key = request.headers[IDEMPOTENCY_HEADER];
  if (key === undefined || key === '') throw new RejectedError(new Rejection('IDEMPOTENCY_KEY_REQUIRED'));
  if (typeof key !== 'string' || !KEY_FORM.test(key)) throw new RejectedError(new Rejection('IDEMPOTENCY_KEY_INVALID'));
  return {
    commandId: `api:${key}`,
    correlationId: correlationIdOf(request),
    causationId: null,
    actor: ACTOR,
    input: { method: request.method, path: request.path, body: (request.body as unknown) ?? null },
  };
}

/** `@Origin() origin: CommandOrigin` in a controller's command. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext) =>
  commandOriginOf(context.switchToHttp().getRequest<Request>()),
);
