import { DynamicModule, Module, Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApiAccessController } from './api/access.controller';
import { ApiAccountsController } from './api/accounts.controller';
import { BankPages } from './api/bank-pages';
import { CallsLimit, SLIP_CHECK_LIMIT } from './api/calls-limit';
import { ApiChargesController } from './api/charges.controller';
import { ApiConversationsController } from './api/conversations.controller';
import { Cookies } from './api/cookies';
import { createFormTokens } from './api/form-token';
import { ApiNotificationsController } from './api/notifications.controller';
import { Ordering } from './api/ordering';
import { PaymentsUnderWay } from './api/payments-under-way';
import { ApiOrdersController } from './api/orders.controller';
import { OwnSubject } from './api/own-subject';
import { ApiPaymentsController } from './api/payments.controller';
import { ApiReadingsController } from './api/readings.controller';
import { ApiSessionController } from './api/session.controller';
import { SignIn } from './api/sign-in';
import { ApiSlipChecksController, ApiSlipsController } from './api/slips.controller';
import { UtilityNames } from './api/utility-names';
import { CABINET_SETTINGS, CabinetSettings } from './settings';
import { COOKIES, FORM_TOKENS, SLIP_CHECKS } from './tokens';
import { AccountController } from './web/account.controller';
import { AssetsController } from './web/assets.controller';
import { AutopayController } from './web/autopay.controller';
import { BankNotificationsController } from './web/bank-notifications.controller';
import { ChargesController } from './web/charges.controller';
import { ConversationsPagesController } from './web/conversations.controller';
import { DebtController } from './web/debt.controller';
import { CabinetHealthController } from './web/health.controller';
import { HomeController } from './web/home.controller';
import { NotificationLimit } from './web/notification-limit';
import { NotificationsPagesController } from './web/notifications.controller';
import { OrdersPagesController } from './web/orders.controller';
import { PageErrorFilter } from './web/page-error.filter';
import { Pages } from './web/pages';
import { PayController } from './web/pay.controller';
import { PaymentsPagesController } from './web/payments.controller';
import { PublicController } from './web/public.controller';
import { ReadingsPagesController } from './web/readings.controller';
import { ServicesPagesController } from './web/services.controller';
import { SignInController } from './web/sign-in.controller';
import { SlipsPagesController } from './web/slips.controller';

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
        CabinetHealthController,
        PublicController,
        SignInController,
        AccountController,
        HomeController,
        ReadingsPagesController,
        ChargesController,
        DebtController,
        PayController,
        PaymentsPagesController,
        AutopayController,
        BankNotificationsController,
        SlipsPagesController,
        ConversationsPagesController,
        NotificationsPagesController,
        ApiSessionController,
        ApiAccountsController,
        ApiChargesController,
        ApiReadingsController,
        ApiPaymentsController,
        ApiSlipsController,
        ApiSlipChecksController,
        ApiOrdersController,
        ApiConversationsController,
        ApiNotificationsController,
        ApiAccessController,
        ServicesPagesController,
        OrdersPagesController,
      ],
      providers: [
        ...clients,
        { provide: CABINET_SETTINGS, useValue: settings },
        { provide: COOKIES, useValue: cookies },
        { provide: FORM_TOKENS, useValue: createFormTokens(settings, cookies) },
        { provide: SLIP_CHECKS, useFactory: () => new CallsLimit(SLIP_CHECK_LIMIT) },
        SignIn,
        BankPages,
        Ordering,
        PaymentsUnderWay,
        OwnSubject,
        UtilityNames,
        Pages,
        NotificationLimit,
        { provide: APP_FILTER, useClass: PageErrorFilter },
      ],
    };
  }
}
