import { Catch } from '@nestjs/common';
import { GatewayErrorFilter, PageErrorSettings } from '#libs/gateway';
import { API_ROOT } from '../api/resident-api';
import { Pages } from './pages';
import { AwayWords } from './pages/away';

@Catch()
export class PageErrorFilter extends GatewayErrorFilter {
  constructor(pages: Pages) {
    const cabinet: PageErrorSettings = {
      name: 'Cabinet',
      apiRoot: API_ROOT,
      signInRequired: ['CABINET_SIGN_IN_REQUIRED'],
      wordsOfAway: (away, request, token) => <AwayWords {...{ away, request, token }} />,
    };
    super(cabinet, (request, response, page) => pages.show(request, response, page));
  }
}
