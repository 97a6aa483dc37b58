import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import helmet from 'helmet';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { correlate, requireHost, requireJsonBodies, requirePlainShapes } from '#libs/platform';

/** A form of a page; attachments come another way, with limits of their own. */
export const FORM_BYTES_LIMIT = 32 * 1024;
const FORM_FIELDS_LIMIT = 100;

export interface GatewayEdge {
  /** Names under which it answers; empty for any name. */
  readonly allowedHosts: readonly string[];
  /** Proxies in front of it, each of which names the address of whoever asked it. */
  readonly proxies: number;
  /** Every operation of the API stands below it; everything else is a page. */
  readonly apiRoot: string;
  /** Where the description of the API is; its page alone may carry styles of its own. */
  readonly docsPath: string;
  /** What bodies the API takes; JSON alone where absent. */
  readonly requireBodies?: RequestHandler;
  /** Sites that a form of a page may lead to besides this one. */
  readonly formTargets: () => readonly string[];
  /** Finds out who asks. */
  readonly find: RequestHandler;
}

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export function configureGateway(app: INestApplication, edge: GatewayEdge): void {
  const express = app as NestExpressApplication;
  express.disable('x-powered-by');
  express.set('query parser', 'simple');
  express.set('etag', false);
  express.set('trust proxy', edge.proxies);
  app.use(correlate);
  // Whoever pays is led by a form of ours to a page of the bank, and browsers hold that against forms as well.
  const ofPages = policyOf(["'self'"], edge.formTargets);
  const ofDocumentation = policyOf(["'self'", "'unsafe-inline'"]);
  app.use(split((path) => path.startsWith(`/${edge.docsPath}`), ofDocumentation, ofPages));
  // The page that says why a request was refused has a form, whose token is compared with a cookie.
  app.use(cookieParser());
  app.use(requireHost(edge.allowedHosts));
  app.use(`/${edge.apiRoot}`, edge.requireBodies ?? requireJsonBodies);
  express.useBodyParser('urlencoded', {
    extended: false,
    limit: FORM_BYTES_LIMIT,
    parameterLimit: FORM_FIELDS_LIMIT,
    inflate: false,
  });
  express.useBodyParser('json', { limit: FORM_BYTES_LIMIT, strict: true, inflate: false });
  app.use(`/${edge.apiRoot}`, requirePlainShapes);
  app.use(edge.find);
}

function split(isFirst: (path: string) => boolean, first: RequestHandler, second: RequestHandler): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    (isFirst(request.path) ? first : second)(request, response, next);
  };
}

/** Nothing from anywhere else, no script inside a page, and a page inside no other. */
function policyOf(styleSrc: string[], formTargets: () => readonly string[] = () => []): RequestHandler {
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
        formAction: [() => ["'self'", ...formTargets()].join(' ')],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
