import { Command } from 'commander';
import { RejectedError } from '#libs/kernel';
import { kopecksFromRoubles } from '#libs/money';
import { PERSONS_MAX, SupposedChange, WhatIfQuery } from '#services/billing';
import { accountArgument, dateArgument } from '../arguments';
import { wrongUsage } from '../output';
import { CommonOptions, failureOf, withCommonOptions, withKvitok } from './common';

interface WhatIfOptions extends CommonOptions {
  readonly reading: readonly string[];
  readonly pay: readonly string[];
  readonly persons: readonly string[];
  readonly tariff: readonly string[];
}

const PARTS = ['water', 'heat', 'day', 'night', 'peak', 'half_peak'] as const;

export function whatIfCommand(): Command {
  const many = (value: string, before: readonly string[]) => [...before, value];
  return withCommonOptions(new Command('what-if'))
    .description('the present period and the next ones by the engine that bills, on changed facts; writes nothing')
    .argument('<account>')
    .option('--reading <METER=VALUE>', 'a reading given today, registers separated by a comma', many, [])
    .option('--pay <AMOUNT@DATE>', 'a payment in roubles; capital_repair:AMOUNT@DATE to the other payee', many, [])
    .option('--persons <N@DATE>', 'how many persons are registered since a day', many, [])
    .option('--tariff <UTILITY=PRICE@DATE>', 'a tariff for the house; UTILITY/PART for one of several parts', many, [])
    .action(async (account: string, options: WhatIfOptions) => {
      const one = accountArgument(account);
      const changes = [
        ...options.reading.map(readingOf),
        ...options.pay.map(paymentOf),
        ...options.persons.map(residentsOf),
        ...options.tariff.map(tariffOf),
      ];
      if (changes.length === 0) throw wrongUsage('Say what would change: --reading, --pay, --persons or --tariff');
      await withKvitok(options, 'billing', async (kvitok, output) => {
        try {
          const outcome = await kvitok.app.get(WhatIfQuery).ask(one, changes);
          output.result({ format: 'kvitok-what-if/1', ...outcome });
        } catch (error) {
          if (error instanceof RejectedError) throw failureOf(error);
          throw error;
        }
      });
    });
}

function matched(text: string, form: RegExp, name: string, example: string): readonly string[] {
  const match = form.exec(text);
  if (match === null) throw wrongUsage(`${name} has the form ${example}: ${text}`);
  return match.slice(1).map((part: string | undefined) => part ?? '');
}

function readingOf(text: string): SupposedChange {
  const [meterId = '', values = ''] = matched(
    text,
    /^([0-9A-Za-z_.-]{1,32})=(\d[\d.,]{0,60})$/,
    '--reading',
    'METER=123.4 or METER=10,20',
  );
  return { kind: 'reading', meterId, values: values.split(',') };
}

function paymentOf(text: string): SupposedChange {
  const [payee = '', amount = '', on = ''] = matched(
    text,
    /^(?:(main|capital_repair):)?(\d{1,9}(?:\.\d{1,2})?)@(\d{4}-\d{2}-\d{2})$/,
    '--pay',
    '1500.50@2026-10-20',
  );
  const amountKopecks = kopecksFromRoubles(amount);
  if (amountKopecks === 0) throw wrongUsage(`--pay is a sum above zero: ${text}`);
  const to = payee === 'capital_repair' ? 'capital_repair' : 'main';
  return { kind: 'payment', payee: to, amountKopecks, on: dateArgument(on, '--pay') };
}

function residentsOf(text: string): SupposedChange {
  const form = /^([\d.,]{1,32})@(\d{4}-\d{2}-\d{2})$/;
  const [count = '', from = ''] = matched(text, form, '--persons', '3@2026-10-15');
  if (!/^\d+$/.test(count) || Number(count) > PERSONS_MAX) {
    throw wrongUsage(`--persons is a whole number from 0 to ${PERSONS_MAX}: ${text}`);
  }
  return { kind: 'residents', registered: Number(count), from: dateArgument(from, '--persons') };
}

function tariffOf(text: string): SupposedChange {
  const [utility = '', part = '', price = '', from = ''] = matched(
    text,
    /^([0-9A-Za-z_.-]{1,32})(?:\/([a-z_]+))?=(\d{1,7}(?:\.\d{1,6})?)@(\d{4}-\d{2}-\d{2})$/,
    '--tariff',
    'cold_water=49.35@2026-10-01',
  );
  const known = PARTS.find((one) => one === part) ?? null;
  if (part !== '' && known === null) throw wrongUsage(`A part is one of ${PARTS.join(', ')}: ${text}`);
  return { kind: 'tariff', utility, part: known, price, from: dateArgument(from, '--tariff') };
}
