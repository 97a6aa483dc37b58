import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

export function createDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kvitok')
    .setDescription(
      'Billing of residential utilities. Amounts are whole kopecks, quantities exact decimals as text, dates are those ' +
        'of the company’s time zone. Refusals are application/problem+json with a code of one catalogue.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  closeSchemas(document);
  return document;
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
