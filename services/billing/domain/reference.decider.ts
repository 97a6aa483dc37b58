import { Decider, Rejection, unreachable } from '#libs/kernel';
import { ReferenceCommand, StatedToday } from './reference.commands';
import { ReferenceEvent } from './reference.events';
import { RuleNamed } from './rule-named';
import { faultOfWithdrawal } from './rule-withdrawal.policy';

/** What a register of the company has said so far: by the key of the fact its content, to tell news from a repeat. */
export interface ReferenceState {
  readonly said: Readonly<Record<string, string>>;
}

export const referenceDecider: Decider<ReferenceState, ReferenceCommand, ReferenceEvent> = {
  initialState: () => ({ said: {} }),
  evolve: (state, event) => {
    if (event.type !== 'RuleWithdrawn') return { said: { ...state.said, [keyOf(event)]: contentOf(event) } };
    const { [keyOf(event)]: _withdrawn, ...said } = state.said;
    return { said };
  },
  decide: (command, state) => {
    if (command.kind === 'WithdrawRule') return withdrawRule(command, state);
    const event = eventOf(command);
    const decision = stateReference(event, state);
    if (decision instanceof Rejection || decision.length === 0) return decision;
    return refusalToday(command, event) ?? decision;
  },
};

const REASON_CHARACTERS_LIMIT = 300;

/**
 * A rule that a person states today says why, and begins in a month that has not been closed: what closed months were
 * charged by stays as it was, and their accounts are recalculated by a replay.
 */
function refusalToday(command: ReferenceCommand, event: ReferenceEvent): Rejection | null {
  const stated = 'stated' in command ? command.stated : undefined;
  if (stated === undefined || !('from' in event.data)) return null;
  const { reason, notBefore } = stated;
  const fault = faultOfReason(reason);
  if (fault !== null) return fault;
  const { from } = event.data;
  return notBefore === null || from >= notBefore ? null : new Rejection('BILLING_RULE_BACKDATED', { from, notBefore });
}

function faultOfReason(reason: string): Rejection | null {
  if (reason !== '' && [...reason].length <= REASON_CHARACTERS_LIMIT) return null;
  return new Rejection('BILLING_REASON_REQUIRED', { charactersLimit: REASON_CHARACTERS_LIMIT });
}

/**
 * A rule that was mistyped is taken back, says why, and may then be stated anew from the same day. Where a closed period
 * was charged by it, it stays: BILLING_RULE_USED, BILLING_RULE_KEPT, BILLING_RULE_ONLY, BILLING_RULE_NOT_STATED,
 * BILLING_REASON_REQUIRED.
 */
export function withdrawRule(
  { rule, known }: Extract<ReferenceCommand, { kind: 'WithdrawRule' }>,
  state: ReferenceState,
): readonly ReferenceEvent[] | Rejection {
  const event: ReferenceEvent = { type: 'RuleWithdrawn', version: 1, data: rule };
  if (state.said[keyOf(event)] === undefined) return new Rejection('BILLING_RULE_NOT_STATED', { from: rule.from });
  return faultOfWithdrawal(rule, known) ?? faultOfReason(rule.reason) ?? [event];
}

/**
 * A dated rule is said once: the same again is no news, another content under the same key is refused, because
 * periods may have been charged by the first. A change is a new row from a later date.
 */
export function stateReference(event: ReferenceEvent, state: ReferenceState): readonly ReferenceEvent[] | Rejection {
  const key = keyOf(event);
  const said = state.said[key];
  if (said === undefined) return [event];
  return said === contentOf(event) ? [] : new Rejection('BILLING_REFERENCE_CONFLICT', { fact: key });
}

function eventOf(command: Exclude<ReferenceCommand, { kind: 'WithdrawRule' }>): ReferenceEvent {
  switch (command.kind) {
    case 'RegisterCompany':
      return { type: 'CompanyRegistered', version: 1, data: command.company };
    case 'DecideSetting':
      return { type: 'SettingDecided', version: 1, data: { ...command.setting, ...reasonOf(command.stated) } };
    case 'AnnounceKeyRate':
      return { type: 'KeyRateAnnounced', version: 1, data: { ...command.keyRate, ...reasonOf(command.stated) } };
    case 'DeclareCalendarDay':
      return { type: 'CalendarDayDeclared', version: 1, data: command.day };
    case 'DefineUtility':
      return { type: 'UtilityDefined', version: 1, data: command.definition };
    case 'SetTariff':
      return { type: 'TariffSet', version: 1, data: { ...command.tariff, ...reasonOf(command.stated) } };
    case 'SetNorm':
      return { type: 'NormSet', version: 1, data: { ...command.norm, ...reasonOf(command.stated) } };
    case 'SetRaisingCoefficient':
      return { type: 'RaisingCoefficientSet', version: 1, data: { ...command.raising, ...reasonOf(command.stated) } };
    case 'RegisterHouse':
      return { type: 'HouseRegistered', version: 1, data: command.house };
    case 'RecordHouseVolume':
      return { type: 'HouseVolumeRecorded', version: 1, data: command.volume };
    default:
      return unreachable(command);
  }
}

function keyOf(event: ReferenceEvent): string {
  switch (event.type) {
    case 'CompanyRegistered':
      return 'company';
    case 'RuleWithdrawn':
      return keyOfRule(event.data);
    case 'SettingDecided':
      return `setting ${event.data.key} from ${event.data.from}`;
    case 'KeyRateAnnounced':
      return `key rate from ${event.data.from}`;
    case 'CalendarDayDeclared':
      return `calendar ${event.data.date}`;
    case 'UtilityDefined':
      return 'utility';
    case 'TariffSet':
      return `tariff ${event.data.houseId ?? ''} ${event.data.part ?? ''} from ${event.data.from}`;
    case 'NormSet':
      return `norm ${event.data.houseId ?? ''} ${event.data.per} from ${event.data.from}`;
    case 'RaisingCoefficientSet':
      return `coefficient from ${event.data.from}`;
    case 'HouseRegistered':
      return 'house';
    case 'HouseVolumeRecorded':
      return `volume ${event.data.utility} ${event.data.period}`;
    default:
      return unreachable(event);
  }
}

/** The key of the fact that stated a rule. */
function keyOfRule({ kind, key, part, houseId, from }: RuleNamed): string {
  switch (kind) {
    case 'setting':
      return `setting ${key} from ${from}`;
    case 'key_rate':
      return `key rate from ${from}`;
    case 'tariff':
    case 'norm':
      return `${kind} ${houseId ?? ''} ${part} from ${from}`;
    case 'coefficient':
      return `coefficient from ${from}`;
  }
}

/** The same rule with another reason is the same rule. */
function contentOf({ data }: ReferenceEvent): string {
  return JSON.stringify(data, (field, value: unknown) => (field === 'reason' ? undefined : value));
}

function reasonOf(stated: StatedToday | undefined): { readonly reason?: string } {
  return stated === undefined ? {} : { reason: stated.reason };
}
