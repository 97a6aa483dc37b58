import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemResponse } from './api-problems';
import { isOpenToAll } from './services-key';

/** The name of the key in the document. */
const SECURITY = 'servicesKey';

export function createDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kvitok')
    .setDescription(
      'Billing of residential utilities. Amounts are whole kopecks, quantities exact decimals as text, dates are those ' +
        'of the company’s time zone. Refusals are application/problem+json with a code of one catalogue.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description: 'KVITOK_SERVICES_KEY, or what services-api.key in the folder of the data holds',
      },
      SECURITY,
    )
    .addSecurityRequirements(SECURITY)
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  closeSchemas(document);
  requireKey(document);
  return document;
}

/** Every operation but those that are open to all asks for the key, and says what it answers without. */
function requireKey({ paths }: OpenAPIObject): void {
  for (const [path, { get, post, put, patch, delete: remove }] of Object.entries(paths)) {
    for (const operation of [get, post, put, patch, remove]) {
      if (operation === undefined) continue;
      if (operation === get && isOpenToAll('GET', path)) operation.security = [];
      else operation.responses['401'] = problemResponse(['SERVICES_KEY_REQUIRED']);
    }
  }
}

/** A field that the document does not name is refused in a request and never stands in an answer: the document says so. */
export function closeSchemas({ components }: OpenAPIObject): void {
  for (const schema of Object.values(components?.schemas ?? {})) {
    if (!('$ref' in schema) && schema.type === 'object' && schema.properties !== undefined) {
      schema.additionalProperties ??= false;
    }
  }
}

/** The page at `/docs` and the document at `/docs-json`; the document is made when somebody asks for it first. */
export function setupDocumentation(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createDocument(app), { customSiteTitle: 'Kvitok API' });
}
