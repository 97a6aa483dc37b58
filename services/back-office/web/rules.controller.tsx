import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey, sendTable, TableFormat, wordsOfRefusal } from '#libs/gateway';
import { Clock, isCivilDate, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { dayFault, FieldError } from '#libs/web';
import {
  HOUSES_CLIENT,
  HousesClient,
  RuleEffect,
  RuleNamed,
  RULES_CLIENT,
  RulesClient,
  RuleStatement,
} from '#services/billing/api/client';
import { isAtLeast } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { choiceOf, ruleName, ruleNamed } from '../api/rule-statement';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { dayOf, oneOf } from './asked';
import { askedMoment } from './moment';
import { askedOf, momentRefused } from './moment-refused';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { CheckRulePage } from './pages/check-rule.page';
import { RulesPage } from './pages/rules.page';
import { WithdrawRulePage } from './pages/withdraw-rule.page';
import { rulesTable } from './rule-table';

type Typed = Readonly<Record<string, string>>;

const FIELDS = ['rule', 'houseId', 'from', 'value', 'choice'] as const;

/** Tariffs, norms and settings at any moment, and a new one from a day on. */
@OfficePage('tariffs')
export class OfficeRulesController {
  constructor(
    @Inject(RULES_CLIENT) private readonly rules: RulesClient,
    @Inject(HOUSES_CLIENT) private readonly houses: HousesClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, {}, []);
  }

  @Get('rules.csv')
  csv(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.file(request, response, officer, 'csv');
  }

  @Get('rules.xlsx')
  xlsx(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.file(request, response, officer, 'xlsx');
  }

  /** What a new rule would change, before it is stated: nothing is written. */
  @Get('check')
  @ForRole('accountant')
  async check(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const typed = typedIn(request.query);
    const { statement, errors } = statementOf(typed);
    if (statement === null) {
      await this.show(request, response, officer, typed, errors);
      return;
    }
    try {
      await this.confirm(request, response, statement, await this.rules.effect(statement), {}, []);
    } catch (error) {
      await this.show(request, response, officer, typed, [{ field: fieldOf(error), message: wordsOfRefusal(error) }]);
    }
  }

  @Post('new')
  @ForRole('accountant')
  async state(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(rule|houseId|from|value|reason)$/);
    const { statement, errors } = statementOf(form);
    if (statement === null) {
      await this.show(request, response, officer, form, errors);
      return;
    }
    try {
      const { position } = await this.rules.state(statement, form['reason'] ?? '', origin);
      await this.untilSeen(position);
      goTo(response, '/tariffs?done=1');
    } catch (error) {
      const wrong = [{ field: 'reason', message: wordsOfRefusal(error) }];
      const effect = await this.rules.effect(statement).catch(() => null);
      if (effect === null)
        await this.show(request, response, officer, form, [{ ...wrong[0], field: fieldOf(error) } as FieldError]);
      else await this.confirm(request, response, statement, effect, form, wrong);
    }
  }

  /** What a withdrawal takes away, before it is stated. */
  @Get('withdrawal')
  @ForRole('accountant')
  async withdrawal(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    await this.confirmWithdrawal(request, response, officer, typedIn(request.query), []);
  }

  @Post('withdrawals')
  @ForRole('accountant')
  async withdraw(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(rule|houseId|from|reason)$/);
    const rule = namedIn(form);
    if (rule === null) throw new RejectedError(new Rejection('NOT_FOUND'));
    try {
      const { position } = await this.rules.withdraw(rule, form['reason'] ?? '', origin);
      await this.untilSeen(position);
      goTo(response, '/tariffs?done=withdrawn');
    } catch (error) {
      const errors = [{ field: 'reason', message: wordsOfRefusal(error) }];
      await this.confirmWithdrawal(request, response, officer, form, errors);
    }
  }

  private async confirmWithdrawal(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Typed,
    errors: readonly FieldError[],
  ): Promise<void> {
    const named = namedIn(typed);
    const rules = await this.rules.rules({});
    const rule = rules.find(
      (one) => named !== null && ruleName(one) === ruleName(named) && one.houseId === named.houseId,
    );
    const stated = rule?.history.find(({ from, withdrawn }) => from === named?.from && withdrawn === null);
    if (rule === undefined || stated === undefined) {
      const message = wordsOfRefusal(
        new RejectedError(new Rejection('BILLING_RULE_NOT_STATED', { from: named?.from ?? '' })),
      );
      await this.show(request, response, officer, {}, [{ field: 'rules', message }]);
      return;
    }
    await this.pages.show(request, response, {
      title: 'Отозвать значение',
      errors,
      ...(errors.length > 0 ? { status: 422 } : {}),
      children: ({ token }) => (
        <WithdrawRulePage {...{ rule, stated, rules, token, typed, errors }} formKey={newFormKey()} />
      ),
    });
  }

  private async confirm(
    request: Request,
    response: Response,
    statement: RuleStatement,
    effect: RuleEffect,
    typed: Typed,
    errors: readonly FieldError[],
  ): Promise<void> {
    const [rules, houses] = await Promise.all([this.rules.rules({}), this.houses.houses()]);
    await this.pages.show(request, response, {
      title: 'Проверьте правило',
      errors,
      ...(errors.length > 0 ? { status: 422 } : {}),
      children: ({ token }) => (
        <CheckRulePage {...{ statement, effect, rules, houses, token, typed, errors }} formKey={newFormKey()} />
      ),
    });
  }

  private async file(request: Request, response: Response, officer: Officer, format: TableFormat): Promise<void> {
    await this.scope.requireCompany(officer);
    const { moment, errors } = askedMoment(request.query, this.clock.today());
    if (errors.length > 0) throw new RejectedError(new Rejection('NOT_FOUND'));
    await sendTable(response, format, rulesTable(moment, await this.rules.rules(askedOf(moment))));
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Typed,
    wrong: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const today = this.clock.today();
    const { moment, errors: mistyped } = askedMoment(request.query, today);
    let errors = [...wrong, ...mistyped];
    const houses = await this.houses.houses();
    const rules = await this.rules.rules(askedOf(moment)).catch((error: unknown) => {
      errors = [...errors, ...momentRefused(error, moment)];
      return [];
    });
    const ending = await this.rules.ending();
    const maySet = isAtLeast(officer.role, 'accountant');
    const done = oneOf(['1', 'withdrawn'] as const, request.query['done']) ?? null;
    await this.pages.show(request, response, {
      title: 'Тарифы и правила',
      errors,
      ...(errors.length > 0 ? { status: 422 } : {}),
      children: ({ timeZone }) => (
        <RulesPage {...{ rules, ending, houses, moment, today, timeZone, typed, errors, maySet, done }} />
      ),
    });
  }
}

/** The rule of a form with its first day; null where it names none. */
function namedIn({ rule = '', houseId = '', from = '' }: Typed): RuleNamed | null {
  const named = ruleNamed(rule);
  if (named === null || !isCivilDate(from)) return null;
  return { ...named, houseId: houseId === '' ? null : houseId, from };
}

function typedIn(query: Request['query']): Typed {
  return Object.fromEntries(
    FIELDS.map((field) => {
      const value = query[field];
      const text = typeof value === 'string' ? value.trim().slice(0, 64) : '';
      return [field, field === 'from' ? dayOf(text) : text];
    }),
  );
}

/** A decimal comma is typed as often as a point. */
function statementOf(typed: Typed): {
  readonly statement: RuleStatement | null;
  readonly errors: readonly FieldError[];
} {
  const { rule: name = '', houseId = '', from = '', value: written = '', choice = '' } = typed;
  const rule = ruleNamed(name);
  const errors: FieldError[] = [];
  const chosen = choice === '' || rule === null ? null : choiceOf(rule.key, choice);
  if (choice !== '' && rule !== null && chosen === null) {
    errors.push({ field: 'choice', message: 'Это значение другой настройки. Выберите её в поле «Что меняется».' });
  } else if (chosen !== null && written !== '') {
    errors.push({ field: 'choice', message: 'Впишите значение или выберите готовое, но не оба сразу.' });
  }
  const value = chosen ?? written;
  if (rule === null) errors.push({ field: 'rule', message: 'Выберите, что меняется.' });
  if (!isCivilDate(from))
    errors.push({ field: 'from', message: dayFault(from, 'Укажите день, с которого действует правило.') });
  if (value === '' && choice === '') errors.push({ field: 'value', message: 'Впишите новое значение.' });
  if (rule === null || errors.length > 0) return { statement: null, errors };
  const typedNumber = /^\d+,\d+$/.test(value) ? value.replace(',', '.') : value;
  return { statement: { ...rule, houseId: houseId === '' ? null : houseId, from, value: typedNumber }, errors };
}

const FIELD_OF: Readonly<Record<string, string>> = {
  BILLING_RULE_BACKDATED: 'from',
  BILLING_REFERENCE_CONFLICT: 'from',
  BILLING_RULE_VALUE: 'value',
};

function fieldOf(error: unknown): string {
  return error instanceof RejectedError ? (FIELD_OF[error.rejection.code] ?? 'rule') : 'rule';
}
