import { DynamicModule, Module, Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Cookies } from './api/cookies';
import { createFormTokens } from './api/form-token';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES, FORM_TOKENS } from './tokens';
import { AssetsController } from './web/assets.controller';
import { ChargesController } from './web/charges.controller';
import { DebtController } from './web/debt.controller';
import { HomeController } from './web/home.controller';
import { OrdersPagesController } from './web/orders.controller';
import { PageErrorFilter } from './web/page-error.filter';
import { Pages } from './web/pages';
import { PublicController } from './web/public.controller';
import { ReadingsPagesController } from './web/readings.controller';
import { ServicesPagesController } from './web/services.controller';
import { SignInController } from './web/sign-in.controller';

/** The cabinet of residents: pages and API over the typed clients of the services. It owns no data. */
@Module({})
export class ResidentModule {
  /** `clients` binds the clients of the services, the clock and the wait for what was just recorded. */
  static forRoot(settings: CabinetSettings, clients: readonly Provider[]): DynamicModule {
    const cookies = new Cookies(settings);
    return {
      module: ResidentModule,
      controllers: [
        AssetsController,
        PublicController,
        SignInController,
        HomeController,
        ReadingsPagesController,
        ChargesController,
        DebtController,
        ServicesPagesController,
        OrdersPagesController,
      ],
      providers: [
        ...clients,
        { provide: CABINET_SETTINGS, useValue: settings },
        { provide: COOKIES, useValue: cookies },
        { provide: FORM_TOKENS, useValue: createFormTokens(settings, cookies) },
        Pages,
        { provide: APP_FILTER, useClass: PageErrorFilter },
      ],
    };
  }
}
