import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { REGISTRY_EVENT_TYPES, RegistryEvent, SumsByOutcome } from '../../domain/registries/registry.events';
import { NO_SUMS, withLines } from '../../domain/registries/outcome-sums.policy';
import { RegistryTotals } from '../../domain/registries/registry-payment';

export interface RegistryCard {
  readonly registryId: string;
  readonly fileHash: string;
  readonly fileName: string;
  readonly profileId: string;
  readonly profileFrom: CivilDate;
  readonly acceptedOn: CivilDate;
  /** UTC instant at which the file was taken. */
  readonly recordedAt: string;
  readonly actor: string;
  readonly status: 'recording' | 'reconciled';
  readonly totals: RegistryTotals;
  /** How many payments of the file have their outcome. */
  readonly recorded: number;
  readonly sums: SumsByOutcome;
}

/** Which files of banks were taken, and how far is each? */
export const registries: Projection<RegistryCard> = {
  name: 'payments.registries',
  version: 1,
  handles: REGISTRY_EVENT_TYPES,
  keysOf: (event) => [(event as RegistryEvent & RecordedEvent).data.registryId],
  evolve(card, recorded) {
    const event = recorded as RegistryEvent & RecordedEvent;
    if (event.type === 'RegistryReceived') {
      const { effectiveOn, ...received } = event.data;
      void effectiveOn;
      const { recordedAt, actor } = event.metadata;
      return { ...received, recordedAt, actor, status: 'recording', recorded: 0, sums: NO_SUMS };
    }
    if (card === null) return null;
    switch (event.type) {
      case 'RegistryLinesRecorded': {
        const { lines } = event.data;
        return { ...card, recorded: card.recorded + lines.length, sums: withLines(card.sums, lines) };
      }
      case 'RegistryReconciled':
        return { ...card, status: 'reconciled' };
      default:
        return unreachable(event);
    }
  },
  columns: { status: 'text', accepted_on: 'text', recorded_at: 'text', profile_id: 'text' },
  columnsOf: ({ status, acceptedOn, recordedAt, profileId }) => ({
    status,
    accepted_on: acceptedOn,
    recorded_at: recordedAt,
    profile_id: profileId,
  }),
  indexes: [['status'], ['recorded_at']],
};
