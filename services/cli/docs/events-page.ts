import { Contract } from '#libs/contracts';
import { fieldsOf, schemaOf } from './contract-schemas';
import { describedEvents, PrivateEvents } from './private-events';

const HEAD = `# Events

Generated from the code by \`npm run docs\`; \`npm run docs:check\` fails while it is stale. Change the code, not this page.

Private events are what a service remembers: only that service reads them, and a change of one is a new version with an
upcaster. Contracts are what it tells the others: a relay translates the one into the other.
`;

/** `docs/events.md`. */
export function eventsPage(contracts: readonly Contract[], catalogue: readonly PrivateEvents[]): string {
  return [HEAD, contractsPart(contracts), privatePart(catalogue)].join('\n');
}

function contractsPart(contracts: readonly Contract[]): string {
  const index = contracts.map(
    ({ name, service, says }) => `| [\`${name}\`](#${name.replaceAll('.', '')}) | ${service} | ${cell(says)} |`,
  );
  return [
    '## Contracts\n',
    'Messages on the bus, keyed by the account. Their shapes as JSON Schema are in [schemas](schemas).\n',
    table('| contract | published by | says |', index),
    ...contracts.map(contractPart),
  ].join('\n');
}

function contractPart(contract: Contract): string {
  const rows = fieldsOf(schemaOf(contract)).map(({ path, type, says }) => `| \`${path}\` | ${type} | ${cell(says)} |`);
  return [
    `### ${contract.name}\n`,
    `${contract.says} [Schema](schemas/${contract.name}.json).\n`,
    table('| field | type | what it is |', rows),
  ].join('\n');
}

function privatePart(catalogue: readonly PrivateEvents[]): string {
  const services = [...new Set(catalogue.map(({ service }) => service))];
  return [
    '## Private events\n',
    ...services.flatMap((service) => [
      `### ${service}\n`,
      ...catalogue.filter((group) => group.service === service).map(groupPart),
    ]),
  ].join('\n');
}

function groupPart(group: PrivateEvents): string {
  const streams = group.streams.map((stream) => `\`${stream}\``).join(', ');
  const rows = describedEvents(group).map(({ type, version, says }) => `| \`${type}\` | ${version} | ${cell(says)} |`);
  return [
    `${group.streams.length > 1 ? 'Streams' : 'Stream'} ${streams}:\n`,
    table('| event | version | says |', rows),
  ].join('\n');
}

function table(head: string, rows: readonly string[]): string {
  const rule = `|${'---|'.repeat(head.split('|').length - 2)}`;
  return `${[head, rule, ...rows].join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
