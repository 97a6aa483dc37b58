import { Catch } from '@nestjs/common';
import { GatewayErrorFilter } from '#libs/gateway';
import { API_ROOT } from '../api/resident-api';
import { Pages } from './pages';

@Catch()
export class PageErrorFilter extends GatewayErrorFilter {
  constructor(pages: Pages) {
    const cabinet = { name: 'Cabinet', apiRoot: API_ROOT, signInRequired: ['CABINET_SIGN_IN_REQUIRED'] };
    super(cabinet, (request, response, page) => pages.show(request, response, page));
  }
}
