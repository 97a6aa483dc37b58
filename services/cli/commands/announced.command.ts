import { Command } from 'commander';
import { AnnouncedCard, announcedHere, AnnouncedHere } from '#libs/messaging';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, Output, wrongUsage } from '../output';
import { CommonOptions, refusal, withCommonOptions, withKvitok } from './common';

interface AnnouncedOptions extends CommonOptions {
  readonly newerEnded?: boolean;
}

const WHAT_FOLLOWS =
  'Once it is withdrawn, its events and messages are passed by and are not told again, and what of them is parked is taken off unheard ' +
  'when it is retried. A process of the newer release that still runs does not say it again: what it records is lost to the others. ' +
  'All of them have to have ended, and none may be started while this release goes on';

/**
 * What programs have announced to be able to do (ADR 0094). After a rollout that was broken off for good a person withdraws
 * what this program waits in front of.
 */
export function announcedCommand(): Command {
  return withCommonOptions(new Command('announced'))
    .description('what relays and consumers of any release have said to be able to do: list, withdraw')
    .argument('[what]', 'list | withdraw', 'list')
    .argument('[name]', 'with withdraw: the relay or the consumer')
    .argument('[word]', 'with withdraw: the type of event or the contract, as listed')
    .option('--newer-ended', 'with withdraw: all processes of the newer release have ended, and it does not come again')
    .action(async (what: string, name: string | undefined, word: string | undefined, options: AnnouncedOptions) => {
      if (!['list', 'withdraw'].includes(what)) throw wrongUsage(`Not list or withdraw: ${what}`);
      if (what === 'withdraw') {
        if (name === undefined || word === undefined)
          throw wrongUsage('Name who announced what is withdrawn, and what');
        if (options.newerEnded !== true) throw wrongUsage(`${WHAT_FOLLOWS}. If that is so, say it with --newer-ended`);
      }
      await withKvitok(options, 'log', async (kvitok, output) => {
        const announced = await announcedOf(kvitok);
        if (what === 'list') output.result({ announced });
        else await withdraw(kvitok, named(announced, name ?? '', word ?? ''), output);
      });
    });
}

async function announcedOf({ stack, servers }: OpenedKvitok): Promise<readonly AnnouncedCard[]> {
  const handled = servers.map((server) => [server.consumer, [...server.getHandlers().keys()]] as const);
  const own = new Map([...stack.transport.announces, ...handled]);
  return announcedHere(await stack.consumerState.allAnnounced(), own);
}

/** Why what this program does not wait in front of, or waits for in any case, is not withdrawn. */
const REFUSED: Readonly<Record<Exclude<AnnouncedHere, 'newer'>, readonly [code: string, reason: string]>> = {
  done: ['ANNOUNCED_DONE_HERE', 'this program does it itself'],
  retired: ['ANNOUNCED_RETIRED_HERE', 'this program leaves it out on purpose and does not wait for it'],
  'later version': [
    'ANNOUNCED_LATER_VERSION',
    'this program handles an earlier version and waits in front of a later one, announced or not',
  ],
};

/** Throws CommandFailure(1) where it is not announced, and where nothing would be gained or something lost by its withdrawal. */
function named(announced: readonly AnnouncedCard[], name: string, word: string): AnnouncedCard {
  const found = announced.find((one) => one.name === name && one.word === word);
  if (found === undefined) {
    const reason = `${name} has nothing announced as ${word}, or not any more`;
    throw new CommandFailure(1, reason, refusal('NOT_ANNOUNCED', reason, { name, word }));
  }
  if (found.here === 'newer') return found;
  const [code, why] = REFUSED[found.here];
  const reason = `${word} of ${name} is not withdrawn: ${why}`;
  throw new CommandFailure(1, reason, refusal(code, reason, { name, word }));
}

async function withdraw(kvitok: OpenedKvitok, { name, word }: AnnouncedCard, output: Output): Promise<void> {
  await kvitok.stack.consumerState.withdrawAnnounced({ name, word });
  output.result({ ok: true, withdrawn: { name, word } });
  output.say(`${WHAT_FOLLOWS}. Processes of this release go on by themselves within some ten seconds`);
}
