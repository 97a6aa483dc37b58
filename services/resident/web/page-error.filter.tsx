import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { correlationIdOf, judge, ProblemFilter, problemOf } from '#libs/platform';
import { API_ROOT } from '../api/resident-api';
import { goTo } from './page-request';
import { Pages } from './pages';

/** A refusal or a failure: of the API as a problem, everywhere else as a page: what happened, what was kept, what to do. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Cabinet');
  private readonly problems = new ProblemFilter();

  constructor(private readonly pages: Pages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    if (request.path.startsWith(`/${API_ROOT}/`)) {
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
    if (judgement.code === 'CABINET_SIGN_IN_REQUIRED') {
      const next = request.method === 'GET' && request.path !== '/' ? `?next=${encodeURIComponent(request.path)}` : '';
      goTo(response, `/sign-in${next}`);
      return;
    }
    const { status, detail } = problemOf(judgement, correlationId);
    const title = status === 404 ? 'Страница не найдена' : status >= 500 ? 'Сейчас не получается' : 'Так не получится';
    await this.pages.show(request, response, {
      title,
      status,
      children: () => (
        <>
          <h1>{title}</h1>
          <p class="lead">{detail}</p>
          <p>
            <a href="/">На главную</a>
          </p>
          <p class="hint">Если понадобится позвонить, назовите номер запроса: {correlationId}</p>
        </>
      ),
    });
  }
}
