import { Body, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '#libs/platform';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { COOKIES } from '../tokens';
import { Cookies } from './cookies';
import { OwnRequestHeader, PostedQuery, PublicApi } from './resident-api';
import { SessionAnswer, SignInBody } from './session.dto';
import { digitsOf, SignIn } from './sign-in';
import { requireVisitor } from './visitor';

/** Signing in and out; the session is the same as that of the pages. */
@PublicApi('session', 'session')
export class ApiSessionController {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    @Inject(COOKIES) private readonly cookies: Cookies,
    private readonly signIn: SignIn,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Signs in; the session is in a cookie' })
  @ApiCreatedResponse({ type: SessionAnswer })
  @PostedQuery(
    'IDENTITY_SIGN_IN_MISTYPED',
    'IDENTITY_SIGN_IN_WRONG',
    'IDENTITY_SIGN_IN_SUSPENDED',
    'IDENTITY_SIGN_IN_LOCKED',
    'IDENTITY_SIGN_IN_CLOSED',
    'IDENTITY_ADDRESS_BLOCKED',
    'IDENTITY_SIGN_IN_BUSY',
  )
  async open(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body() { login, code }: SignInBody,
  ): Promise<SessionAnswer> {
    const { accounts } = await this.signIn.open(request, response, digitsOf(login), digitsOf(code));
    return { login: digitsOf(login), accounts };
  }

  @Get()
  @ApiOperation({ summary: 'Who has signed in, and to which accounts' })
  @ApiOkResponse({ type: SessionAnswer })
  @ApiProblems('CABINET_SIGN_IN_REQUIRED')
  present(@Req() request: Request): SessionAnswer {
    const { login, accounts } = requireVisitor(request);
    return { login, accounts };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out; nothing is done where nobody has signed in' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiProblems('CABINET_HEADER_REQUIRED')
  async close(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const session = this.cookies.read(request, 'session');
    if (session !== null) await this.identity.signOut(session);
    this.cookies.clear(response, 'session');
    this.cookies.clear(response, 'place');
  }
}
