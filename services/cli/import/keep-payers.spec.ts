import { createMemoryPersonVault } from '#libs/person-vault';
import { RecordedEvent } from '#libs/kernel';
import { personStream } from '#services/identity';
import { AccountRow, CompanyPackage } from '../company-package';
import { keepPayers } from './keep-payers';
import { personIdOf } from './package-facts';

const SOURCE = {
  company: [{ payee: 'main', inn: '6316000017' }],
  accounts: ['0045120001', '0045120002', '0045120003'].map((account, index) => ({
    account,
    lastName: ['Кузнецова', 'Ли', 'Орлова'][index],
    firstName: 'Анна',
    middleName: null,
  })),
} as unknown as CompanyPackage;
const [ANNA, LEE, ORLOVA] = SOURCE.accounts.map((account: AccountRow) => personIdOf(SOURCE, account)) as [
  string,
  string,
  string,
];

function begin() {
  const vault = createMemoryPersonVault([{ version: 'first', key: Buffer.alloc(32, 7) }]);
  const erased = new Map<string, readonly RecordedEvent[]>();
  const store = { readStreams: () => Promise.resolve(erased) };
  return { vault, erased, keep: () => keepPayers(SOURCE, { store, vault }) };
}

it('keeps the names of the package, in place of those before, and the addresses that the office has verified', async () => {
  const { vault, keep } = begin();
  await vault.put(ANNA, {
    lastName: 'Иванова',
    firstName: 'Анна',
    middleName: 'Петровна',
    'mail:c-1': 'anna@example.ru',
  });
  await keep();
  expect(await vault.get(ANNA)).toEqual({ lastName: 'Кузнецова', firstName: 'Анна', 'mail:c-1': 'anna@example.ru' });
  expect(await vault.get(LEE)).toEqual({ lastName: 'Ли', firstName: 'Анна' });
});

it('undoes nothing that the office does at the same moment', async () => {
  const { vault, keep } = begin();
  await vault.put(ANNA, { lastName: 'Иванова' });
  await vault.put(LEE, { lastName: 'Ли', 'mail:c-2': 'li@example.ru' });
  await Promise.all([
    keep(),
    vault.change(ANNA, (fields) => ({ ...fields, 'mail:c-1': 'anna@example.ru' })),
    vault.change(LEE, () => ({ lastName: 'Ли' })),
  ]);
  expect(await vault.get(ANNA)).toEqual({ lastName: 'Кузнецова', firstName: 'Анна', 'mail:c-1': 'anna@example.ru' });
  expect(await vault.get(LEE)).toEqual({ lastName: 'Ли', firstName: 'Анна' });
});

it('brings nobody back who was erased, by the log or by the vault alone, and keeps the others', async () => {
  const { vault, erased, keep } = begin();
  await vault.put(ANNA, { lastName: 'Иванова' });
  // The log tells it and the vault was not reached yet; of the other one the erasing falls between looking and writing.
  erased.set(personStream(ANNA), []);
  await vault.erase(LEE);
  await keep();
  expect(await vault.get(ANNA)).toEqual({ lastName: 'Иванова' });
  expect(await vault.get(LEE)).toBeNull();
  expect(await vault.get(ORLOVA)).toEqual({ lastName: 'Орлова', firstName: 'Анна' });
});
