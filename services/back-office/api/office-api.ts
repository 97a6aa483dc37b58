import { applyDecorators, Controller, SetMetadata, UseGuards, UsePipes } from '@nestjs/common';
import { ApiCookieAuth, ApiExcludeController, ApiExtension, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { OwnRequestHeader } from '#libs/gateway';
import { ApiCommand, ApiProblems, CommandOrigin, commandOriginOf, createValidationPipe } from '#libs/platform';
import { StaffRole } from '#services/identity/api/client';
import { NEEDED_ROLE, OfficeGuard, ONLY_LOOKS, OwnRequestGuard } from './office-guard';

/** Every operation of the API stands below it; everything else of the back-office is a page. */
export const API_ROOT = 'api';

/** A controller of the API that everybody may ask: the way in. */
export function PublicOfficeApi(tag: string, path: string): ClassDecorator {
  return applyDecorators(
    ApiTags(tag),
    Controller(`${API_ROOT}/${path}`),
    UseGuards(OwnRequestGuard),
    UsePipes(createValidationPipe()),
  );
}

/** A controller of the API for those who have signed in, with accounts and houses of their company alone. */
export function OfficeApi(tag: string, path: string): ClassDecorator {
  return applyDecorators(
    ApiTags(tag),
    ApiCookieAuth('session'),
    Controller(`${API_ROOT}/${path}`),
    UseGuards(OwnRequestGuard, OfficeGuard),
    UsePipes(createValidationPipe()),
  );
}

/** A controller of pages for those who have signed in; the same guard as of the API. */
export function OfficePage(path = ''): ClassDecorator {
  return applyDecorators(ApiExcludeController(), Controller(path), UseGuards(OfficeGuard));
}

/** The role that a page needs; an operator’s where it does not say. */
export function ForRole(role: StaffRole): MethodDecorator & ClassDecorator {
  return SetMetadata(NEEDED_ROLE, role);
}

const ANY_OFFICER = [
  'BACK_OFFICE_SIGN_IN_REQUIRED',
  'BACK_OFFICE_ROLE_TOO_LOW',
  'BACK_OFFICE_UNKNOWN_ACCOUNT',
  'BACK_OFFICE_UNKNOWN_HOUSE',
  'IDENTITY_STAFF_SESSION_ENDED',
];

/** A question: the role that it needs, and what it may be refused with. The role stands in the document as `x-role`. */
export function OfficeQuery(role: StaffRole, ...codes: readonly string[]): MethodDecorator {
  return applyDecorators(ForRole(role), ApiExtension('x-role', role), ApiProblems(...ANY_OFFICER, ...codes));
}

/** A command: its role, its key, its header and its refusals. */
export function OfficeCommand(role: StaffRole, ...codes: readonly string[]): MethodDecorator {
  return applyDecorators(
    ForRole(role),
    ApiExtension('x-role', role),
    OwnRequestHeader(),
    ApiCommand(...ANY_OFFICER, 'BACK_OFFICE_HEADER_REQUIRED', ...codes),
  );
}

/** What is posted to be looked at, and changes nothing that counts: it has a header and no key. */
export function OfficePostedQuery(role: StaffRole, ...codes: readonly string[]): MethodDecorator {
  return applyDecorators(
    ForRole(role),
    SetMetadata(ONLY_LOOKS, true),
    ApiExtension('x-role', role),
    PostedQuery(...ANY_OFFICER, ...codes),
  );
}

/** What is posted and is no command: the steps of the way in. */
export function PostedQuery(...codes: readonly string[]): MethodDecorator {
  const ofAnyBody = ['MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
  return applyDecorators(OwnRequestHeader(), ApiProblems('BACK_OFFICE_HEADER_REQUIRED', ...ofAnyBody, ...codes));
}

/**
 * Where a command of the API comes from: the person, with a space of keys of the own.
 * Throws RejectedError: IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_KEY_INVALID.
 */
export function officeOriginOf(request: Request, { staffId }: { readonly staffId: string }): CommandOrigin {
  const origin = commandOriginOf(request);
  return { ...origin, commandId: `office-${staffId}-${origin.commandId}`, actor: `staff:${staffId}` };
}
