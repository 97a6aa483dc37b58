import { Command } from 'commander';
import { beyondThisProgram } from '#libs/messaging';
import { OpenedKvitok } from '../open-kvitok';
import { CommandFailure, Output, wrongUsage } from '../output';
import { CommonOptions, refusal, withCommonOptions, withKvitok } from './common';

/**
 * What programs have said that they can publish and hear, and this one cannot: it waits in front of it for a newer release
 * (ADR 0094). Where a rollout was broken off for good, a person takes such an announcement back.
 */
export function announcementsCommand(): Command {
  return withCommonOptions(new Command('announcements'))
    .description('what only a newer release can do, and this one waits for: list, or take back one that will not come')
    .argument('[what]', 'list | withdraw', 'list')
    .argument('[name]', 'with withdraw: whose it is, as the list says')
    .argument('[word]', 'with withdraw: the contract or the event')
    .action(async (what: string, name: string | undefined, word: string | undefined, options: CommonOptions) => {
      if (what !== 'list' && what !== 'withdraw') throw wrongUsage(`Neither list nor withdraw: ${what}`);
      if (what === 'list') {
        await withKvitok(options, 'log', async (kvitok, output) => output.result({ newer: await newer(kvitok) }));
        return;
      }
      if (name === undefined || word === undefined) throw wrongUsage('Name what is taken back, as the list says it');
      await withKvitok(options, 'log', (kvitok, output) => withdraw(kvitok, { name, word }, output));
    });
}

async function newer({ stack, servers }: OpenedKvitok) {
  return beyondThisProgram(await stack.consumerState.announcements(), {
    handled: new Map(servers.map((server) => [server.consumer, server.getHandlers().keys()])),
    translations: stack.translations,
  });
}

async function withdraw(
  kvitok: OpenedKvitok,
  asked: { readonly name: string; readonly word: string },
  output: Output,
): Promise<void> {
  const isNewer = (await newer(kvitok)).some(({ name, word }) => name === asked.name && word === asked.word);
  if (!isNewer || !(await kvitok.stack.consumerState.withdraw(asked))) throw notNewer(asked);
  output.result({ ok: true, withdrawn: asked });
  output.say(
    `${asked.name} passes «${asked.word}» by from here on, and what it was to tell or to hear is told to nobody later. ` +
      'A process of the newer release that still runs, or comes back, announces it again.',
  );
}

function notNewer(asked: { readonly name: string; readonly word: string }): CommandFailure {
  const reason = `${asked.name} does not wait for «${asked.word}»: kvitok announcements says what is waited for`;
  return new CommandFailure(1, reason, refusal('NOT_ANNOUNCED', reason, asked));
}
