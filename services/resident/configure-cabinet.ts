import type { INestApplication } from '@nestjs/common';
import { configureGateway } from '#libs/gateway';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { Cookies } from './api/cookies';
import { DOCS_PATH, setupResidentDocumentation } from './api/documentation';
import { findVisitor } from './api/find-visitor';
import { API_ROOT } from './api/resident-api';
import { requireApiBodies } from './api/upload';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES } from './tokens';

export { FORM_BYTES_LIMIT } from '#libs/gateway';

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export function configureCabinet(app: INestApplication): void {
  const { allowedHosts, proxies = 0 } = app.get<CabinetSettings>(CABINET_SETTINGS);
  configureGateway(app, {
    allowedHosts,
    proxies,
    apiRoot: API_ROOT,
    docsPath: DOCS_PATH,
    requireBodies: requireApiBodies,
    formTargets: app.get<PaymentsClient>(PAYMENTS_CLIENT).online().pageOrigins,
    find: findVisitor(app.get<IdentityClient>(IDENTITY_CLIENT), app.get<Cookies>(COOKIES)),
  });
  setupResidentDocumentation(app);
}
