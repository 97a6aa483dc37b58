import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { correlate } from './correlation';
import { setupDocumentation } from './documentation';
import { ProblemFilter } from './problem.filter';
import { requirePlainShapes } from './plain-shapes';
import { requireHost, requireJsonBodies } from './request-guards';
import { requireServicesKey } from './services-key';
import { createValidationPipe } from './validation';

/** A command is a form; the largest, a year of consumption history, stays far below. */
export const BODY_BYTES_LIMIT = 64 * 1024;

export interface HttpOptions {
  /** Names under which the server answers, without a port; empty for every name. */
  readonly allowedHosts: readonly string[];
  /** Without it nobody is answered; absent where nobody but tests reaches the server. */
  readonly servicesKey?: string;
  /** Opens the figures alone; null or absent: they are for the key above. */
  readonly metricsKey?: string | null;
}

/** Everything that stands before the controllers. The application must have been created with `bodyParser: false`. */
export function configureHttp(app: INestApplication, options: HttpOptions): void {
  const { allowedHosts, servicesKey, metricsKey } = options;
  const express = app as NestExpressApplication;
  express.disable('x-powered-by');
  express.set('query parser', 'simple');
  express.set('etag', false);
  app.use(correlate);
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          // The page of the documentation; the API itself sends no page.
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  app.use(requireHost(allowedHosts));
  if (servicesKey !== undefined) app.use(requireServicesKey(servicesKey, metricsKey));
  app.use(requireJsonBodies);
  express.useBodyParser('json', { limit: BODY_BYTES_LIMIT, strict: true, inflate: false });
  app.use(requirePlainShapes);
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  setupDocumentation(app);
}
