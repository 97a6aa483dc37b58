import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { STAFF_CLIENT, StaffClient, StaffSession } from '#services/identity/api/client';
import { OFFICE_COOKIES } from '../settings';
import { OfficeCookies } from './cookies';

const USER_AGENT_CHARACTERS_MAX = 300;

/** Signing in, by pages or by the API: the cookies are the same. */
@Injectable()
export class OfficeSignIn {
  constructor(
    @Inject(STAFF_CLIENT) private readonly staff: StaffClient,
    @Inject(OFFICE_COOKIES) private readonly cookies: OfficeCookies,
  ) {}

  /** Throws what identity refuses the password with. */
  password(request: Request, staffId: string, password: string): Promise<{ readonly proof: string }> {
    const deviceToken = this.cookies.read(request, 'device');
    return this.staff.password({ staffId, password, address: request.ip ?? '', deviceToken });
  }

  /** Throws what identity refuses the code with. */
  async code(request: Request, response: Response, proof: string, code: string): Promise<StaffSession> {
    const opened = await this.staff.secondFactor({
      proof,
      code,
      address: request.ip ?? '',
      deviceToken: this.cookies.read(request, 'device'),
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
      previousSession: this.cookies.read(request, 'session'),
    });
    this.cookies.write(response, 'session', opened.sessionToken);
    this.cookies.write(response, 'device', opened.deviceToken);
    this.cookies.clear(response, 'proof');
    return opened.session;
  }

  async signOut(request: Request, response: Response): Promise<void> {
    const session = this.cookies.read(request, 'session');
    if (session !== null) await this.staff.signOut(session);
    this.cookies.clear(response, 'session');
    this.cookies.clear(response, 'proof');
  }
}
