import { deciderSpec } from '#libs/testing';
import { loginOf } from './access-code.policy';
import { loginDecider } from './login.decider';

const spec = deciderSpec(loginDecider);
const LOGIN = loginOf(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
const reserve = (account: string, login = LOGIN) => ({ kind: 'ReserveLogin', login, account }) as const;
const RESERVED = { type: 'LoginReserved', version: 1, data: { login: LOGIN, account: '0017' } } as const;

describe('a login', () => {
  it('belongs to the account that reserved it first', () => {
    spec.when(reserve('0017')).then([RESERVED]);
    spec.given([RESERVED]).when(reserve('0017')).thenNothing();
    spec.given([RESERVED]).when(reserve('0018')).thenRejected('IDENTITY_LOGIN_TAKEN', { account: '0018' });
  });

  it.each([
    LOGIN.slice(1),
    `${LOGIN.slice(0, 8)}${(Number(LOGIN[8]) + 1) % 10}`,
    `${LOGIN.slice(0, 4)} ${LOGIN.slice(4)}`,
  ])('is nine digits of which the last one checks the others, not %j', (login) => {
    spec.when(reserve('0017', login)).thenRejected('IDENTITY_LOGIN_INVALID');
  });
});
