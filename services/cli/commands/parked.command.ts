import { Command } from 'commander';
import { ParkedKey } from '#libs/messaging';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, Output, wrongUsage } from '../output';
import { CommonOptions, refusal, withCommonOptions, withKvitok } from './common';

interface ParkedOptions extends CommonOptions {
  readonly consumer?: string;
}

/**
 * What stands still on the bus because a message could not be handled: a person lists it, has it tried again when the
 * reason is gone, or leaves the first message out for good.
 */
export function parkedCommand(): Command {
  return withCommonOptions(new Command('parked'))
    .description(
      'messages that could not be handled and all that wait behind them: list, try again, leave the first out',
    )
    .argument('[what]', 'list | retry | skip', 'list')
    .argument('[key]', 'the key, which is the account; with skip required, with retry all where absent')
    .option('--consumer <name>', 'of this consumer only')
    .action(async (what: string, key: string | undefined, options: ParkedOptions) => {
      if (!['list', 'retry', 'skip'].includes(what)) throw wrongUsage(`Not list, retry or skip: ${what}`);
      if (what === 'skip' && key === undefined) throw wrongUsage('Name the key whose first message is left out');
      await withKvitok(options, what === 'retry' ? 'read models' : 'log', async (kvitok, output) => {
        const asked = (await parkedKeys(kvitok, options.consumer)).filter(
          (one) => key === undefined || one.key === key,
        );
        if (what === 'list') {
          output.result({ parked: asked });
          return;
        }
        if (key !== undefined && asked.length === 0) throw notParked(key);
        if (what === 'retry') await retry(kvitok, asked, output);
        else await skip(kvitok, asked, output);
      });
    });
}

async function parkedKeys(kvitok: OpenedKvitok, consumer: string | undefined): Promise<readonly ParkedKey[]> {
  const consumers = kvitok.servers.map((server) => server.consumer);
  if (consumer !== undefined && !consumers.includes(consumer)) {
    throw wrongUsage(`There is no consumer ${consumer}; there are ${consumers.join(', ')}`);
  }
  return kvitok.stack.consumerState.parkedKeys(consumer);
}

function notParked(key: string): CommandFailure {
  const reason = `Nothing of ${key} is parked`;
  return new CommandFailure(1, reason, refusal('NOT_PARKED', reason, { key }));
}

async function retry(kvitok: OpenedKvitok, asked: readonly ParkedKey[], output: Output): Promise<void> {
  const retried = [];
  for (const { consumer, key } of asked) {
    const handled = await serverOf(kvitok, consumer).retryParked(key);
    await kvitok.settle();
    const still = (await kvitok.stack.consumerState.parkedKeys(consumer)).find((one) => one.key === key);
    retried.push({ consumer, key, handled, waiting: still?.waiting ?? 0, error: still?.error ?? null });
  }
  const failed = retried.filter((one) => one.waiting > 0);
  const answer = { ok: failed.length === 0, retried };
  if (failed.length > 0) {
    throw new CommandFailure(1, `${failed.length} keys stay parked: ${failed[0]?.error ?? ''}`, answer);
  }
  output.result(answer);
}

async function skip(kvitok: OpenedKvitok, asked: readonly ParkedKey[], output: Output): Promise<void> {
  const [first, ...others] = asked;
  if (!first) return;
  if (others.length > 0) {
    const consumers = asked.map(({ consumer }) => consumer).join(', ');
    throw wrongUsage(`${first.key} is parked by ${consumers}: say of which with --consumer`);
  }
  const { consumer, key, firstMessageId, contract, error } = first;
  await serverOf(kvitok, consumer).skipFirstParked(key);
  output.result({ ok: true, skipped: { consumer, key, messageId: firstMessageId, contract, error } });
  output.say(`The message is left out for good. What waits behind it: kvitok parked retry ${key}`);
}

function serverOf(kvitok: OpenedKvitok, consumer: string) {
  const server = kvitok.servers.find((one) => one.consumer === consumer);
  if (!server) throw new Error(`No service of this process consumes as ${consumer}`);
  return server;
}
