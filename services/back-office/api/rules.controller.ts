import { Body, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { CommandReceipt } from '#libs/platform';
import { RULES_CLIENT, RulesClient, RuleStatement } from '#services/billing/api/client';
import { MomentQuery } from './accounts.dto';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { RuleBody, RuleEffectAnswer, RuleEffectQuery, RulesAnswer, RuleWithdrawalBody } from './rules.dto';

const REFUSALS = [
  'BACK_OFFICE_NO_COMPANY',
  'BILLING_NO_COMPANY',
  'BILLING_RULE_UNKNOWN',
  'BILLING_RULE_VALUE',
  'BILLING_RULE_BACKDATED',
  'BILLING_REFERENCE_CONFLICT',
];

/** Tariffs, norms, coefficients, the key rate and settings. */
@OfficeApi('rules', 'rules')
export class ApiRulesController {
  constructor(
    @Inject(RULES_CLIENT) private readonly rules: RulesClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every dated rule with its history, and what is in force on a day, as was known then' })
  @ApiOkResponse({ type: RulesAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY', 'BILLING_NO_COMPANY')
  async all(@SignedIn() officer: Officer, @Query() moment: MomentQuery): Promise<RulesAnswer> {
    await this.scope.requireCompany(officer);
    const [rules, ending] = await Promise.all([this.rules.rules(moment), this.rules.ending()]);
    return { rules, ending };
  }

  @Get('effects')
  @ApiOperation({ summary: 'What a new value would change; nothing is written' })
  @ApiOkResponse({ type: RuleEffectAnswer })
  @OfficeQuery('accountant', ...REFUSALS)
  async effect(@SignedIn() officer: Officer, @Query() asked: RuleEffectQuery): Promise<RuleEffectAnswer> {
    await this.scope.requireCompany(officer);
    return this.rules.effect(statementOf(asked));
  }

  @Post()
  @ApiOperation({ summary: 'States a new value from a day on; what was in force before stays in the history' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand('accountant', ...REFUSALS, 'BILLING_REASON_REQUIRED', 'BILLING_RULE_NIGHT_GOES_ON')
  async state(@Req() request: Request, @SignedIn() officer: Officer, @Body() body: RuleBody): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    return this.rules.state(statementOf(body), body.reason, officeOriginOf(request, officer));
  }

  @Post('withdrawals')
  @ApiOperation({ summary: 'Takes back a value that was stated by mistake and that no closed month was charged by' })
  @ApiCreatedResponse({ type: CommandReceipt })
  @OfficeCommand(
    'accountant',
    ...['BACK_OFFICE_NO_COMPANY', 'BILLING_NO_COMPANY', 'BILLING_REASON_REQUIRED'],
    ...['BILLING_RULE_NOT_STATED', 'BILLING_RULE_USED', 'BILLING_RULE_KEPT', 'BILLING_RULE_ONLY'],
    'BILLING_RULE_NIGHT_GOES_ON',
  )
  async withdraw(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Body() body: RuleWithdrawalBody,
  ): Promise<CommandReceipt> {
    await this.scope.requireCompany(officer);
    const { kind, key = '', utility = '', part = '', houseId, from, reason } = body;
    const rule = { kind, key, utility, part, houseId: houseId ?? null, from };
    return this.rules.withdraw(rule, reason, officeOriginOf(request, officer));
  }
}

function statementOf({
  kind,
  key = '',
  utility = '',
  part = '',
  houseId,
  from,
  value,
}: RuleEffectQuery): RuleStatement {
  return { kind, key, utility, part, houseId: houseId ?? null, from, value };
}
