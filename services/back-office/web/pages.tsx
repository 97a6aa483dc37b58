import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ComponentChildren, VNode } from 'preact';
import { FormTokens, PRINT_SCRIPT, sendPage } from '#libs/gateway';
import { DEFAULT_TIME_ZONE } from '#libs/platform';
import { Document, FieldError, SignOutForm } from '#libs/web';
import { COMPANIES_CLIENT, CompaniesClient, OfficeCompany } from '#services/billing/api/client';
import { OfficeCookies } from '../api/cookies';
import { Officer, officerOf } from '../api/officer';
import { roleInWords } from '../api/role-words';
import { OFFICE_COOKIES, OFFICE_FORM_TOKENS } from '../settings';
import { sectionsFor } from './sections';

/** What a page has to know of its reader besides what it shows. */
export interface PageContext {
  /** For the forms of the page. */
  readonly token: string;
  /** The company in whose office the reader works; null before it is registered. */
  readonly company: OfficeCompany | null;
  /** In which instants are shown. */
  readonly timeZone: string;
}

export interface Page {
  readonly title: string;
  readonly children: (context: PageContext) => ComponentChildren;
  readonly status?: number;
  readonly errors?: readonly FieldError[];
}

const SITE_NAME = 'Квиток · бухгалтерия';
const STYLES = ['/assets/web.css', '/assets/office.css'];
const SCRIPTS = [PRINT_SCRIPT, '/assets/keys.js'];

/** Puts pages together and sends them. */
@Injectable()
export class OfficePages {
  constructor(
    @Inject(COMPANIES_CLIENT) private readonly companies: CompaniesClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_COOKIES) private readonly cookies: OfficeCookies,
  ) {}

  async show(request: Request, response: Response, page: Page): Promise<void> {
    this.cookies.browserOf(request, response);
    const officer = officerOf(request);
    const company = officer === null ? null : await this.companyOf(officer);
    const timeZone = company?.timeZone ?? DEFAULT_TIME_ZONE;
    const context: PageContext = { token: this.tokens.tokenFor(request, response), company, timeZone };
    sendPage(response, page, <Shell page={page} context={context} officer={officer} here={request.path} />);
  }

  private async companyOf({ companies }: Officer): Promise<OfficeCompany | null> {
    const company = await this.companies.company().catch(() => null);
    return company !== null && companies.includes(company.companyId) ? company : null;
  }
}

interface ShellProps {
  readonly page: Page;
  readonly context: PageContext;
  readonly officer: Officer | null;
  readonly here: string;
}

function Shell({ page, context, officer, here }: ShellProps): VNode {
  return (
    <Document
      title={page.title}
      siteName={SITE_NAME}
      styles={STYLES}
      scripts={SCRIPTS}
      navigation={officer === null ? [] : sectionsFor(officer.role)}
      here={here}
      aside={officer === null ? undefined : <HeadAside officer={officer} token={context.token} />}
      foot={<Foot company={context.company} />}
      errors={page.errors?.length ?? 0}
    >
      {page.children(context)}
    </Document>
  );
}

/** The search for an account stands on every page. */
function HeadAside(props: { readonly officer: Officer; readonly token: string }): VNode {
  return (
    <>
      <form method="get" action="/accounts" class="head-search" role="search" aria-label="Лицевой счёт">
        <label class="visually-hidden" for="head-query">
          Номер лицевого счёта
        </label>
        <input
          type="search"
          id="head-query"
          name="query"
          placeholder="Лицевой счёт"
          maxLength={32}
          autocomplete="off"
        />
        <button class="button button-second" type="submit">
          Найти
        </button>
      </form>
      <SignedInAs {...props} />
    </>
  );
}

function SignedInAs({ officer, token }: { readonly officer: Officer; readonly token: string }): VNode {
  return (
    <>
      <span>
        {officer.staffId}, {roleInWords(officer.role)}
      </span>
      <SignOutForm token={token} />
    </>
  );
}

function Foot({ company }: { readonly company: OfficeCompany | null }): VNode {
  return (
    <p>
      {company === null ? '' : `${company.name} · `}
      <a href="/keys">Клавиши</a> · <a href="/docs">Описание API</a>
    </p>
  );
}
