import { ArgumentsHost, ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { VNode } from 'preact';
import { correlationIdOf, judge, ProblemFilter, problemOf } from '#libs/platform';
import { goTo } from './page-request';

export interface ErrorPage {
  readonly title: string;
  readonly status: number;
  readonly children: () => VNode;
}

export interface PageErrorSettings {
  /** Under which faults are logged. */
  readonly name: string;
  /** Refusals below it are problems in JSON, not pages. */
  readonly apiRoot: string;
  /** The codes upon which the reader is led to the way in. */
  readonly signInRequired: readonly string[];
}

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
      const next = request.method === 'GET' && request.path !== '/' ? `?next=${encodeURIComponent(request.path)}` : '';
      goTo(response, `/sign-in${next}`);
      return;
    }
    const { status, detail } = problemOf(judgement, correlationId);
    const title = status === 404 ? 'Страница не найдена' : status >= 500 ? 'Сейчас не получается' : 'Так не получится';
    await this.show(request, response, {
      title,
      status,
      children: () => <ErrorWords title={title} detail={detail} correlationId={correlationId} />,
    });
  }
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

function ErrorWords(props: { readonly title: string; readonly detail: string; readonly correlationId: string }): VNode {
  return (
    <>
      <h1>{props.title}</h1>
      <p class="lead">{props.detail}</p>
      <p>
        <a href="/">На главную</a>
      </p>
      <p class="hint">Если понадобится позвонить, назовите номер запроса: {props.correlationId}</p>
    </>
  );
}
