import { ArgumentsHost, ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { VNode } from 'preact';
import { correlationIdOf, judge, otherMethodsOf, ProblemFilter, problemOf } from '#libs/platform';
import { goTo, ownPath } from './page-request';
import { forgetPages } from './send-page';
import { awayIn, ServiceAwayError } from './service-away';

export interface ErrorPage {
  readonly title: string;
  readonly status: number;
  readonly children: (context: { readonly token: string }) => VNode;
}

export interface PageErrorSettings {
  /** Under which faults are logged. */
  readonly name: string;
  /** Refusals below it are problems in JSON, not pages. */
  readonly apiRoot: string;
  /** The codes upon which the reader is led to the way in. */
  readonly signInRequired: readonly string[];
  /** What a page says that cannot be shown without a service; the words of the catalogue where absent. */
  readonly wordsOfAway?: (away: ServiceAwayError, request: Request, token: string) => VNode;
}

const RETURN = 'Вернитесь на предыдущую страницу, обновите её и попробуйте ещё раз.';
/** What the API says to programs, said to people. */
const WORDS_OF_PAGES: Readonly<Record<string, string>> = {
  MALFORMED_REQUEST: `Страница прислала не то, что мы ждали. Ничего не записано. ${RETURN}`,
  VALIDATION_FAILED: `Страница прислала не то, что мы ждали. Ничего не записано. ${RETURN}`,
  UNSUPPORTED_MEDIA_TYPE: `Страница прислала не то, что мы ждали. Ничего не записано. ${RETURN}`,
  PAYLOAD_TOO_LARGE:
    'Слишком много текста за один раз. Ничего не записано. Вернитесь на предыдущую страницу и сократите его.',
  REQUEST_TIMEOUT: `Страница пришла не целиком: наверное, прервалась связь. Ничего не записано. ${RETURN}`,
  INTERNAL_FAULT:
    'Произошла ошибка на нашей стороне. Попробуйте через несколько минут. Если повторится, позвоните нам и назовите номер внизу страницы.',
  NOT_FOUND: 'По этому адресу ничего нет. Проверьте адрес или начните с главной страницы.',
  METHOD_NOT_ALLOWED: 'По этому адресу ничего нет. Проверьте адрес или начните с главной страницы.',
};

/** A refusal or a failure: of the API as a problem, everywhere else as a page: what happened, what was kept, what to do. */
export class GatewayErrorFilter implements ExceptionFilter {
  private readonly logger: Logger;
  private readonly problems = new ProblemFilter();

  constructor(
    private readonly settings: PageErrorSettings,
    private readonly show: (request: Request, response: Response, page: ErrorPage) => Promise<void>,
  ) {
    this.logger = new Logger(settings.name);
  }

  /** Never throws: nobody waits for a filter, so that its own failure would end the process. */
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    try {
      await this.answer(error, host);
    } catch (fault) {
      this.logger.error({ err: fault, cause: error }, 'The page of an error failed');
      answerPlainly(host.switchToHttp().getResponse<Response>());
    }
  }

  private async answer(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    if (request.path.startsWith(`/${this.settings.apiRoot}/`)) {
      this.problems.catch(error, host);
      return;
    }
    const correlationId = correlationIdOf(request);
    const judgement = judge(error);
    if (judgement.isFault) this.logger.error({ err: error, correlationId, problem: judgement.code }, 'Page failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (this.settings.signInRequired.includes(judgement.code)) {
      forgetPages(response);
      goTo(response, wayIn(request));
      return;
    }
    const { status, detail: ofApi } = problemOf(judgement, correlationId);
    const detail = WORDS_OF_PAGES[judgement.code] ?? ofApi;
    const title = status === 404 ? 'Страница не найдена' : status >= 500 ? 'Сейчас не получается' : 'Так не получится';
    const away = awayIn(error);
    const { wordsOfAway } = this.settings;
    await this.show(request, response, {
      title,
      status,
      children: ({ token }) => (
        <ErrorWords title={title} correlationId={correlationId}>
          {away === null || wordsOfAway === undefined ? (
            <p class="lead">{detail}</p>
          ) : (
            wordsOfAway(away, request, token)
          )}
        </ErrorWords>
      ),
    });
  }
}

/**
 * Whoever sent a form had signed in: the way in says that nothing was done with it. It leads on to the page that was
 * wanted, or on which the form stood, with what it was asked for.
 */
function wayIn(request: Request): string {
  const isForm = request.method !== 'GET';
  const page = isForm ? pageOfForm(request) : placeOf(request.originalUrl);
  const query = new URLSearchParams({
    ...(isForm ? { ended: 'form' } : {}),
    ...(page === null || page === '/' ? {} : { next: page }),
  }).toString();
  return `/sign-in${query === '' ? '' : `?${query}`}`;
}

/** The page of this site on which the form stood, where it can be read by its address; null for any other. */
function pageOfForm(request: Request): string | null {
  const referer = request.headers.referer ?? '';
  if (!URL.canParse(referer)) return null;
  const { host, pathname, search } = new URL(referer);
  if (host !== request.headers.host) return null;
  const path = ownPath(pathname);
  return path !== null && isReadable(request, path) ? placeOf(path + search) : null;
}

/** Fields of an address by which a page says once what was done. */
const SAID_ONCE = ['accepted', 'done', 'formed', 'review', 'saved', 'tried'];

/** A page with what it was asked for; without that where the address is too long. Null for an address of no page here. */
export function placeOf(address: string): string | null {
  const [path = '', ...rest] = address.split('?');
  const asked = new URLSearchParams(rest.join('?'));
  for (const field of SAID_ONCE) asked.delete(field);
  return ownPath(asked.size === 0 ? path : `${path}?${asked.toString()}`) ?? ownPath(path);
}

function isReadable({ app }: Request, path: string): boolean {
  return otherMethodsOf({ app, path, method: 'POST?' }).includes('GET');
}

/** The last resort: it needs no page, no cookie and no service. */
function answerPlainly(response: Response): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = 500;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end('Сейчас не получается открыть страницу. Попробуйте через несколько минут.\n');
}

function ErrorWords(props: {
  readonly title: string;
  readonly correlationId: string;
  readonly children: VNode;
}): VNode {
  return (
    <>
      <h1>{props.title}</h1>
      {props.children}
      <p>
        <a href="/">На главную</a>
      </p>
      <p class="hint">Если понадобится позвонить, назовите номер запроса: {props.correlationId}</p>
    </>
  );
}
