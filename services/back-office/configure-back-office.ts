import type { INestApplication } from '@nestjs/common';
import { configureGateway } from '#libs/gateway';
import { STAFF_CLIENT, StaffClient } from '#services/identity/api/client';
import { OfficeCookies } from './api/cookies';
import { DOCS_PATH, setupOfficeDocumentation } from './api/documentation';
import { API_ROOT } from './api/office-api';
import { findOfficer } from './api/officer';
import { requireOfficeBodies } from './api/upload';
import { BACK_OFFICE_SETTINGS, BackOfficeSettings, OFFICE_COOKIES } from './settings';

/** Everything that stands before the pages. The application must have been created with `bodyParser: false`. */
export function configureBackOffice(app: INestApplication): void {
  const { allowedHosts, proxies = 0 } = app.get<BackOfficeSettings>(BACK_OFFICE_SETTINGS);
  configureGateway(app, {
    allowedHosts,
    proxies,
    apiRoot: API_ROOT,
    docsPath: DOCS_PATH,
    requireBodies: requireOfficeBodies,
    formTargets: () => [],
    find: findOfficer(app.get<StaffClient>(STAFF_CLIENT), app.get<OfficeCookies>(OFFICE_COOKIES)),
  });
  setupOfficeDocumentation(app);
}
