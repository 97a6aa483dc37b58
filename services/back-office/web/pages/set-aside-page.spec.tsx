import { renderToStaticMarkup } from 'preact-render-to-string';
import { Candidate, SetAsidePage, SetAsideProps } from './set-aside.page';

const NEAR: Candidate = { account: '0045120009', address: 'ул. Учебная, д. 12', flat: '9', debtKopecks: 0, slips: 1 };
const FARTHER: Candidate = { ...NEAR, account: '0045120001', flat: '1', slips: 2 };
const NAMED: Candidate = { ...NEAR, account: '0045120004', flat: '4', slips: 2 };

const PAYMENT = {
  ...{ paymentId: 'p1', status: 'waiting', because: 'conflict', statedAccount: '0045120099', payee: 'main' },
  ...{ amountKopecks: 4_250_00, receivedOn: '2026-10-05', decision: null, registryId: null, namedPeriod: null },
};

function pageOf(payerAddress: string | null, field?: string): string {
  const payer = payerAddress === null ? null : { payerName: 'Белова Л. С.', payerAddress };
  const props = {
    ...{ payment: { ...PAYMENT, payer }, candidates: [NEAR, FARTHER, NAMED], known: null, chosen: null, typed: {} },
    ...{
      token: 't',
      newKey: () => 'k',
      errors: field === undefined ? [] : [{ field, message: 'Напишите основание.' }],
    },
  };
  return renderToStaticMarkup(<SetAsidePage {...(props as unknown as SetAsideProps)} />);
}

const order = (page: string) => [...page.matchAll(/account=(\d+)#account/g)].map(([, account]) => account);

it.each(['Тольятти, ул. Учебная, 1-4', 'ул. Учебная, д. 1, кв. 4', 'Учебная 1, КВ 4 '])(
  'the account of the flat that the bank names stands first: %s',
  (address) => {
    const page = pageOf(address);
    expect(order(page)).toEqual(['0045120004', '0045120009', '0045120001']);
    expect(page.match(/квартира та же, что в файле банка/g)).toHaveLength(1);
  },
);

it.each([null, 'Тольятти, ул. Учебная', 'ул. Учебная, 4', 'ул. Учебная, 1-14'])(
  'where no flat of theirs is named, the nearest number stands first: %s',
  (address) => expect(order(pageOf(address))).toEqual(['0045120009', '0045120001', '0045120004']),
);

it.each(['returnReason', 'refusalReason'])('a refused field is seen: %s', (field) => {
  const open = new RegExp(`<details open>(?:(?!</details>)[^])*id="${field}"`);
  expect(pageOf(null, field)).toMatch(open);
  expect(pageOf(null)).not.toMatch(open);
});
