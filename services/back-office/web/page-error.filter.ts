import { Catch } from '@nestjs/common';
import { GatewayErrorFilter } from '#libs/gateway';
import { API_ROOT } from '../api/office-api';
import { OfficePages } from './pages';

const SIGN_IN_REQUIRED = ['BACK_OFFICE_SIGN_IN_REQUIRED', 'IDENTITY_STAFF_SESSION_ENDED'];

@Catch()
export class OfficeErrorFilter extends GatewayErrorFilter {
  constructor(pages: OfficePages) {
    const office = { name: 'BackOffice', apiRoot: API_ROOT, signInRequired: SIGN_IN_REQUIRED };
    super(office, (request, response, page) => pages.show(request, response, page));
  }
}
