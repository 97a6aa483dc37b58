import { likeAccounts } from './like-accounts.policy';

const ACCOUNTS = ['0045120001', '0045120002', '0045120010', '0045129901', '0099000000'];
const like = (stated: string, limit = 10) => likeAccounts(stated, ACCOUNTS, limit).map(({ account }) => account);
const slips = (stated: string, account: string) => likeAccounts(stated, [account], 1)[0]?.slips;

it('the number without its leading zeros is the number', () => {
  expect(slips('45120001', '0045120001')).toBe(0);
});

it.each([
  ['a wrong digit', '0045120009', 1],
  ['a missing digit', '004512001', 1],
  ['a digit too many', '00451200011', 1],
  ['neighbours that changed places', '0041520001', 1],
  ['two wrong digits', '0045120099', 2],
])('%s', (_slip, stated, expected) => {
  expect(slips(stated, '0045120001')).toBe(expected);
});

it('the nearest come first, those of one distance in their order, and no more than are asked for', () => {
  expect(like('0045120001')).toEqual(['0045120001', '0045120002', '0045120010', '0045129901']);
  expect(like('0045120001', 2)).toEqual(['0045120001', '0045120002']);
});

it('nothing is like no number, and a number of three other digits is like nothing', () => {
  expect(like('')).toEqual([]);
  expect(like('000')).toEqual([]);
  expect(slips('0045120999', '0045120001')).toBeUndefined();
});
