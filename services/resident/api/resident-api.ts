import {
  applyDecorators,
  CanActivate,
  Controller,
  ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ApiCookieAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { OwnRequestHeader, requireOwnRequest } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { ApiCommand, ApiProblems, commandOriginOf, CommandOrigin, createValidationPipe } from '#libs/platform';
import { CABINET_SETTINGS, CabinetSettings } from '../settings';
import { requireVisitor, Visitor } from './visitor';

export { OwnRequestHeader, REQUEST_HEADER } from '#libs/gateway';

/** Every operation of the API stands below it; everything else of the cabinet is a page. */
export const API_ROOT = 'api';
/** What changes something comes from a page of this site, or from a program that is no browser. */
@Injectable()
export class OwnRequestGuard implements CanActivate {
  constructor(@Inject(CABINET_SETTINGS) private readonly settings: CabinetSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    requireOwnRequest(request, this.settings.publicAddress, 'CABINET_HEADER_REQUIRED');
    return true;
  }
}

/** Lets in whoever has signed in, to the accounts of that sign-in and no other. */
@Injectable()
export class OwnAccountGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const { accounts } = requireVisitor(request);
    const account = request.params['account'];
    // Whether an account of somebody else exists is nobody's business.
    if (account === undefined || (typeof account === 'string' && accounts.includes(account))) return true;
    throw new RejectedError(new Rejection('CABINET_UNKNOWN_ACCOUNT'));
  }
}

/** A controller of the API that everybody may ask. */
export function PublicApi(tag: string, path: string): ClassDecorator {
  return applyDecorators(
    ApiTags(tag),
    Controller(`${API_ROOT}/${path}`),
    UseGuards(OwnRequestGuard),
    UsePipes(createValidationPipe()),
  );
}

/** A controller of the API for those who have signed in; with `:account` in the path for the holder of the account. */
export function ResidentApi(tag: string, path = 'accounts/:account'): ClassDecorator {
  return applyDecorators(
    ApiTags(tag),
    ApiCookieAuth('session'),
    Controller(`${API_ROOT}/${path}`),
    UseGuards(OwnRequestGuard, OwnAccountGuard),
    UsePipes(createValidationPipe()),
  );
}

const ANY_RESIDENT = ['CABINET_SIGN_IN_REQUIRED', 'CABINET_UNKNOWN_ACCOUNT'];
const ANY_CHANGE = ['CABINET_HEADER_REQUIRED'];
const ANY_BODY = ['MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

/** Documents the refusals of a question of a resident. */
export function ResidentQuery(...codes: readonly string[]): MethodDecorator {
  return ApiProblems(...ANY_RESIDENT, ...codes);
}

/** Documents a question that is posted for its length. */
export function PostedQuery(...codes: readonly string[]): MethodDecorator {
  return applyDecorators(OwnRequestHeader(), ApiProblems(...ANY_CHANGE, ...ANY_BODY, ...codes));
}

/** Documents a command of a resident: its key, its header and its refusals. */
export function ResidentCommand(...codes: readonly string[]): MethodDecorator {
  return applyDecorators(OwnRequestHeader(), ApiCommand(...ANY_RESIDENT, ...ANY_CHANGE, ...codes));
}

/**
 * Where a command of the API comes from: the resident, with a space of keys of the sign-in's own.
 * Throws RejectedError: IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_KEY_INVALID.
 */
export function residentOriginOf(request: Request, { login }: Visitor): CommandOrigin {
  const origin = commandOriginOf(request);
  return { ...origin, commandId: `cabinet-${login}-${origin.commandId}`, actor: `resident:${login}` };
}
