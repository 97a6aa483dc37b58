import { Command } from 'commander';
import { RejectedError, Rejection } from '#libs/kernel';
import { isMailAddress } from '#libs/mail';
import { accountStream } from '#services/billing';
import { Contacts, ErasePeople } from '#services/identity';
import { accountArgument } from '../arguments';
import { OpenedKvitok } from '../open-kvitok';
import { wrongUsage } from '../output';
import { refusing, withKvitok } from './common';
import { officeCause, officeOrigin, OfficeOptions, withOfficeOptions } from './office-options';

/** Ways to reach people. An address is given and never shown again: it lies sealed in the vault of persons. */
export function contactCommands(): readonly Command[] {
  return [
    withOfficeOptions(new Command('contact'))
      .description('keep a mail address of the payer that the office has seen to be theirs')
      .argument('<account>')
      .requiredOption('--mail <address>', 'the address')
      .action(async (text: string, options: OfficeOptions & { readonly mail: string }) => {
        const account = accountArgument(text);
        if (!isMailAddress(options.mail)) throw wrongUsage('--mail is not a mail address');
        await withKvitok(options, 'read models', async (kvitok, output) => {
          await refusing(async () => {
            const asked = { account, personId: await payerOf(kvitok, account), address: options.mail };
            const { contactId } = await kvitok.app
              .get(Contacts)
              .verifyMail(asked, officeCause(options), officeOrigin(options));
            output.result({ ok: true, account, contact: contactId });
          });
        });
      }),
    withOfficeOptions(new Command('forget-contact'))
      .description('forget an address')
      .argument('<account>')
      .argument('<contact>')
      .action(async (text: string, contactId: string, options: OfficeOptions) => {
        const account = accountArgument(text);
        await withKvitok(options, 'read models', async (kvitok, output) => {
          await refusing(async () => {
            const contacts = kvitok.app.get(Contacts);
            const isKnown = (await contacts.of(account)).some((one) => one.contactId === contactId);
            await contacts.withdraw({ account, contactId }, officeCause(options), officeOrigin(options));
            // Forgotten is forgotten, but a number that was mistyped leaves the address where it is.
            if (!isKnown) output.say(`${account} has no contact ${contactId}: nothing was to be forgotten`);
            output.result({ ok: true, account });
          });
        });
      }),
  ];
}

/** `kvitok erase PERSON`: for ever. */
export function eraseCommand(): Command {
  return withOfficeOptions(new Command('erase'))
    .description('erase what is kept of a person, for ever (152-FZ); sums stay')
    .argument('<person>')
    .action(async (personId: string, options: OfficeOptions) => {
      await withKvitok(options, 'read models', async (kvitok, output) => {
        await refusing(async () => {
          await kvitok.app.get(ErasePeople).erase(personId, officeCause(options), officeOrigin(options));
          output.result({ ok: true, person: personId });
        });
      });
    });
}

/** Whose account it is, as billing knows. Throws RejectedError BILLING_UNKNOWN_ACCOUNT. */
async function payerOf({ stack }: OpenedKvitok, account: string): Promise<string> {
  const history = await stack.store.readStream(accountStream(account));
  const opened = history.find(({ type }) => type === 'AccountOpened');
  if (opened === undefined) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account }));
  return (opened.data as { readonly personId: string }).personId;
}
