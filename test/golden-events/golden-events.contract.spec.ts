import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoldenEvent, problemsOfGoldenEvents, readGoldenEvents } from '#libs/event-store';
import { Decider, DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import * as billing from '#services/billing';
import * as identity from '#services/identity';
import * as metering from '#services/metering';
import * as payments from '#services/payments';
import * as support from '#services/support';
import { SERVICES, UPCASTING } from '../../services/app/services';
import { nightHouseDecider } from '../../services/billing/domain/night-house.decider';
import { NIGHT_HOUSE_EVENT_TYPES, NIGHT_RUN_EVENT_TYPES } from '../../services/billing/domain/night-run.events';
import { nightRunDecider } from '../../services/billing/domain/night-run.decider';
import { periodCloseDecider } from '../../services/billing/domain/period-close.decider';
import { instalmentDecider } from '../../services/billing/domain/instalment.decider';
import { recalculationOrderDecider } from '../../services/billing/domain/recalculation-order.decider';
import { slipDecider } from '../../services/billing/domain/slip.decider';
import { describedEvents, PRIVATE_EVENTS, PrivateEvents } from '../../services/cli/docs/private-events';
import { registryDecider } from '../../services/payments/domain/registries/registry.decider';
import { registryProfileDecider } from '../../services/payments/domain/registries/registry-profile.decider';
import { packageImportDecider } from '../../services/cli/import/package-import.decider';
import { problemsOfShapes } from './declared-shape';

type AnyDecider = Pick<Decider<unknown, never, never>, 'initialState' | 'evolve'>;

/** Who folds the events of each list; a list that is missing here fails the test of its service. */
const DECIDERS: readonly (readonly [readonly string[], AnyDecider])[] = [
  [metering.METER_EVENT_TYPES, metering.meterDecider],
  [metering.METERED_ACCOUNT_EVENT_TYPES, metering.meteredAccountDecider],
  [metering.CONSUMPTION_HISTORY_EVENT_TYPES, metering.consumptionHistoryDecider],
  [payments.PAYMENT_EVENT_TYPES, payments.paymentDecider],
  [payments.SET_ASIDE_EVENT_TYPES, payments.paymentDecider],
  [payments.PAYMENT_CORRECTION_EVENT_TYPES, payments.paymentDecider],
  [payments.REFUND_EVENT_TYPES, payments.refundDecider],
  [payments.REGISTRY_EVENT_TYPES, registryDecider],
  [payments.REGISTRY_PROFILE_EVENT_TYPES, registryProfileDecider],
  [payments.PAYER_ACCOUNT_EVENT_TYPES, payments.payerAccountDecider],
  [payments.RECIPIENTS_EVENT_TYPES, payments.recipientsDecider],
  [payments.ONLINE_PAYMENT_EVENT_TYPES, payments.onlinePaymentDecider],
  [payments.AUTOPAY_EVENT_TYPES, payments.autopayDecider],
  [billing.REFERENCE_EVENT_TYPES, billing.referenceDecider],
  [billing.ACCOUNT_EVENT_TYPES, billing.accountDecider],
  [billing.ACCOUNT_PERIOD_EVENT_TYPES, billing.accountPeriodDecider],
  [NIGHT_RUN_EVENT_TYPES, nightRunDecider],
  [NIGHT_HOUSE_EVENT_TYPES, nightHouseDecider],
  [billing.SLIP_EVENT_TYPES, slipDecider],
  [billing.PERIOD_CLOSE_EVENT_TYPES, periodCloseDecider],
  [billing.RECALCULATION_ORDER_EVENT_TYPES, recalculationOrderDecider],
  [billing.INSTALMENT_EVENT_TYPES, instalmentDecider],
  [identity.APPROVAL_EVENT_TYPES, identity.approvalDecider],
  [identity.STAFF_EVENT_TYPES, identity.staffDecider],
  [identity.STAFF_VISIT_EVENT_TYPES, identity.staffVisitDecider],
  [identity.CREDENTIAL_EVENT_TYPES, identity.credentialDecider],
  [identity.LOGIN_EVENT_TYPES, identity.loginDecider],
  [identity.VISIT_EVENT_TYPES, identity.visitDecider],
  [identity.ACCOUNT_SHARING_EVENT_TYPES, identity.accountSharingDecider],
  [identity.CABINET_ACCESS_EVENT_TYPES, identity.cabinetAccessDecider],
  [identity.CONTACT_EVENT_TYPES, identity.contactDecider],
  [identity.PERSON_EVENT_TYPES, identity.personDecider],
  [identity.PRINT_RUN_EVENT_TYPES, identity.printRunDecider],
  [identity.ALARM_EVENT_TYPES, identity.alarmDecider],
  [support.CONVERSATION_EVENT_TYPES, support.conversationDecider],
  [support.SUPPORTED_ACCOUNT_EVENT_TYPES, support.supportedAccountDecider],
  [support.NOTIFICATION_EVENT_TYPES, support.notificationDecider],
  [support.ADDITIONAL_SERVICE_EVENT_TYPES, support.additionalServiceDecider],
  [support.ANSWER_TEMPLATE_EVENT_TYPES, support.answerTemplateDecider],
  [support.SERVICE_DAY_EVENT_TYPES, support.serviceDayDecider],
  [support.ORDER_EVENT_TYPES, support.orderDecider],
  [PRIVATE_EVENTS.find(({ service }) => service === 'cli')?.types ?? [], packageImportDecider],
];

/** What deciders need not remember, or had heard before in the stream of its golden event. */
const CHANGES_NO_STATE: readonly string[] = [
  'AttachmentAdded',
  'CalculationAsked',
  'AnswerCorrectionLinked',
  'CodeAskedFor',
  'CodePrinted',
  'PaymentRefunded',
  'PaymentReplaced',
  'SessionsEnded',
  'SetAsidePaymentAssigned',
  'SignInLocked',
  'SlipSuperseded',
];

const catalogueOf = (service: string) => PRIVATE_EVENTS.filter((group) => group.service === service);
const goldenOf = (service: string) => readGoldenEvents(join(__dirname, service));
const services = [...new Set(PRIVATE_EVENTS.map(({ service }) => service))];

function deciderOf(group: PrivateEvents | undefined): AnyDecider {
  const found = DECIDERS.find(([list]) => list === group?.types);
  if (found === undefined) throw new Error(`${group?.streams.join(', ') ?? 'it'} has no decider in this test`);
  return found[1];
}

const lifted = ({ type, version, data }: GoldenEvent): DomainEvent => ({
  type,
  ...UPCASTING.upcast(type, version, structuredClone(data)),
});

/** The stream that a golden event was decided upon, as it was stored. */
function streamBefore(service: string, { type, version }: Pick<GoldenEvent, 'type' | 'version'>): DomainEvent[] {
  const file = join(__dirname, 'upon', service, `${type}.v${String(version)}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as readonly GoldenEvent[]).map(lifted);
}

describe.each(services)('the golden events of %s', (service) => {
  const golden = goldenOf(service);
  const groups = catalogueOf(service);
  const described = groups.flatMap((group) => describedEvents(group));
  const projections = SERVICES.find(({ name }) => name === service)?.projections ?? [];
  const newestVersions = Object.fromEntries(described.map(({ type, version }) => [type, version]));

  it('are there for every version of every event; `npm run golden-events` writes what is missing', () => {
    const check = { goldenEvents: golden, upcasting: UPCASTING, newestVersions, fold: () => undefined };
    expect(problemsOfGoldenEvents(check)).toEqual([]);
  });

  it.each(golden.map((event) => [`${event.type} version ${String(event.version)}`, event] as const))(
    '%s folds onto its stream, in the decider and in every read model',
    (_, event) => {
      const decider = deciderOf(groups.find(({ types }) => types.includes(event.type)));
      const [before, now] = [streamBefore(service, event), lifted(event)];
      const state = before.reduce((earlier, one) => decider.evolve(earlier, one as never), decider.initialState());
      const after = decider.evolve(state, now as never);
      if (!CHANGES_NO_STATE.includes(event.type)) expect(after).not.toEqual(state);
      for (const projection of projections) foldProjection(projection, recordedEvents([...before, now]));
    },
  );

  it('are read by every read model of the service', () => {
    const silent = projections.filter((projection) =>
      golden.every(
        (event) =>
          foldProjection(projection, recordedEvents([...streamBefore(service, event), lifted(event)])).size === 0,
      ),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

it('golden events have the fields that are declared, all of them and no other', () => {
  const shaped = services.flatMap((service) =>
    goldenOf(service).map((event) => ({ service, ...lifted(event), version: event.version })),
  );
  expect(shaped.length).toBeGreaterThan(0);
  expect(problemsOfShapes(shaped)).toEqual([]);
});

it('data with a field too few, too many or of another type are told', () => {
  const shaped = (version: number, data: unknown) => ({ service: 'support', type: 'OrderConfirmed', version, data });
  const confirmed = { orderId: 'o-1', account: '0017', confirmedOn: '2026-10-05' };
  const { account, ...without } = confirmed;
  const problems = problemsOfShapes([
    shaped(1, confirmed),
    shaped(2, without),
    shaped(3, { ...confirmed, colour: 'red' }),
    shaped(4, { ...confirmed, account: Number(account) }),
    { service: 'support', type: 'OrderSealed', version: 1, data: {} },
  ]);
  expect(problems).toEqual([
    'support OrderSealed: no file of the service declares it',
    expect.stringMatching(/^support OrderConfirmed version 2: .*'account' is missing/),
    expect.stringMatching(/^support OrderConfirmed version 3: .*colour.* does not exist/),
    expect.stringMatching(/^support OrderConfirmed version 4: Type 'number' is not assignable to type 'string'/),
  ]);
});

it('no golden event was changed, removed or put beside the list', () => {
  const kept = JSON.parse(readFileSync(join(__dirname, 'fingerprints.json'), 'utf8')) as Record<string, string>;
  const present = readdirSync(__dirname, { recursive: true })
    .map(String)
    .filter((file) => file.includes('/') && file.endsWith('.json'))
    .map((file): [string, string] => [
      file,
      createHash('sha256')
        .update(readFileSync(join(__dirname, file)))
        .digest('hex'),
    ]);
  expect(Object.fromEntries(present)).toEqual(kept);
});

it('every type that a service declares is known to every process: it reads no other (ADR 0094)', () => {
  const declared = PRIVATE_EVENTS.flatMap(({ types }) => types);
  expect(declared.length).toBeGreaterThan(150);
  expect(declared.filter((type) => !UPCASTING.isKnown(type))).toEqual([]);
  expect(UPCASTING.isKnown('SomethingOfTheNextRelease')).toBe(false);
});
