import type { INestApplication } from '@nestjs/common';
import { setupGatewayDocumentation } from '#libs/gateway';

/** Where the description of the API is; its page alone may carry styles of its own. */
export const DOCS_PATH = 'docs';

export function setupOfficeDocumentation(app: INestApplication): void {
  setupGatewayDocumentation(app, DOCS_PATH, {
    title: 'Kvitok, the back-office',
    description:
      'What the office of a company may ask and do. Whoever has signed in by POST /api/session/password and POST ' +
      '/api/session has a cookie; requests that change something carry X-Kvitok-Request. `x-role` is the least role ' +
      'that an operation needs. Amounts are whole kopecks. Refusals are application/problem+json with a code of one ' +
      'catalogue; what belongs to another company is answered as what is not there.',
    cookie: 'kvitok_office_session',
  });
}
