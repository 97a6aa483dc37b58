import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { correlationIdOf } from './correlation';
import { otherMethodsOf } from './other-methods';
import { judge, Judgement, problemOf } from './problem';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Every refusal and failure of the HTTP API in one form. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const health = healthReportOf(error);
    if (health !== null) {
      response.status(503).json(health);
      return;
    }
    const request = http.getRequest<Request>();
    const correlationId = correlationIdOf(request);
    const judgement = this.judge(error, request, response);
    if (judgement.isFault) this.logger.error({ err: error, correlationId, problem: judgement.code }, 'Request failed');
    if (response.headersSent) {
      // A streamed answer broke off: cutting the connection is the only way left to say so.
      response.destroy();
      return;
    }
    const problem = problemOf(judgement, correlationId);
    response.status(problem.status).setHeader('Content-Type', PROBLEM_TYPE);
    response.setHeader('Cache-Control', 'no-store');
    response.end(JSON.stringify(problem));
  }

  /** An address that exists for other methods is told apart from one that does not exist. */
  private judge(error: unknown, request: Request, response: Response): Judgement {
    const judgement = judge(error);
    if (judgement.code !== 'NOT_FOUND') return judgement;
    const methods = otherMethodsOf(request);
    if (methods.length === 0) return judgement;
    response.setHeader('Allow', methods.join(', '));
    return { ...judgement, code: 'METHOD_NOT_ALLOWED' };
  }
}

/** The report of a failed readiness check is an answer of its own, with its details. */
function healthReportOf(error: unknown): object | null {
  if (!(error instanceof HttpException) || error.getStatus() !== 503) return null;
  const body = error.getResponse();
  return typeof body === 'object' && 'details' in body && 'status' in body ? body : null;
}
