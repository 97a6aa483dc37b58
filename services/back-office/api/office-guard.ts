import { CanActivate, ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { requireOwnRequest } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { commandOriginOf } from '#libs/platform';
import { isAtLeast, StaffRole } from '#services/identity/api/client';
import { BACK_OFFICE_SETTINGS, BackOfficeSettings } from '../settings';
import { CompanyScope } from './company-scope';
import { requireOfficer } from './officer';
import { roleInWords } from './role-words';
import { ACCOUNT_IS_TYPED, takeOutAccount } from './typed-account';

/** The role that an operation or a page needs. Set by the decorators of this folder, read by the guard. */
export const NEEDED_ROLE = 'kvitok:needed-role';
/** On what is posted and is no command. */
export const ONLY_LOOKS = 'kvitok:only-looks';

/** As `API_ROOT`, which knows this file. */
const API_PREFIX = 'api';

/** What changes something by the API comes from a page of this site, or from a program that is no browser. */
@Injectable()
export class OwnRequestGuard implements CanActivate {
  constructor(@Inject(BACK_OFFICE_SETTINGS) private readonly settings: BackOfficeSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    requireOwnRequest(request, this.settings.publicAddress, 'BACK_OFFICE_HEADER_REQUIRED');
    return true;
  }
}

/**
 * Lets in whoever has signed in, in the role that is needed, to accounts and houses of the own company. An account or a
 * house is found by its name wherever the request carries it: in the path, the query, the body or a form.
 */
@Injectable()
export class OfficeGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly scope: CompanyScope,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const officer = requireOfficer(request);
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<StaffRole | undefined>(NEEDED_ROLE, places) ?? 'operator';
    if (!isAtLeast(officer.role, needed)) {
      throw new RejectedError(new Rejection('BACK_OFFICE_ROLE_TOO_LOW', { role: roleInWords(needed) }));
    }
    // A command without its key is no command, whatever it names.
    const isCommand = request.method === 'POST' && request.path.startsWith(`/${API_PREFIX}/`);
    if (isCommand && this.reflector.getAllAndOverride(ONLY_LOOKS, places) !== true) commandOriginOf(request);
    const isTyped = this.reflector.getAllAndOverride(ACCOUNT_IS_TYPED, places) === true;
    for (const account of namedIn(request, 'account')) {
      try {
        await this.scope.requireAccount(officer, account);
      } catch (refusal) {
        if (!isTyped) throw refusal;
        takeOutAccount(request, account, refusal);
      }
    }
    for (const house of namedIn(request, 'houseId')) await this.scope.requireHouse(officer, house);
    return true;
  }
}

/** Values of a field, also where it is a list; what is no text is refused by the shapes of the operation. */
function namedIn({ params, query, body }: Request, field: 'account' | 'houseId'): readonly string[] {
  const plural = field === 'account' ? 'accounts' : 'houseIds';
  const places = [params, query, (body ?? {}) as object] as readonly Readonly<Record<string, unknown>>[];
  const named = places.flatMap((place) => [place[field], ...listIn(place[plural])]);
  return [...new Set(named.filter((value): value is string => typeof value === 'string' && value !== ''))];
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
