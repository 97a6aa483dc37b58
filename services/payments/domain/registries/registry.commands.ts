import { CivilDate } from '#libs/kernel';
import { RecordedLine, RegistryReceived } from './registry.events';

export type ReceiveRegistry = { readonly kind: 'ReceiveRegistry' } & Omit<RegistryReceived['data'], 'effectiveOn'>;

export interface RecordRegistryLines {
  readonly kind: 'RecordRegistryLines';
  readonly registryId: string;
  readonly after: number;
  readonly lines: readonly RecordedLine[];
  readonly today: CivilDate;
}

export type RegistryCommand = ReceiveRegistry | RecordRegistryLines;

export function registryStream(registryId: string): string {
  return `payments_registry-${registryId}`;
}
