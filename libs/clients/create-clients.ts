import { ClientDefinition } from './define-client';
import { httpClient } from './http-client';
import { LineState, ServiceLine } from './service-line';

/** A service that runs elsewhere. */
export interface ServiceElsewhere {
  readonly service: string;
  /** Such as `http://billing:3000`. */
  readonly address: string;
  readonly definitions: readonly ClientDefinition[];
}

export interface Clients {
  /** By their tokens, in the place of the clients in the same process. */
  readonly byToken: ReadonlyMap<symbol, object>;
  /** Whether the services are asked at the moment, by their names. */
  states(): ReadonlyMap<string, LineState>;
  close(): void;
}

/** The clients of services that run elsewhere, all of which take the same key. Nothing is asked yet. */
export function createClients(services: readonly ServiceElsewhere[], key: string): Clients {
  const lines = services.map(({ service, address }) => new ServiceLine(service, address, key));
  const byToken = new Map<symbol, object>();
  services.forEach(({ definitions }, index) => {
    for (const definition of definitions) {
      byToken.set(definition.token, httpClient(definition, lines[index] as ServiceLine));
    }
  });
  return {
    byToken,
    states: () => new Map(lines.map(({ service, state }) => [service, state])),
    close: () => lines.forEach((line) => line.close()),
  };
}
