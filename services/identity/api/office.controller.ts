import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiCommand, CommandOrigin, CommandReceipt, Origin } from '#libs/platform';
import { HandOutCodes, OfficeCause } from './codes/hand-out-codes';
import { Contacts } from './contacts';
import { AccountPath } from './credentials.dto';
import { ErasePeople } from './erase-person';
import { ContactBody, ContactReceipt, ContactWithdrawalBody, ErasureBody, OfficeBody } from './office.dto';

/** Until staff sign in by themselves, whoever reaches the API acts as an operator. */
const BY_API = 'operator';

export function causeOf({ reason }: OfficeBody): OfficeCause {
  return { reason, actorRole: BY_API };
}

/** What the office states about the way in of an account. No answer holds a code: codes leave on paper alone. */
@ApiTags('identity')
@Controller('identity')
export class OfficeController {
  constructor(
    private readonly codes: HandOutCodes,
    private readonly contacts: Contacts,
    private readonly people: ErasePeople,
  ) {}

  @Post('credentials/:account/issue')
  @ApiOperation({ summary: 'Makes login and code for an account that has none' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_ACCOUNT', 'IDENTITY_CREDENTIAL_ALREADY_ISSUED', 'IDENTITY_VAULT_UNAVAILABLE')
  issue(@Param() { account }: AccountPath, @Body() body: OfficeBody, @Origin() origin: CommandOrigin) {
    return this.codes.issue(account, causeOf(body), origin);
  }

  @Post('credentials/:account/reissue')
  @ApiOperation({ summary: 'Replaces the code under the same login; every session ends' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand(
    'IDENTITY_UNKNOWN_ACCOUNT',
    'IDENTITY_NO_CREDENTIAL',
    'IDENTITY_CREDENTIAL_REVOKED',
    'IDENTITY_VAULT_UNAVAILABLE',
  )
  reissue(@Param() { account }: AccountPath, @Body() body: OfficeBody, @Origin() origin: CommandOrigin) {
    return this.codes.reissue(account, causeOf(body), origin);
  }

  @Post('credentials/:account/next-slip')
  @ApiOperation({ summary: 'The code goes into the next payment slip, as when it is asked for by telephone' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_ACCOUNT', 'IDENTITY_NO_CREDENTIAL', 'IDENTITY_CREDENTIAL_REVOKED')
  nextSlip(@Param() { account }: AccountPath, @Body() body: OfficeBody, @Origin() origin: CommandOrigin) {
    return this.codes.printNext(account, causeOf(body), origin);
  }

  @Post('credentials/:account/unfreeze')
  @ApiOperation({ summary: 'Lets people in again after the resident has frozen the cabinet' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_ACCOUNT', 'IDENTITY_NO_CREDENTIAL', 'IDENTITY_CREDENTIAL_REVOKED')
  unfreeze(@Param() { account }: AccountPath, @Body() body: OfficeBody, @Origin() origin: CommandOrigin) {
    return this.codes.resume(account, causeOf(body), origin);
  }

  @Post('credentials/:account/revoke')
  @ApiOperation({ summary: 'Ends the credential: nobody signs in with it any more' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_ACCOUNT', 'IDENTITY_NO_CREDENTIAL')
  revoke(@Param() { account }: AccountPath, @Body() body: OfficeBody, @Origin() origin: CommandOrigin) {
    return this.codes.revoke(account, causeOf(body), origin);
  }

  @Post('contacts')
  @ApiOperation({ summary: 'Keeps a mail address that the office has seen to be the person’s own' })
  @ApiCreatedResponse({ type: ContactReceipt })
  @ApiCommand(
    'IDENTITY_UNKNOWN_ACCOUNT',
    'IDENTITY_TOO_MANY_CONTACTS',
    'IDENTITY_PERSON_ERASED',
    'IDENTITY_VAULT_UNAVAILABLE',
  )
  verifyContact(@Body() body: ContactBody, @Origin() origin: CommandOrigin): Promise<ContactReceipt> {
    return this.contacts.verifyMail(body, causeOf(body), origin);
  }

  @Post('contacts/withdrawals')
  @ApiOperation({ summary: 'Forgets an address' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_ACCOUNT')
  withdrawContact(@Body() body: ContactWithdrawalBody, @Origin() origin: CommandOrigin): Promise<CommandReceipt> {
    return this.contacts.withdraw(body, causeOf(body), origin);
  }

  @Post('erasures')
  @ApiOperation({ summary: 'Erases what is kept of a person, for ever (152-ФЗ); sums stay' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @ApiCommand('IDENTITY_UNKNOWN_PERSON', 'IDENTITY_VAULT_UNAVAILABLE')
  erase(@Body() body: ErasureBody, @Origin() origin: CommandOrigin): Promise<CommandReceipt> {
    return this.people.erase(body.personId, causeOf(body), origin);
  }
}
