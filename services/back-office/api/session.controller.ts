import { Body, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OwnRequestHeader } from '#libs/gateway';
import { ApiProblems } from '#libs/platform';
import { PostedQuery, PublicOfficeApi } from './office-api';
import { requireOfficer } from './officer';
import { CodeBody, OfficeSessionAnswer, PasswordAnswer, PasswordBody } from './session.dto';
import { OfficeSignIn } from './sign-in';

const LIMITS = [
  'IDENTITY_ADDRESS_BLOCKED',
  'IDENTITY_STAFF_SIGN_IN_LOCKED',
  'IDENTITY_STAFF_SIGN_IN_CLOSED',
  'IDENTITY_STAFF_SUSPENDED',
];

/** Signing in and out, in two steps; the session is the same as that of the pages. */
@PublicOfficeApi('session', 'session')
export class ApiSessionController {
  constructor(private readonly signIn: OfficeSignIn) {}

  @Post('password')
  @HttpCode(200)
  @ApiOperation({ summary: 'The first step: number and password' })
  @ApiOkResponse({ type: PasswordAnswer })
  @PostedQuery('IDENTITY_STAFF_SIGN_IN_WRONG', 'IDENTITY_SIGN_IN_BUSY', ...LIMITS)
  password(@Req() request: Request, @Body() { staffId, password }: PasswordBody): Promise<PasswordAnswer> {
    return this.signIn.password(request, staffId, password);
  }

  @Post()
  @ApiOperation({ summary: 'The second step: the code of the second factor; the session is in a cookie' })
  @ApiCreatedResponse({ type: OfficeSessionAnswer })
  @PostedQuery('IDENTITY_STAFF_CODE_WRONG', 'IDENTITY_STAFF_PROOF_ENDED', ...LIMITS)
  async open(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body() { proof, code }: CodeBody,
  ): Promise<OfficeSessionAnswer> {
    return this.signIn.code(request, response, proof, code);
  }

  @Get()
  @ApiOperation({ summary: 'Who has signed in, in which role and for which companies' })
  @ApiOkResponse({ type: OfficeSessionAnswer })
  @ApiProblems('BACK_OFFICE_SIGN_IN_REQUIRED')
  present(@Req() request: Request): OfficeSessionAnswer {
    const { staffId, role, companies } = requireOfficer(request);
    return { staffId, role, companies };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out; nothing is done where nobody has signed in' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiProblems('BACK_OFFICE_HEADER_REQUIRED')
  close(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.signIn.signOut(request, response);
  }
}
