import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { closeSchemas } from '#libs/platform';

export interface GatewayDocumentation {
  readonly title: string;
  readonly description: string;
  /** The name of the cookie that holds the session. */
  readonly cookie: string;
}

/** The document of the API of a gateway; the session is named `session` in it. */
function createGatewayDocument(app: INestApplication, { title, description, cookie }: GatewayDocumentation) {
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth(cookie, { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document: OpenAPIObject = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/^Api/, '').replace(/Controller$/, '')}_${method}`,
  });
  closeSchemas(document);
  return document;
}

/** The page at a path and the document at `<path>-json`; the document is made when somebody asks for it first. */
export function setupGatewayDocumentation(app: INestApplication, path: string, about: GatewayDocumentation): void {
  SwaggerModule.setup(path, app, () => createGatewayDocument(app, about), { customSiteTitle: 'Kvitok API' });
}
