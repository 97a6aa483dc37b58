import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { ADDITIONAL_SERVICE_EVENT_TYPES, AdditionalServiceEvent } from '../domain/additional-service.events';
import { DatedTerms } from '../domain/service-terms.policy';

export interface AdditionalServiceRow {
  readonly serviceId: string;
  /** In order of their days. */
  readonly versions: readonly DatedTerms[];
  /** The first day on which it cannot be ordered; null while it can. */
  readonly withdrawnFrom: CivilDate | null;
}

/** Which additional services does the company offer, and by what terms on which day? */
export const additionalServices: Projection<AdditionalServiceRow> = {
  name: 'support.additional-services',
  version: 1,
  handles: ADDITIONAL_SERVICE_EVENT_TYPES,
  keysOf: (event) => [(event as AdditionalServiceEvent & RecordedEvent).data.serviceId],
  columns: {},
  columnsOf: () => ({}),
  indexes: [],
  evolve(row, recorded) {
    const event = recorded as AdditionalServiceEvent & RecordedEvent;
    const { serviceId, from } = event.data;
    switch (event.type) {
      case 'AdditionalServiceOffered':
        return { serviceId, versions: [{ from, terms: event.data.terms }], withdrawnFrom: null };
      case 'AdditionalServiceChanged':
        return row && { ...row, versions: [...row.versions, { from, terms: event.data.terms }] };
      case 'AdditionalServiceWithdrawn':
        return row && { ...row, withdrawnFrom: from };
      default:
        return unreachable(event);
    }
  },
};
