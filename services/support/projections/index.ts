import { Projection } from '#libs/read-models';
import { additionalServices } from './additional-services.projection';
import { answerTemplates } from './answer-templates.projection';
import { conversationMessages } from './conversation-messages.projection';
import { conversations } from './conversations.projection';
import { notifications } from './notifications.projection';
import { supportedAccounts } from './supported-accounts.projection';
import { orders } from './orders.projection';
import { serviceDays } from './service-days.projection';

/** Every read model of support. */
export const SUPPORT_PROJECTIONS: readonly Projection[] = [
  conversations,
  conversationMessages,
  supportedAccounts,
  notifications,
  additionalServices,
  serviceDays,
  orders,
  answerTemplates,
];
