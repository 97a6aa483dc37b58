import { readAcquiringSettings } from './acquiring-settings';
import { SettingsError } from './settings';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readAcquiringSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('the settings of paying at a bank', () => {
  it('offer no bank where none is chosen: least of all the training one', () => {
    expect(readAcquiringSettings({})).toEqual({ kind: 'off' });
    expect(readAcquiringSettings({ KVITOK_ACQUIRER: '', KVITOK_SANDBOX_BANK_PORT: '4000' })).toEqual({ kind: 'off' });
  });

  it('open the training bank by its name', () => {
    expect(readAcquiringSettings({ KVITOK_ACQUIRER: 'sandbox' })).toEqual({
      kind: 'sandbox',
      port: 3002,
      address: 'http://localhost:3002',
      returnAddress: 'http://localhost:3001/pay/result',
    });
  });

  it('lead payers back to the cabinet as they know it', () => {
    const environment = {
      KVITOK_ACQUIRER: 'yookassa',
      KVITOK_YOOKASSA_SHOP_ID: '100500',
      KVITOK_YOOKASSA_SECRET_KEY: 'test_abcdefghijkl',
      KVITOK_CABINET_ADDRESS: 'https://lk.example.ru/',
    };
    expect(readAcquiringSettings(environment)).toEqual({
      kind: 'yookassa',
      shopId: '100500',
      secretKey: 'test_abcdefghijkl',
      returnAddress: 'https://lk.example.ru/pay/result',
    });
  });

  describe('where the bank would send payers back to a cabinet that others reach', () => {
    const open = { KVITOK_CABINET_HOST: '0.0.0.0', KVITOK_CABINET_PORT: '8080' };
    const shop = { KVITOK_YOOKASSA_SHOP_ID: '100500', KVITOK_YOOKASSA_SECRET_KEY: 'test_abcdefghijkl' };

    it.each([
      { ...open, KVITOK_ACQUIRER: 'sandbox' },
      { ...open, ...shop, KVITOK_ACQUIRER: 'yookassa' },
      { KVITOK_CABINET_HOST: 'lk.example.ru', KVITOK_ACQUIRER: 'sandbox' },
      { KVITOK_CABINET_PORT: 'off', KVITOK_ACQUIRER: 'sandbox' },
    ])('name the variable that says its address: %j', (environment) => {
      expect(faultsOf(environment)).toEqual([expect.stringMatching(/^KVITOK_CABINET_ADDRESS must say where/)]);
      const address = { KVITOK_CABINET_ADDRESS: 'https://lk.example.ru' };
      const returnAddress = 'https://lk.example.ru/pay/result';
      expect(readAcquiringSettings({ ...environment, ...address })).toMatchObject({ returnAddress });
    });

    it('ask for nothing where no bank is asked, or the cabinet is of the own machine', () => {
      expect(readAcquiringSettings(open)).toEqual({ kind: 'off' });
      const own = { KVITOK_CABINET_HOST: '::1', KVITOK_CABINET_PORT: '8080', KVITOK_ACQUIRER: 'sandbox' };
      expect(readAcquiringSettings(own)).toMatchObject({ returnAddress: 'http://localhost:8080/pay/result' });
    });
  });

  it('name what is missing for a bank, all of it', () => {
    expect(faultsOf({ KVITOK_ACQUIRER: 'yookassa' })).toEqual([
      'KVITOK_YOOKASSA_SHOP_ID must be set where KVITOK_ACQUIRER is yookassa',
      'KVITOK_YOOKASSA_SECRET_KEY must be set where KVITOK_ACQUIRER is yookassa',
    ]);
  });

  it.each([
    ['KVITOK_ACQUIRER', 'piggybank'],
    ['KVITOK_SANDBOX_BANK_PORT', '70000'],
    ['KVITOK_SANDBOX_BANK_ADDRESS', 'bank.local/pay'],
    ['KVITOK_YOOKASSA_SHOP_ID', 'kvitok-1'],
    ['KVITOK_YOOKASSA_SECRET_KEY', 'two words'],
  ])('name the variable %s that cannot be "%s", and never its value', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]).not.toContain(value);
  });
});
