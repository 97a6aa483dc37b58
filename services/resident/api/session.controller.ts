import { Body, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '#libs/platform';
import { OwnRequestHeader, PostedQuery, PublicApi } from './resident-api';
import { AskForCodeBody, SessionAnswer, SignInBody } from './session.dto';
import { digitsOf, SIGN_IN_REFUSALS, SignIn } from './sign-in';
import { requireVisitor } from './visitor';

/** Signing in and out; the session is the same as that of the pages. */
@PublicApi('session', 'session')
export class ApiSessionController {
  constructor(private readonly signIn: SignIn) {}

  @Post()
  @ApiOperation({ summary: 'Signs in; the session is in a cookie' })
  @ApiCreatedResponse({ type: SessionAnswer })
  @PostedQuery('IDENTITY_LOGIN_INVALID', ...SIGN_IN_REFUSALS)
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
    await this.signIn.close(request, response);
  }

  @Post('code-requests')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Asks for a forgotten access code: at most a letter follows, whose link opens in the browser that asked',
  })
  @ApiAcceptedResponse({ description: 'The same answer whatever the login is' })
  @PostedQuery()
  async askForCode(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body() { login }: AskForCodeBody,
  ): Promise<void> {
    await this.signIn.askForCode(request, response, digitsOf(login));
  }
}
