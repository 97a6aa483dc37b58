import { Module } from '@nestjs/common';
import { AdditionalServicesController } from './api/additional-services.controller';
import { AdditionalServicesQuery } from './api/additional-services.query';
import { ORDERS_CLIENT } from './api/client';
import { EmbeddedOrdersClient } from './api/client/embedded-orders-client';
import { ConversationsController } from './api/conversations.controller';
import { OrderDesk } from './api/order-desk';
import { OrdersController } from './api/orders.controller';
import { OrdersQuery } from './api/orders.query';
import { WhenOnlinePaymentCapturedThenNoteOrderPayment } from './automation/when-online-payment-captured-then-note-order-payment.reaction';
import { WhenOnlinePaymentRefundedThenNoteOrderRefund } from './automation/when-online-payment-refunded-then-note-order-refund.reaction';

/** Conversations between residents and specialists, and additional services with their orders. */
@Module({
  controllers: [
    ConversationsController,
    AdditionalServicesController,
    OrdersController,
    WhenOnlinePaymentCapturedThenNoteOrderPayment,
    WhenOnlinePaymentRefundedThenNoteOrderRefund,
  ],
  providers: [
    AdditionalServicesQuery,
    OrdersQuery,
    OrderDesk,
    { provide: ORDERS_CLIENT, useClass: EmbeddedOrdersClient },
  ],
  exports: [ORDERS_CLIENT],
})
export class SupportModule {}
