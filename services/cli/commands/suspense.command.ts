import { Command } from 'commander';
import { CommandReceipt } from '#libs/platform';
import { roublesText } from '#libs/money';
import { RegistriesClient, SetAsidePayment, SetAsideReason } from '#services/payments/api/client';
import { accountArgument, periodArgument } from '../arguments';
import { CommonOptions, refusing, withCommonOptions, withKvitok } from './common';
import { officeOrigin, OfficeOptions, withOfficeOptions } from './office-options';
import { clientOf } from './registry.command';

/** Payments that stand aside until a person has looked at them. */
export function suspenseCommand(): Command {
  return new Command('suspense')
    .description('payments that wait for a person: list, match to an account, refuse a conflict')
    .addCommand(listCommand())
    .addCommand(matchCommand())
    .addCommand(refuseCommand());
}

interface ListOptions extends CommonOptions {
  readonly conflicts?: boolean;
  readonly registry?: string;
}

const UNKNOWN: readonly SetAsideReason[] = ['unknown_account', 'wrong_check_digit', 'unknown_order'];

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('payments that wait, the oldest first, with who paid as the bank says it')
    .option('--conflicts', 'only those that contradict a known payment')
    .option('--registry <registry>', 'only those of this file')
    .action(async (options: ListOptions) => {
      await withKvitok(options, 'read models', async (kvitok, output) => {
        const page = await clientOf(kvitok).setAside({
          because: options.conflicts === true ? ['conflict'] : [...UNKNOWN, 'conflict'],
          ...(options.registry === undefined ? {} : { registryId: options.registry }),
        });
        const lines = page.payments.map(inWords).join('\n');
        output.result(options.json === true ? page : lines || 'Невыясненных платежей нет.');
      });
    });
}

function inWords(payment: SetAsidePayment): string {
  const { paymentId, receivedOn, statedAccount, amountKopecks, because, conflictsWith, payer } = payment;
  const account = `счёт ${statedAccount || 'не указан'}`;
  const unknown = because === 'unknown_order' ? `${account}, заказа нет` : account;
  const why = because === 'conflict' ? `расходится с ${conflictsWith ?? '—'}` : unknown;
  const who = Object.values(payer ?? {}).join(', ');
  return `${paymentId} ${receivedOn} ${roublesText(amountKopecks)} ${why}${who === '' ? '' : `: ${who}`}`;
}

interface MatchOptions extends OfficeOptions {
  readonly period?: string;
}

function matchCommand(): Command {
  return deciding(new Command('match'))
    .description('put a payment on an account; it counts from the day on which it was paid')
    .argument('<payment>')
    .argument('<account>')
    .option('--period <period>', 'the month for which it was paid')
    .action(async (paymentId: string, text: string, options: MatchOptions) => {
      const account = accountArgument(text);
      const named = options.period === undefined ? {} : { namedPeriod: periodArgument(options.period, '--period') };
      await decide(options, (client, reason) =>
        client.assign(paymentId, { account, reason, ...named }, officeOrigin(options)),
      );
    });
}

function refuseCommand(): Command {
  return deciding(new Command('refuse'))
    .description('what contradicts a known payment is no payment of its own')
    .argument('<payment>')
    .action((paymentId: string, options: OfficeOptions) =>
      decide(options, (client, reason) => client.refuse(paymentId, reason, officeOrigin(options))),
    );
}

function deciding(command: Command): Command {
  return withOfficeOptions(command);
}

async function decide(
  options: OfficeOptions,
  state: (client: RegistriesClient, reason: string) => Promise<CommandReceipt>,
): Promise<void> {
  await withKvitok(options, 'read models', async (kvitok, output) => {
    await refusing(async () => {
      const { position } = await state(clientOf(kvitok), options.reason ?? '');
      await kvitok.settle();
      output.result(options.json === true ? { ok: true, position } : 'Записано.');
    });
  });
}
