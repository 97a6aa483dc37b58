import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { closeSchemas } from '#libs/platform';

/** Where the description of the API is; its page alone may carry styles of its own. */
export const DOCS_PATH = 'docs';

export function createOfficeDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kvitok, the back-office')
    .setDescription(
      'What the office of a company may ask and do. Whoever has signed in by POST /api/session/password and POST ' +
        '/api/session has a cookie; requests that change something carry X-Kvitok-Request. `x-role` is the least role ' +
        'that an operation needs. Amounts are whole kopecks. Refusals are application/problem+json with a code of one ' +
        'catalogue; what belongs to another company is answered as what is not there.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth('kvitok_office_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/^Api/, '').replace(/Controller$/, '')}_${method}`,
  });
  closeSchemas(document);
  return document;
}

/** The page at `/docs` and the document at `/docs-json`; the document is made when somebody asks for it first. */
export function setupOfficeDocumentation(app: INestApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, () => createOfficeDocument(app), { customSiteTitle: 'Kvitok API' });
}
