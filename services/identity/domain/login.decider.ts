import { Decider, Rejection, unreachable } from '#libs/kernel';
import { readLogin } from './access-code.policy';
import { ReserveLogin } from './login.commands';
import { LoginEvent } from './login.events';

export type LoginState = { readonly status: 'free' } | { readonly status: 'reserved'; readonly account: string };

/**
 * Logins are drawn at random, and of 100,000 some dozens come twice: so each is reserved in a stream of its own, where
 * only the first can write, before a credential is issued with it.
 */
export const loginDecider: Decider<LoginState, ReserveLogin, LoginEvent> = {
  initialState: () => ({ status: 'free' }),
  evolve(_state, event) {
    switch (event.type) {
      case 'LoginReserved':
        return { status: 'reserved', account: event.data.account };
      default:
        return unreachable(event.type);
    }
  },
  decide: reserveLogin,
};

/** Reserves a login for an account. When it is taken, another is drawn. */
export function reserveLogin({ login, account }: ReserveLogin, state: LoginState): readonly LoginEvent[] | Rejection {
  if (readLogin(login) !== login) return new Rejection('IDENTITY_LOGIN_INVALID', { account });
  if (state.status === 'free') return [{ type: 'LoginReserved', version: 1, data: { login, account } }];
  return state.account === account ? [] : new Rejection('IDENTITY_LOGIN_TAKEN', { account });
}
