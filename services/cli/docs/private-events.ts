import { Upcasting } from '#libs/event-store';
import { UPCASTING } from '#services/app';
import * as billing from '#services/billing';
import * as identity from '#services/identity';
import * as metering from '#services/metering';
import * as payments from '#services/payments';
import * as support from '#services/support';
import { NIGHT_HOUSE_EVENT_TYPES, NIGHT_RUN_EVENT_TYPES } from '../../billing/domain/night-run.events';
import { packageImportStream } from '../import/package-import.decider';
import * as says from './private-event-descriptions';

/** Events that only their own service reads, with the streams they stand in. */
export interface PrivateEvents {
  readonly service: string;
  /** Patterns of the streams, made by the functions that name them. */
  readonly streams: readonly string[];
  readonly types: readonly string[];
  /** One line for each type. */
  readonly descriptions: Readonly<Record<string, string>>;
}

export interface DescribedEvent {
  readonly type: string;
  readonly version: number;
  readonly says: string;
}

const ACCOUNT = '<account>';

export const PRIVATE_EVENTS: readonly PrivateEvents[] = [
  {
    service: 'metering',
    streams: [metering.meterStream('<meter>')],
    types: metering.METER_EVENT_TYPES,
    descriptions: says.METER_EVENTS,
  },
  {
    service: 'metering',
    streams: [metering.meteredAccountStream(ACCOUNT)],
    types: metering.METERED_ACCOUNT_EVENT_TYPES,
    descriptions: says.METERED_ACCOUNT_EVENTS,
  },
  {
    service: 'metering',
    streams: [metering.consumptionHistoryStream(ACCOUNT, '<utility>')],
    types: metering.CONSUMPTION_HISTORY_EVENT_TYPES,
    descriptions: says.CONSUMPTION_HISTORY_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.paymentStream('<payment>')],
    types: payments.PAYMENT_EVENT_TYPES,
    descriptions: says.PAYMENT_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.paymentStream('<payment>')],
    types: payments.SET_ASIDE_EVENT_TYPES,
    descriptions: says.SET_ASIDE_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.paymentStream('<payment>')],
    types: payments.PAYMENT_CORRECTION_EVENT_TYPES,
    descriptions: says.PAYMENT_CORRECTION_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.refundStream('<approval>')],
    types: payments.REFUND_EVENT_TYPES,
    descriptions: says.REFUND_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.registryStream('<registry>')],
    types: payments.REGISTRY_EVENT_TYPES,
    descriptions: says.REGISTRY_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.registryProfileStream('<profile>')],
    types: payments.REGISTRY_PROFILE_EVENT_TYPES,
    descriptions: says.REGISTRY_PROFILE_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.payerAccountStream(ACCOUNT)],
    types: payments.PAYER_ACCOUNT_EVENT_TYPES,
    descriptions: says.PAYER_ACCOUNT_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.recipientsStream('<company>')],
    types: payments.RECIPIENTS_EVENT_TYPES,
    descriptions: says.RECIPIENTS_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.onlinePaymentStream('<payment>')],
    types: payments.ONLINE_PAYMENT_EVENT_TYPES,
    descriptions: says.ONLINE_PAYMENT_EVENTS,
  },
  {
    service: 'payments',
    streams: [payments.autopayStream(ACCOUNT, 'main').replace('main', '<payee>')],
    types: payments.AUTOPAY_EVENT_TYPES,
    descriptions: says.AUTOPAY_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.companyStream('<inn>'), billing.utilityStream('<utility>'), billing.houseStream('<house>')],
    types: billing.REFERENCE_EVENT_TYPES,
    descriptions: says.REFERENCE_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.accountStream(ACCOUNT)],
    types: billing.ACCOUNT_EVENT_TYPES,
    descriptions: says.ACCOUNT_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.accountPeriodStream(ACCOUNT, '<year>-<month>')],
    types: billing.ACCOUNT_PERIOD_EVENT_TYPES,
    descriptions: says.ACCOUNT_PERIOD_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.nightRunStream('<date>')],
    types: NIGHT_RUN_EVENT_TYPES,
    descriptions: says.NIGHT_RUN_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.nightHouseStream('<date>', '<house>')],
    types: NIGHT_HOUSE_EVENT_TYPES,
    descriptions: says.NIGHT_HOUSE_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.slipStream(ACCOUNT, '<year>-<month>')],
    types: billing.SLIP_EVENT_TYPES,
    descriptions: says.SLIP_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.periodCloseStream('<year>-<month>')],
    types: billing.PERIOD_CLOSE_EVENT_TYPES,
    descriptions: says.PERIOD_CLOSE_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.recalculationOrderStream('<order>')],
    types: billing.RECALCULATION_ORDER_EVENT_TYPES,
    descriptions: says.RECALCULATION_ORDER_EVENTS,
  },
  {
    service: 'billing',
    streams: [billing.instalmentStream(ACCOUNT)],
    types: billing.INSTALMENT_EVENT_TYPES,
    descriptions: says.INSTALMENT_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.approvalStream('<approval>')],
    types: identity.APPROVAL_EVENT_TYPES,
    descriptions: says.APPROVAL_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.staffStream('<staff>')],
    types: identity.STAFF_EVENT_TYPES,
    descriptions: says.STAFF_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.staffVisitStream('<staff>', '<year>-<month>')],
    types: identity.STAFF_VISIT_EVENT_TYPES,
    descriptions: says.STAFF_VISIT_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.credentialStream(ACCOUNT)],
    types: identity.CREDENTIAL_EVENT_TYPES,
    descriptions: says.CREDENTIAL_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.loginStream('<login>')],
    types: identity.LOGIN_EVENT_TYPES,
    descriptions: says.LOGIN_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.visitStream('<login>', '<year>-<month>')],
    types: identity.VISIT_EVENT_TYPES,
    descriptions: says.VISIT_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.cabinetAccessStream('<login>')],
    types: identity.CABINET_ACCESS_EVENT_TYPES,
    descriptions: says.CABINET_ACCESS_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.accountSharingStream(ACCOUNT)],
    types: identity.ACCOUNT_SHARING_EVENT_TYPES,
    descriptions: says.ACCOUNT_SHARING_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.contactsStream(ACCOUNT)],
    types: identity.CONTACT_EVENT_TYPES,
    descriptions: says.CONTACT_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.personStream('<person>')],
    types: identity.PERSON_EVENT_TYPES,
    descriptions: says.PERSON_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.printRunStream('<run>')],
    types: identity.PRINT_RUN_EVENT_TYPES,
    descriptions: says.PRINT_RUN_EVENTS,
  },
  {
    service: 'identity',
    streams: [identity.alarmStream('<year>-<month>')],
    types: identity.ALARM_EVENT_TYPES,
    descriptions: says.ALARM_EVENTS,
  },
  {
    service: 'support',
    streams: [support.conversationStream('<conversation>')],
    types: support.CONVERSATION_EVENT_TYPES,
    descriptions: says.CONVERSATION_EVENTS,
  },
  {
    service: 'support',
    streams: [support.answerTemplatesStream('<company>')],
    types: support.ANSWER_TEMPLATE_EVENT_TYPES,
    descriptions: says.ANSWER_TEMPLATE_EVENTS,
  },
  {
    service: 'support',
    streams: [support.supportedAccountStream(ACCOUNT)],
    types: support.SUPPORTED_ACCOUNT_EVENT_TYPES,
    descriptions: says.SUPPORTED_ACCOUNT_EVENTS,
  },
  {
    service: 'support',
    streams: [support.notificationStream('<notification>')],
    types: support.NOTIFICATION_EVENT_TYPES,
    descriptions: says.NOTIFICATION_EVENTS,
  },
  {
    service: 'support',
    streams: [support.additionalServiceStream('<service>')],
    types: support.ADDITIONAL_SERVICE_EVENT_TYPES,
    descriptions: says.ADDITIONAL_SERVICE_EVENTS,
  },
  {
    service: 'support',
    streams: [support.serviceDayStream('<service>', '<year>-<month>-<day>')],
    types: support.SERVICE_DAY_EVENT_TYPES,
    descriptions: says.SERVICE_DAY_EVENTS,
  },
  {
    service: 'support',
    streams: [support.orderStream('<order>')],
    types: support.ORDER_EVENT_TYPES,
    descriptions: says.ORDER_EVENTS,
  },
  {
    service: 'cli',
    streams: [packageImportStream('<inn>')],
    types: Object.keys(says.PACKAGE_IMPORT_EVENTS),
    descriptions: says.PACKAGE_IMPORT_EVENTS,
  },
];

/** Every list of event types that a service hands out at its door, by the name of the list. */
export function listsOfServices(): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  for (const [service, door] of Object.entries({ billing, identity, metering, payments, support })) {
    for (const [name, value] of Object.entries(door)) {
      if (name.endsWith('_EVENT_TYPES')) lists.set(`${service}.${name}`, value as readonly string[]);
    }
  }
  return lists;
}

/** What the catalogue lacks, in sentences; empty when it tells every event of every service once, and no other. */
export function gapsOf(
  catalogue: readonly PrivateEvents[],
  lists: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const told = new Set(catalogue.map(({ types }) => types));
  const lost = [...lists].flatMap(([name, types]) => (told.has(types) ? [] : [`${name} is not in the catalogue`]));
  const undescribed = catalogue.flatMap(({ service, types, descriptions }) => [
    ...types.filter((type) => !descriptions[type]?.trim()).map((type) => `${service}: ${type} has no description`),
    ...Object.keys(descriptions)
      .filter((type) => !types.includes(type))
      .map((type) => `${service}: ${type} is described and does not exist`),
  ]);
  return [...lost, ...undescribed];
}

/** The events of a group, at the version to which every stored one is lifted. */
export function describedEvents(group: PrivateEvents, upcasting: Upcasting = UPCASTING): DescribedEvent[] {
  return group.types.map((type) => ({
    type,
    version: upcasting.newestVersion(type),
    says: group.descriptions[type] ?? '',
  }));
}
