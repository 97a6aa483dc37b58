import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ComponentChildren, VNode } from 'preact';
import { keptForBack, PRINT_SCRIPT, sendPage } from '#libs/gateway';
import { DEFAULT_TIME_ZONE } from '#libs/platform';
import { Document, FieldError, SignOutForm } from '#libs/web';
import { BILLING_CLIENT, BillingClient, CompanyCard } from '#services/billing/api/client';
import { Cookies } from '../api/cookies';
import { FormTokens } from '../api/form-token';
import { Visitor, visitorOf } from '../api/visitor';
import { COOKIES, FORM_TOKENS } from '../tokens';
import { SECTIONS } from './sections';

/** What a page has to know of its reader besides what it shows. */
export interface PageContext {
  /** For the forms of the page. */
  readonly token: string;
  readonly visitor: Visitor | null;
  /** Null before a company is registered, and where billing has not told it yet. */
  readonly company: CompanyCard | null;
  /** Of the company. */
  readonly timeZone: string;
}

export interface Page {
  readonly title: string;
  readonly children: (context: PageContext) => ComponentChildren;
  readonly status?: number;
  readonly errors?: readonly FieldError[];
  /** Answers a form before anything is done: «Назад» shows it again. */
  readonly isStep?: boolean;
  readonly scripts?: readonly string[];
}

export const SITE_NAME = 'Квиток';
/** How long a page may show an old telephone of the company. */
const COMPANY_KEPT_MILLISECONDS = 60_000;

/** Puts pages together and sends them. */
@Injectable()
export class Pages {
  private known: { readonly card: CompanyCard; readonly at: number } | null = null;

  constructor(
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  async show(request: Request, response: Response, page: Page): Promise<void> {
    this.cookies.browserOf(request, response);
    const company = await this.company();
    const context: PageContext = {
      token: this.tokens.tokenFor(request, response),
      visitor: visitorOf(request),
      company,
      timeZone: company?.timeZone ?? DEFAULT_TIME_ZONE,
    };
    const shell = <Shell page={page} context={context} here={request.path} />;
    sendPage(response, page, shell, keptForBack(request, page));
  }

  /** Stands on every page and hardly ever changes, so that it is not asked for each time, and outlives a silence. */
  private async company(): Promise<CompanyCard | null> {
    const now = performance.now();
    if (this.known !== null && now - this.known.at < COMPANY_KEPT_MILLISECONDS) return this.known.card;
    const card = await this.billing.company().catch(() => this.known?.card ?? null);
    this.known = card === null ? null : { card, at: now };
    return card;
  }
}

function Shell({
  page,
  context,
  here,
}: {
  readonly page: Page;
  readonly context: PageContext;
  readonly here: string;
}): VNode {
  const { visitor, token } = context;
  return (
    <Document
      title={page.title}
      siteName={SITE_NAME}
      styles={['/assets/web.css']}
      scripts={[PRINT_SCRIPT, ...(page.scripts ?? [])]}
      navigation={visitor === null ? [] : SECTIONS}
      here={here}
      aside={visitor === null ? undefined : <SignedInAs visitor={visitor} token={token} />}
      foot={<Foot company={context.company} />}
      errors={page.errors?.length ?? 0}
    >
      {page.children(context)}
    </Document>
  );
}

function SignedInAs({ visitor, token }: { readonly visitor: Visitor; readonly token: string }): VNode {
  return (
    <>
      <a href="/account">Лицевой счёт {visitor.account}</a>
      <SignOutForm token={token} />
    </>
  );
}

function Foot({ company }: { readonly company: CompanyCard | null }): VNode {
  const phone = company?.phone ?? null;
  return (
    <>
      {phone !== null && (
        <p>
          Горячая линия: <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
        </p>
      )}
      {company !== null && (
        <p>
          {company.name}, {company.address}
        </p>
      )}
      <p>
        <a href="/faq">Частые вопросы</a> · <a href="/check">Проверить квитанцию</a>
      </p>
    </>
  );
}
