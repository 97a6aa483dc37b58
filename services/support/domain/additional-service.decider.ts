import { CivilDate, Decider, Rejection, unreachable } from '#libs/kernel';
import {
  AdditionalServiceCommand,
  ChangeAdditionalService,
  OfferAdditionalService,
  WithdrawAdditionalService,
} from './additional-service.commands';
import { AdditionalServiceEvent, ServiceTerms } from './additional-service.events';
import { termsFault } from './service-terms.policy';

export type AdditionalServiceState =
  | { readonly status: 'unknown' }
  | { readonly status: 'offered'; readonly lastFrom: CivilDate; readonly terms: ServiceTerms }
  | { readonly status: 'withdrawn'; readonly from: CivilDate };

type Decision = readonly AdditionalServiceEvent[] | Rejection;

export const additionalServiceDecider: Decider<
  AdditionalServiceState,
  AdditionalServiceCommand,
  AdditionalServiceEvent
> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveService,
  decide(command, state) {
    switch (command.kind) {
      case 'OfferAdditionalService':
        return offerAdditionalService(command, state);
      case 'ChangeAdditionalService':
        return changeAdditionalService(command, state);
      case 'WithdrawAdditionalService':
        return withdrawAdditionalService(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** A service is offered once under its id; what changes later is a change from a later day. */
export function offerAdditionalService(command: OfferAdditionalService, state: AdditionalServiceState): Decision {
  const { serviceId, from, terms } = command;
  if (state.status !== 'unknown') return new Rejection('SUPPORT_SERVICE_EXISTS', { serviceId });
  const fault = termsFault(terms);
  if (fault !== null) return new Rejection('SUPPORT_SERVICE_TERMS', { serviceId, fault });
  return [{ type: 'AdditionalServiceOffered', version: 1, data: { serviceId, from, terms } }];
}

/** Terms change from a day that no earlier terms reach beyond, so that each day has one set of terms. */
export function changeAdditionalService(command: ChangeAdditionalService, state: AdditionalServiceState): Decision {
  const { serviceId, from, terms } = command;
  if (state.status === 'unknown') return new Rejection('SUPPORT_UNKNOWN_SERVICE', { serviceId });
  if (state.status === 'withdrawn') {
    return new Rejection('SUPPORT_SERVICE_WITHDRAWN', { serviceId, from: state.from });
  }
  if (from <= state.lastFrom) {
    return new Rejection('SUPPORT_SERVICE_CHANGE_TOO_EARLY', { serviceId, from, lastFrom: state.lastFrom });
  }
  const fault = termsFault(terms);
  if (fault !== null) return new Rejection('SUPPORT_SERVICE_TERMS', { serviceId, fault });
  return [{ type: 'AdditionalServiceChanged', version: 1, data: { serviceId, from, terms } }];
}

export function withdrawAdditionalService(command: WithdrawAdditionalService, state: AdditionalServiceState): Decision {
  const { serviceId, from } = command;
  if (state.status === 'unknown') return new Rejection('SUPPORT_UNKNOWN_SERVICE', { serviceId });
  if (state.status === 'withdrawn') {
    return state.from === from ? [] : new Rejection('SUPPORT_SERVICE_WITHDRAWN', { serviceId, from: state.from });
  }
  if (from < state.lastFrom) {
    return new Rejection('SUPPORT_SERVICE_CHANGE_TOO_EARLY', { serviceId, from, lastFrom: state.lastFrom });
  }
  return [{ type: 'AdditionalServiceWithdrawn', version: 1, data: { serviceId, from } }];
}

function evolveService(state: AdditionalServiceState, event: AdditionalServiceEvent): AdditionalServiceState {
  switch (event.type) {
    case 'AdditionalServiceOffered':
    case 'AdditionalServiceChanged':
      return { status: 'offered', lastFrom: event.data.from, terms: event.data.terms };
    case 'AdditionalServiceWithdrawn':
      return { status: 'withdrawn', from: event.data.from };
    default:
      void state;
      return unreachable(event);
  }
}
