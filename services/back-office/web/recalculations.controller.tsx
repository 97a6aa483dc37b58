import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  AgedAccount,
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  BillingClient,
  BillingOfficeClient,
  HousePreview,
  RecalculationPreview,
} from '#services/billing/api/client';
import { AskToRecalculate } from '../api/ask-to-recalculate';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { RECALCULATION_KINDS } from '../api/recalculations.dto';
import { ROWS_PER_PAGE } from '../api/row-window';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { askedText } from './asked';
import { linkTo } from './links';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { causeError, NewRecalculationPage } from './pages/new-recalculation.page';
import { RecalculationOrderPage, RecalculationsPage } from './pages/recalculations.page';
import {
  expectedIn,
  HOUSE_KINDS,
  readGrounds,
  ReadGrounds,
  RECALCULATION_FIELDS,
  STATED_KINDS,
  StatedKind,
  Typed,
} from './recalculation-form';

/** Recalculations that the monthly run does not make by itself: the list, the forms, what they come to, the recording. */
@OfficePage('recalculations')
@ForRole('accountant')
export class OfficeRecalculationsController {
  constructor(
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
    @Inject(BILLING_CLIENT) private readonly accounts: BillingClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly toRecalculate: AskToRecalculate,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  @AccountIsTyped()
  async list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const [account, asked, before] = [
      askedText(request.query, 'account'),
      askedText(request.query, 'kind'),
      Number(askedText(request.query, 'before')),
    ];
    const kind = RECALCULATION_KINDS.find((one) => one === asked);
    const unknown = unknownAccount(request);
    const recorded = await this.billing.recorded({
      account: account || undefined,
      kind,
      before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
      limit: ROWS_PER_PAGE,
    });
    const orders = await this.billing.orders();
    const hasMore = recorded.length === ROWS_PER_PAGE;
    const errors = unknown === null ? [] : [unknown.error];
    const props = { recorded, orders, account: unknown?.typed ?? account, kind: kind ?? '', hasMore, errors };
    await this.pages.show(request, response, {
      title: 'Перерасчёты',
      errors,
      children: ({ timeZone }) => <RecalculationsPage {...props} timeZone={timeZone} />,
    });
  }

  @Get('new')
  @AccountIsTyped()
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const names = Object.keys(request.query).filter((name) => RECALCULATION_FIELDS.test(name));
    const typed = Object.fromEntries(names.map((name) => [name, askedText(request.query, name)]));
    await this.show(request, response, typed, []);
  }

  @Post()
  @AccountIsTyped()
  record(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.state(request, response, officer, async ({ form, origin }, { grounds, cause, document }) => {
      const account = form['account'] ?? '';
      const statement = { grounds, cause, document, expectedKopecks: expectedOf(form, account) };
      await this.untilSeen((await this.billing.recordRecalculation(account, statement, origin)).position);
      // A recalculation is named by the command that has recorded it.
      return afterRecording(account, origin.commandId, form['conversation'] ?? '');
    });
  }

  @Post('approvals')
  @AccountIsTyped()
  ask(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.state(request, response, officer, async ({ form, origin }, said) => {
      const account = form['account'] ?? '';
      const statement = { ...said, expectedKopecks: expectedOf(form, account) };
      const asked = await this.toRecalculate.recalculation(officer, account, statement, origin);
      await this.untilSeen(asked.position);
      return `/approvals/${asked.approvalId}`;
    });
  }

  @Post('waivers')
  @AccountIsTyped()
  waive(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.state(request, response, officer, async ({ form, origin }, statement) => {
      const asked = await this.toRecalculate.waiver(officer, form['account'] ?? '', statement, origin);
      await this.untilSeen(asked.position);
      return `/approvals/${asked.approvalId}`;
    });
  }

  @Post('orders')
  @AccountIsTyped()
  order(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.state(request, response, officer, async ({ form, origin }, statement) => {
      const order = {
        house: form['houseId'] ?? '',
        except: exceptIn(form),
        digest: form['digest'] ?? '',
        ...statement,
      };
      const { orderId, position } = await this.billing.orderForHouse(order, origin);
      await this.untilSeen(position);
      return `/recalculations/orders/${orderId}`;
    });
  }

  @Get('orders/:orderId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('orderId') orderId: string,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const order = await this.billing.order(orderId);
    await this.pages.show(request, response, {
      title: 'Перерасчёт нескольких счетов',
      children: ({ timeZone }) => <RecalculationOrderPage order={order} timeZone={timeZone} />,
    });
  }

  /** Reads a form that records something; what is wrong with it is said where it was filled in. */
  private async state(
    request: Request,
    response: Response,
    officer: Officer,
    work: (form: OfficeForm, statement: Statement) => Promise<string>,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const read = readOfficeCommand(request, this.tokens, RECALCULATION_FIELDS);
    const { key: _key, ...typed } = read.form as Typed & { readonly key?: string };
    const kind = kindIn(typed);
    const grounds: ReadGrounds = kind === null ? { errors: [] } : readGrounds(kind, typed, await this.billing.names());
    const cause = typed['cause'] ?? '';
    const errors = causeError(cause);
    const isUnknown = unknownAccount(request) !== null;
    if (isUnknown || 'errors' in grounds || errors.length > 0) return this.show(request, response, typed, errors);
    try {
      goTo(response, await work(read, { grounds: grounds.grounds, cause, document: typed['document'] || null }));
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, typed, [{ field: 'cause', message: wordsOf(error.rejection) }]);
    }
  }

  private async show(request: Request, response: Response, form: Typed, stated: readonly FieldError[]): Promise<void> {
    const names = await this.billing.names();
    const unknown = unknownAccount(request);
    const typed = unknown === null ? form : { ...form, account: unknown.typed };
    const [account, houseId] = [typed['account'] ?? '', typed['houseId'] ?? ''];
    const asked = kindIn(typed);
    const unfit = unknown !== null ? [unknown.error] : asked === null ? [] : unfitFor(asked, account, houseId);
    const kind = unfit.length > 0 ? null : asked;
    const facts = kind === null || account === '' ? NOTHING_KNOWN : await this.factsFor(kind, account);
    const found = kind === null || !isShown(kind, typed) ? NOT_ASKED : await this.found(kind, typed);
    // What the preview refuses, the recording refuses in the same words.
    const said = new Set(found.errors.map(({ message }) => message));
    const errors = [...unfit, ...found.errors, ...stated.filter(({ message }) => !said.has(message))];
    const props = { kind, typed, names, errors, ...facts, preview: found.preview, housePreview: found.housePreview };
    await this.pages.show(request, response, {
      title: 'Новый перерасчёт',
      errors,
      children: ({ token }) => <NewRecalculationPage {...props} token={token} formKey={newFormKey()} />,
    });
  }

  private async factsFor(kind: StatedKind, account: string): Promise<Facts> {
    const payees = kind === 'penalty_waiver' ? (await this.accounts.aging(account, this.clock.today())).payees : [];
    const recorded = kind === 'reversal' ? await this.billing.recorded({ account, limit: ROWS_PER_PAGE }) : [];
    return { payees, recorded };
  }

  private async found(kind: StatedKind, typed: Typed): Promise<Found> {
    const read = readGrounds(kind, typed, await this.billing.names());
    if ('errors' in read) return { ...NOT_ASKED, errors: read.errors };
    const [account, house] = [typed['account'] ?? '', typed['houseId'] ?? ''];
    try {
      if (house === '') {
        return { ...NOT_ASKED, preview: await this.billing.previewRecalculation(account, read.grounds) };
      }
      return { ...NOT_ASKED, housePreview: await this.billing.previewForHouse(house, exceptIn(typed), read.grounds) };
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const field = FIELD_OF_REFUSAL[error.rejection.code] ?? fieldOf(kind);
      return { ...NOT_ASKED, errors: [{ field, message: wordsOf(error.rejection) }] };
    }
  }
}

interface Statement {
  readonly grounds: Extract<ReadGrounds, { grounds: unknown }>['grounds'];
  readonly cause: string;
  readonly document: string | null;
}

interface Facts {
  readonly payees: AgedAccount['payees'];
  readonly recorded: Awaited<ReturnType<BillingOfficeClient['recorded']>>;
}

interface Found {
  readonly preview: RecalculationPreview | null;
  readonly housePreview: HousePreview | null;
  readonly errors: readonly FieldError[];
}

const NOTHING_KNOWN: Facts = { payees: [], recorded: [] };
const NOT_ASKED: Found = { preview: null, housePreview: null, errors: [] };

function kindIn(typed: Typed): StatedKind | null {
  return STATED_KINDS.find((kind) => kind === typed['kind']) ?? null;
}

/** Whoever came from the question of a resident goes back to it, with the answer by this correction chosen. */
function afterRecording(account: string, recalculationId: string, conversation: string): string {
  if (conversation === '') return linkTo('/recalculations', { account });
  return linkTo(`/conversations/${encodeURIComponent(conversation)}`, { recalculationId });
}

/** A link that names what is taken back asks for it at once. */
function isShown(kind: StatedKind, typed: Typed): boolean {
  return (typed['show'] ?? '') !== '' || (kind === 'reversal' && (typed['of'] ?? '') !== '');
}

function unfitFor(kind: StatedKind, account: string, houseId: string): readonly FieldError[] {
  if (account === '' && houseId === '')
    return [{ field: 'account', message: 'Введите лицевой счёт или выберите дом.' }];
  if (houseId === '' || HOUSE_KINDS.includes(kind)) return [];
  return [{ field: 'kind', message: 'Такой перерасчёт делают по одному счёту. Введите лицевой счёт вместо дома.' }];
}

const FIELD_OF_REFUSAL: Readonly<Record<string, string>> = {
  BILLING_LEFT_OUT_NOT_IN_HOUSE: 'except',
  BILLING_RECALCULATION_CLAIM_LATER: 'claimedOn',
  BILLING_RECALCULATION_CLAIM_EARLIER: 'claimedOn',
};

/** The field that the summary of another refusal leads to. */
function fieldOf(kind: StatedKind): string {
  if (kind === 'reversal') return 'of';
  return kind === 'penalty_waiver' ? 'payee' : 'utility';
}

/** Throws BILLING_RECALCULATION_CHANGED where the form does not say which sum was looked at. */
function expectedOf(form: Typed, account: string): number {
  const expected = expectedIn(form);
  if (expected !== null) return expected;
  throw new RejectedError(new Rejection('BILLING_RECALCULATION_CHANGED', { account }));
}

function exceptIn(typed: Typed): readonly string[] {
  return (typed['except'] ?? '').split(/[\s,;]+/).filter((account) => account !== '');
}
