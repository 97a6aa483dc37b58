import { Body, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiCommand, ApiProblems, CommandReceipt } from '#libs/platform';
import { CabinetAccessView, IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import {
  AccessAnswer,
  AttachedReceipt,
  DetachAccountBody,
  EndSharingBody,
  DevicePath,
  JournalAnswer,
  SessionPath,
} from './access.dto';
import { OwnRequestHeader, ResidentApi, residentOriginOf } from './resident-api';
import { SignInBody } from './session.dto';
import { digitsOf, SIGN_IN_REFUSALS, SignIn } from './sign-in';
import { SignedIn, Visitor } from './visitor';

const ENDED = ['CABINET_SIGN_IN_REQUIRED', 'IDENTITY_SESSION_ENDED'];
const CHANGED = [...ENDED, 'CABINET_HEADER_REQUIRED'];

/** The sign-in itself: who is inside, the accounts under it, and the doors that can be shut. */
@ResidentApi('sign-in', 'access')
export class ApiAccessController {
  constructor(
    @Inject(IDENTITY_CLIENT) private readonly identity: IdentityClient,
    private readonly signIn: SignIn,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts under the sign-in, open sessions, and devices it was used from' })
  @ApiOkResponse({ type: AccessAnswer })
  @ApiProblems(...ENDED)
  view(@Req() request: Request, @SignedIn() { sessionToken }: Visitor): Promise<CabinetAccessView> {
    return this.identity.access(sessionToken, this.signIn.deviceOf(request));
  }

  @Get('journal')
  @ApiOperation({ summary: 'Sign-ins, and what was done with the code' })
  @ApiOkResponse({ type: JournalAnswer })
  @ApiProblems(...ENDED)
  async journal(@SignedIn() { sessionToken }: Visitor): Promise<JournalAnswer> {
    return { entries: await this.identity.journal(sessionToken) };
  }

  @Post('accounts')
  @ApiOperation({ summary: 'Shows another account under this sign-in, to whoever knows its login and code' })
  @ApiCreatedResponse({ type: AttachedReceipt })
  @OwnRequestHeader()
  @ApiCommand(
    ...CHANGED,
    ...SIGN_IN_REFUSALS,
    'IDENTITY_ACCOUNT_IS_OWN',
    'IDENTITY_TOO_MANY_ATTACHED',
    'IDENTITY_TOO_MANY_SHARED',
  )
  attach(
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
    @Body() { login, code }: SignInBody,
  ): Promise<AttachedReceipt> {
    const typed = { login: digitsOf(login), code: digitsOf(code) };
    return this.signIn.attach(request, visitor, typed, residentOriginOf(request, visitor));
  }

  @Post('accounts/detachments')
  @HttpCode(200)
  @ApiOperation({ summary: 'Shows an attached account no more' })
  @ApiOkResponse({ type: CommandReceipt })
  @OwnRequestHeader()
  @ApiCommand(...CHANGED)
  async detach(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @SignedIn() visitor: Visitor,
    @Body() { account }: DetachAccountBody,
  ): Promise<CommandReceipt> {
    return this.signIn.detach(response, visitor, account, residentOriginOf(request, visitor));
  }

  @Post('accounts/sharing-ends')
  @HttpCode(200)
  @ApiOperation({ summary: 'Another sign-in, which knew the code, shows the account of this one no more' })
  @ApiOkResponse({ type: CommandReceipt })
  @OwnRequestHeader()
  @ApiCommand(...CHANGED)
  endSharing(
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
    @Body() { account }: EndSharingBody,
  ): Promise<CommandReceipt> {
    return this.signIn.endSharing(visitor, account, residentOriginOf(request, visitor));
  }

  @Post('sign-outs')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends every session, this one too, and forgets every device' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiCommand(...CHANGED)
  async everywhere(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @SignedIn() visitor: Visitor,
  ): Promise<void> {
    await this.identity.signOutEverywhere(visitor.sessionToken, residentOriginOf(request, visitor));
    this.signIn.forget(response);
  }

  @Post('freezes')
  @HttpCode(204)
  @ApiOperation({ summary: 'Freezes the cabinet: every session ends, and only the office lets anybody in again' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiCommand(...CHANGED)
  async freeze(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @SignedIn() visitor: Visitor,
  ): Promise<void> {
    await this.identity.suspendSignIn(visitor.sessionToken, residentOriginOf(request, visitor));
    this.signIn.forget(response);
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends a session of the sign-in; nothing is done where there is none' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiProblems(...CHANGED)
  endSession(@SignedIn() { sessionToken }: Visitor, @Param() { sessionId }: SessionPath): Promise<void> {
    return this.identity.endSession(sessionToken, sessionId);
  }

  @Delete('devices/:deviceId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Makes a device a stranger again; nothing is done where it is none of them' })
  @ApiNoContentResponse()
  @OwnRequestHeader()
  @ApiProblems(...CHANGED)
  forgetDevice(@SignedIn() { sessionToken }: Visitor, @Param() { deviceId }: DevicePath): Promise<void> {
    return this.identity.forgetDevice(sessionToken, deviceId);
  }
}
