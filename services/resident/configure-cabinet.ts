import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import helmet from 'helmet';
import { correlate, requireHost } from '#libs/platform';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { Cookies } from './api/cookies';
import { findVisitor } from './api/find-visitor';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES } from './tokens';

/** A form of a page; attachments come another way, with limits of their own. */
export const FORM_BYTES_LIMIT = 32 * 1024;
const FORM_FIELDS_LIMIT = 100;
/** Where banks tell of payments: the only thing here that is no form. */
const NOTIFICATIONS_PATH = '/acquirer/notifications';
const NOTIFICATION_BYTES_LIMIT = 64 * 1024;

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export function configureCabinet(app: INestApplication): void {
  const express = app as NestExpressApplication;
  const settings = app.get<CabinetSettings>(CABINET_SETTINGS);
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
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          fontSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          // Whoever pays is led by a form of ours to a page of the bank, and browsers hold that against this rule too.
          formAction: ["'self'", ...app.get<PaymentsClient>(PAYMENTS_CLIENT).online().pageOrigins],
          frameAncestors: ["'none'"],
        },
      },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(requireHost(settings.allowedHosts));
  app.use(cookieParser());
  express.useBodyParser('urlencoded', {
    extended: false,
    limit: FORM_BYTES_LIMIT,
    parameterLimit: FORM_FIELDS_LIMIT,
    inflate: false,
  });
  express.useBodyParser('json', {
    limit: NOTIFICATION_BYTES_LIMIT,
    inflate: false,
    type: ({ url }) => url === NOTIFICATIONS_PATH,
  });
  app.use(findVisitor(app.get<IdentityClient>(IDENTITY_CLIENT), app.get<Cookies>(COOKIES)));
}
