import type { INestApplication } from '@nestjs/common';
import { setupGatewayDocumentation } from '#libs/gateway';

/** Where the description of the API is; its page alone may carry styles of its own. */
export const DOCS_PATH = 'docs';

export function setupResidentDocumentation(app: INestApplication): void {
  setupGatewayDocumentation(app, DOCS_PATH, {
    title: 'Kvitok, the cabinet of residents',
    description:
      'What a resident may ask and do. Whoever has signed in by POST /api/session has a cookie; requests that change ' +
      'something carry X-Kvitok-Request. Amounts are whole kopecks, quantities exact decimals as text. Refusals are ' +
      'application/problem+json with a code of one catalogue.',
    cookie: 'kvitok_session',
  });
}
