import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contract } from '#libs/contracts';
import { fieldsOf, publicContracts, schemaOf } from './contract-schemas';
import { EVENTS_PAGE, generatedDocuments } from './generated-documents';
import { gapsOf, listsOfServices, PRIVATE_EVENTS } from './private-events';

const types = ['MeterInstalled', 'MeterRemoved'];
const group = { service: 'metering', streams: ['metering_meter-<meter>'], types };

const SERVICES = join(__dirname, '..', '..');

/** The events that the files of a folder declare: `DomainEvent<'MeterInstalled', …>`. */
function declaredIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/DomainEvent<\s*'(\w+)'/g)])
    .map((match) => match[1] ?? '');
}

describe('the catalogue of private events', () => {
  it.each(['metering', 'payments', 'billing', 'identity', 'support'])(
    'tells every event that %s declares',
    (service) => {
      const told = PRIVATE_EVENTS.filter((one) => one.service === service).flatMap((one) => one.types);
      expect([...told].sort()).toEqual(declaredIn(join(SERVICES, service, 'domain')).sort());
    },
  );

  it('tells every event of every service', () => {
    expect(gapsOf(PRIVATE_EVENTS, listsOfServices())).toEqual([]);
  });

  it('is not complete while an event has no description', () => {
    const catalogue = [{ ...group, descriptions: { MeterInstalled: 'A meter counts.', MeterRemoved: ' ' } }];
    expect(gapsOf(catalogue, new Map())).toEqual(['metering: MeterRemoved has no description']);
  });

  it('is wrong while it describes an event that is gone', () => {
    const descriptions = { MeterInstalled: 'A.', MeterRemoved: 'B.', MeterSealed: 'C.' };
    expect(gapsOf([{ ...group, descriptions }], new Map())).toEqual([
      'metering: MeterSealed is described and does not exist',
    ]);
  });

  it('is not complete while a service has a list of events that it does not know', () => {
    expect(gapsOf([], new Map([['metering.METER_EVENT_TYPES', types]]))).toEqual([
      'metering.METER_EVENT_TYPES is not in the catalogue',
    ]);
  });
});

describe('the schema of a contract', () => {
  it('requires every field, allows further ones, and says what each is', () => {
    const schema = schemaOf(
      contract('metering.seal-broken.v1', 'A seal is broken.', z.object({ meterId: z.string() })),
    );
    expect(schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'metering.seal-broken.v1',
      description: 'A seal is broken.',
      type: 'object',
      properties: { meterId: { type: 'string', description: 'The meter' } },
      required: ['meterId'],
    });
  });

  it('is refused while nothing describes a field', () => {
    const undescribed = contract('metering.seal-broken.v1', 'A seal is broken.', z.object({ colour: z.string() }));
    expect(() => schemaOf(undescribed)).toThrow('metering.seal-broken.v1: nothing describes the field colour');
  });

  it('lists the fields of the elements under their list', () => {
    const lines = z.array(z.object({ amountKopecks: z.int().describe('What is owed') })).describe('Lines');
    const schema = schemaOf(contract('billing.debt-told.v1', 'A debt is told.', z.object({ lines })));
    expect(fieldsOf(schema).map(({ path }) => path)).toEqual(['lines', 'lines[].amountKopecks']);
  });
});

describe('the generated documents', () => {
  const documents = generatedDocuments();

  it.each(publicContracts().map(({ name }) => [name]))('have a schema and a chapter of %s', (name) => {
    expect(JSON.parse(documents.get(`docs/schemas/${name}.json`) ?? '{}')).toHaveProperty('title', name);
    expect(documents.get(EVENTS_PAGE)).toContain(`### ${name}\n`);
  });
});
