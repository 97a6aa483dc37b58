import { publicContracts, schemaOf } from './contract-schemas';
import { eventsPage } from './events-page';
import { gapsOf, listsOfServices, PRIVATE_EVENTS } from './private-events';

export const EVENTS_PAGE = 'docs/events.md';
export const SCHEMA_FOLDER = 'docs/schemas';

/**
 * The documents that code is the source of: text by path from the root of the repository.
 * Throws Error naming every event and every field that nothing describes.
 */
export function generatedDocuments(): ReadonlyMap<string, string> {
  const gaps = gapsOf(PRIVATE_EVENTS, listsOfServices());
  if (gaps.length > 0) throw new Error(`The catalogue of events is not complete:\n${gaps.join('\n')}`);
  const contracts = publicContracts();
  const schemas = contracts.map((contract): [string, string] => [
    `${SCHEMA_FOLDER}/${contract.name}.json`,
    `${JSON.stringify(schemaOf(contract), null, 2)}\n`,
  ]);
  return new Map([...schemas, [EVENTS_PAGE, eventsPage(contracts, PRIVATE_EVENTS)]]);
}
