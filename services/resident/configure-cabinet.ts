import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import helmet from 'helmet';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { correlate, requireHost, requirePlainShapes } from '#libs/platform';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { Cookies } from './api/cookies';
import { DOCS_PATH, setupResidentDocumentation } from './api/documentation';
import { findVisitor } from './api/find-visitor';
import { API_ROOT } from './api/resident-api';
import { requireApiBodies } from './api/upload';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES } from './tokens';

/** A form of a page; attachments come another way, with limits of their own. */
export const FORM_BYTES_LIMIT = 32 * 1024;
const FORM_FIELDS_LIMIT = 100;

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export function configureCabinet(app: INestApplication): void {
  const express = app as NestExpressApplication;
  const settings = app.get<CabinetSettings>(CABINET_SETTINGS);
  express.disable('x-powered-by');
  express.set('query parser', 'simple');
  express.set('etag', false);
  express.set('trust proxy', settings.proxies ?? 0);
  app.use(correlate);
  // Whoever pays is led by a form of ours to a page of the bank, and browsers hold that against forms as well.
  const banks = app.get<PaymentsClient>(PAYMENTS_CLIENT).online().pageOrigins;
  const ofPages = policyOf(["'self'"], banks);
  const ofDocumentation = policyOf(["'self'", "'unsafe-inline'"]);
  app.use(split((path) => path.startsWith(`/${DOCS_PATH}`), ofDocumentation, ofPages));
  app.use(requireHost(settings.allowedHosts));
  app.use(cookieParser());
  app.use(`/${API_ROOT}`, requireApiBodies);
  express.useBodyParser('urlencoded', {
    extended: false,
    limit: FORM_BYTES_LIMIT,
    parameterLimit: FORM_FIELDS_LIMIT,
    inflate: false,
  });
  express.useBodyParser('json', { limit: FORM_BYTES_LIMIT, strict: true, inflate: false });
  app.use(`/${API_ROOT}`, requirePlainShapes);
  app.use(findVisitor(app.get<IdentityClient>(IDENTITY_CLIENT), app.get<Cookies>(COOKIES)));
  setupResidentDocumentation(app);
}

function split(isFirst: (path: string) => boolean, first: RequestHandler, second: RequestHandler): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    (isFirst(request.path) ? first : second)(request, response, next);
  };
}

/** Nothing from anywhere else, no script inside a page, and a page inside no other. */
function policyOf(styleSrc: string[], formTargets: readonly string[] = []): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc,
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'", ...formTargets],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
