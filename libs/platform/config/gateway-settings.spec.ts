import { readGatewaySettings, readNeighbours } from './gateway-settings';

const KEY = 'a-key-of-the-services-for-this-test';
const RIGHT = {
  KVITOK_IDENTITY_URL: 'http://identity:3000',
  KVITOK_METERING_URL: 'http://metering:3000/',
  KVITOK_BILLING_URL: 'https://billing.example.ru',
  KVITOK_PAYMENTS_URL: 'http://127.0.0.1:3000',
  KVITOK_SUPPORT_URL: 'http://[::1]:3000',
  KVITOK_SERVICES_KEY: KEY,
  KVITOK_FORM_SECRET: 'x'.repeat(32),
};

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readGatewaySettings(environment, 'cabinet');
    return [];
  } catch (error) {
    return (error as { faults: readonly string[] }).faults;
  }
}

describe('the settings of the process of a gateway', () => {
  it('name the services, with the usual port of the gateway and no figures', () => {
    expect(readGatewaySettings(RIGHT, 'cabinet')).toMatchObject({
      services: { metering: 'http://metering:3000', billing: 'https://billing.example.ru' },
      serving: { port: 3001, formSecret: 'x'.repeat(32) },
      servicesKey: KEY,
      metrics: null,
    });
    expect(readGatewaySettings({ ...RIGHT, KVITOK_METRICS_PORT: '9100' }, 'backOffice')).toMatchObject({
      serving: { port: 3003 },
      metrics: { port: 9100, host: '127.0.0.1', key: null },
    });
    const withKey = { ...RIGHT, KVITOK_METRICS_PORT: '9100', KVITOK_METRICS_KEY: 'f'.repeat(32) };
    expect(readGatewaySettings(withKey, 'cabinet').metrics?.key).toBe('f'.repeat(32));
    expect(faultsOf({ ...withKey, KVITOK_METRICS_KEY: KEY })).toHaveLength(1);
  });

  it.each(Object.keys(RIGHT))('do not do without %s', (name) => {
    const [fault, ...others] = faultsOf({ ...RIGHT, [name]: '' });
    expect([fault?.startsWith(`${name} must`), others]).toEqual([true, []]);
  });

  it.each(['billing:3000', 'ftp://billing', 'http://billing/path', 'http://user:secret@billing'])(
    'say what is wrong with an address, and not the address: %s',
    (address) => {
      const faults = faultsOf({ ...RIGHT, KVITOK_BILLING_URL: address });
      expect(faults).toEqual(['KVITOK_BILLING_URL must be an address such as http://billing:3000']);
    },
  );

  it('say everything at once', () => {
    expect(faultsOf({ KVITOK_CABINET_PORT: 'x', KVITOK_METRICS_PORT: '99999' })).toHaveLength(9);
  });

  it('serve one gateway, which cannot be off', () => {
    expect(faultsOf({ ...RIGHT, KVITOK_CABINET_PORT: 'off' })).toHaveLength(1);
    expect(readGatewaySettings({ ...RIGHT, KVITOK_CABINET_PORT: 'off' }, 'backOffice').serving.port).toBe(3003);
  });
});

describe('the neighbours of a service', () => {
  it('are those that are named', () => {
    expect(readNeighbours({})).toEqual({});
    expect(readNeighbours({ KVITOK_BILLING_URL: 'http://billing:3000' })).toEqual({ billing: 'http://billing:3000' });
    expect(() => readNeighbours({ KVITOK_BILLING_URL: 'billing' })).toThrow('KVITOK_BILLING_URL must be an address');
  });
});
