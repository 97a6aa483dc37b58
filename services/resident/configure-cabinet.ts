import type { INestApplication } from '@nestjs/common';
import { configureGateway } from '#libs/gateway';
import { IDENTITY_CLIENT, IdentityClient } from '#services/identity/api/client';
import { BankPages } from './api/bank-pages';
import { Cookies } from './api/cookies';
import { DOCS_PATH, setupResidentDocumentation } from './api/documentation';
import { findVisitor } from './api/find-visitor';
import { API_ROOT } from './api/resident-api';
import { requireApiBodies } from './api/upload';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES } from './tokens';

export { FORM_BYTES_LIMIT } from '#libs/gateway';

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export async function configureCabinet(app: INestApplication): Promise<void> {
  const bankPages = app.get(BankPages);
  await bankPages.follow();
  const { allowedHosts, proxies = 0 } = app.get<CabinetSettings>(CABINET_SETTINGS);
  configureGateway(app, {
    allowedHosts,
    proxies,
    apiRoot: API_ROOT,
    docsPath: DOCS_PATH,
    requireBodies: requireApiBodies,
    formTargets: () => bankPages.current(),
    find: findVisitor(app.get<IdentityClient>(IDENTITY_CLIENT), app.get<Cookies>(COOKIES)),
  });
  setupResidentDocumentation(app);
}
