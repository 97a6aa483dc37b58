import { mailWayOf, readMailSettings, readSettings, SettingsError } from './settings';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('the settings of a serving process', () => {
  it('serve the own machine alone where nothing is said', () => {
    expect(readSettings({})).toEqual({
      dataDir: './data',
      port: 3000,
      host: '127.0.0.1',
      servicesKey: null,
      metricsKey: null,
      allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
      logLevel: 'info',
      nights: true,
      registryFileDays: 7,
      cabinet: { port: 3001, host: '127.0.0.1', publicAddress: null, proxies: 0, formSecret: null },
      backOffice: { port: 3003, host: '127.0.0.1', publicAddress: null, proxies: 0, formSecret: null },
      mail: { smtpUrl: null, tls: 'required', from: 'Kvitok <kvitok@localhost>' },
    });
  });

  it('take an empty variable as one that is not there', () => {
    expect(readSettings({ PORT: '', HOST: '', KVITOK_DATA_DIR: '' })).toEqual(readSettings({}));
  });

  it('add the names that are given to those of the own machine', () => {
    const { allowedHosts } = readSettings({ KVITOK_ALLOWED_HOSTS: 'kvitok.local, billing.example' });
    expect(allowedHosts).toEqual(['localhost', '127.0.0.1', '[::1]', 'kvitok.local', 'billing.example']);
  });

  it('answer under every name on an address that everybody reaches, unless names are given', () => {
    expect(readSettings({ HOST: '0.0.0.0' }).allowedHosts).toEqual([]);
    expect(readSettings({ HOST: '0.0.0.0', KVITOK_ALLOWED_HOSTS: 'kvitok.local' }).allowedHosts).toEqual([
      'kvitok.local',
    ]);
  });

  it('serve the back-office where they are told, or not at all', () => {
    expect(readSettings({ KVITOK_BACK_OFFICE_PORT: 'off' }).backOffice).toBeNull();
    const told = { KVITOK_BACK_OFFICE_PORT: '0', KVITOK_BACK_OFFICE_ADDRESS: 'https://office.example.ru/' };
    expect(readSettings(told).backOffice).toMatchObject({ port: 0, publicAddress: 'https://office.example.ru' });
  });

  it('serve the cabinet where they are told, or not at all', () => {
    expect(readSettings({ KVITOK_CABINET_PORT: 'off' }).cabinet).toBeNull();
    const told = {
      KVITOK_CABINET_PORT: '0',
      KVITOK_CABINET_HOST: '0.0.0.0',
      KVITOK_CABINET_ADDRESS: 'https://lk.example.ru/',
      KVITOK_CABINET_PROXIES: '1',
      KVITOK_FORM_SECRET: 'a secret of more than thirty-two characters',
    };
    expect(readSettings(told).cabinet).toEqual({
      port: 0,
      host: '0.0.0.0',
      publicAddress: 'https://lk.example.ru',
      proxies: 1,
      formSecret: 'a secret of more than thirty-two characters',
    });
  });

  it.each([
    ['PORT', 'http'],
    ['KVITOK_CABINET_PORT', 'on'],
    ['KVITOK_CABINET_PORT', '65536'],
    ['KVITOK_CABINET_HOST', 'a b'],
    ['KVITOK_CABINET_ADDRESS', 'cabinet.local'],
    ['KVITOK_CABINET_ADDRESS', 'https://lk.example.ru/inside'],
    ['KVITOK_CABINET_PROXIES', '11'],
    ['KVITOK_FORM_SECRET', 'short'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['HOST', 'a b'],
    ['KVITOK_ALLOWED_HOSTS', 'good.example,<script>'],
    ['LOG_LEVEL', 'loud'],
    ['KVITOK_NIGHTS', 'sometimes'],
    ['KVITOK_DATA_DIR', '   '],
    ['KVITOK_SMTP_URL', 'http://mail.example'],
    ['KVITOK_SMTP_TLS', 'perhaps'],
    ['KVITOK_MAIL_FROM', 'office, of the company'],
  ])('name the variable %s that cannot be "%s", and never its value', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}`));
    expect(faults[0]).not.toContain(value);
  });

  it('say how letters leave', () => {
    const environment = {
      KVITOK_SMTP_URL: 'smtps://user:secret@mail.example:465',
      KVITOK_MAIL_FROM: 'УК <uk@example.ru>',
    };
    const mail = { smtpUrl: 'smtps://user:secret@mail.example:465', tls: 'required', from: 'УК <uk@example.ru>' };
    expect(readMailSettings(environment)).toEqual(mail);
    expect(readSettings(environment).mail).toEqual(mail);
  });

  it.each([
    [undefined, undefined, 'MAIL_TO_FILES', false],
    ['smtps://u:secret@mail.example:465', undefined, 'MAIL_TLS_REQUIRED', false],
    ['smtps://u:secret@mail.example:465', 'optional', 'MAIL_TLS_REQUIRED', false],
    ['smtp://u:secret@mail.example:587', undefined, 'MAIL_TLS_REQUIRED', false],
    ['smtp://localhost:25', undefined, 'MAIL_TLS_NOT_REQUIRED_LOOPBACK', false],
    ['smtp://[::1]:25', undefined, 'MAIL_TLS_NOT_REQUIRED_LOOPBACK', false],
    ['smtp://mail.example:25', 'optional', 'MAIL_TLS_NOT_REQUIRED_BY_SETTING', true],
    // A name that only looks local is reached over a network.
    ['smtp://localhost.example:25', undefined, 'MAIL_TLS_REQUIRED', false],
  ])('say of the mail server %s with %s: %s', (url, tls, code, isOpen) => {
    const environment = { ...(url && { KVITOK_SMTP_URL: url }), ...(tls && { KVITOK_SMTP_TLS: tls }) };
    expect(mailWayOf(readMailSettings(environment))).toEqual({ code, isOpen });
  });

  it('name everything that is wrong at once', () => {
    expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'y', KVITOK_NIGHTS: 'z' })).toHaveLength(3);
  });
});
