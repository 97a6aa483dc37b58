import { randomUUID } from 'node:crypto';
import { CommandOrigin } from '#libs/platform';
import { Kvitok } from '#services/app';
import { FindCredentials, HandOutCodes, PrintableAccess, PrintCodes } from '#services/identity';

/**
 * Login and code with which the demonstration can be tried, handed out as in the office to a person who stands there: the
 * first time the code is made, later the same code is printed again. Only the demonstration shows a code on a screen.
 */
export async function issueDemonstrationCredential(kvitok: Kvitok, account: string): Promise<PrintableAccess> {
  const commandId = `demo:${randomUUID()}`;
  const origin: CommandOrigin = {
    commandId,
    correlationId: commandId,
    causationId: null,
    actor: 'staff:demo',
    input: undefined,
  };
  const { app } = kvitok;
  const state = await app.get(FindCredentials).byAccount(account);
  if (state.status !== 'issued') {
    await app.get(HandOutCodes).handOut(account, { reason: 'Демонстрация', actorRole: 'operator' }, origin);
  }
  const print = { occasion: 'in_person', actorRole: 'operator' } as const;
  // Handing out and printing are two commands, and each has an id of its own.
  const printing = { ...origin, commandId: `${commandId}:print` };
  const printed = (await app.get(PrintCodes).print([account], print, printing)).get(account);
  if (printed === undefined) throw new Error(`No code of account ${account} can be printed`);
  return printed;
}
