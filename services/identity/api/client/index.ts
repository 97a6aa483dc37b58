export const IDENTITY_CLIENT = Symbol('IDENTITY_CLIENT');
export interface IdentityClient {
  signIn(asked: {
    login: string;
    code: string;
    address: string;
    deviceToken: string | null;
    userAgent: string;
  }): Promise<{ sessionToken: string; deviceToken: string | null; accounts: readonly string[] }>;
  session(sessionToken: string): Promise<{ accounts: readonly string[]; login: string } | null>;
  signOut(sessionToken: string): Promise<void>;
  askForCode(asked: { login: string; address: string; browserToken: string }): Promise<void>;
  lookAtOneTimeLink(asked: { link: string; browserToken: string }): Promise<boolean>;
  pressOneTimeLink(asked: { link: string; browserToken: string }): Promise<{ login: string; code: string } | null>;
}
