export interface ReserveLogin {
  readonly kind: 'ReserveLogin';
  readonly login: string;
  readonly account: string;
}

export function loginStream(login: string): string {
  return `identity_login-${login}`;
}
