import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyEventFile, VerifyResult } from '#libs/event-store';
import { RecordedEvent } from '#libs/kernel';
import { EVENT_FILE } from '#libs/platform';
import { Generation, Projection, rebuildAll } from '#libs/read-models';
import { distributedSettings, OpenedKvitok } from '../open-kvitok';
import { compareReadModels } from '../compare-read-models';
import { positionArgument } from '../arguments';
import { CommandFailure, consoleOutput, Output, write, wrongUsage } from '../output';
import { CommonOptions, withCommonOptions, withKvitok } from './common';

interface ProjectionsOptions extends CommonOptions {
  readonly all?: boolean;
}

export function projectionsCommand(): Command {
  return withCommonOptions(new Command('projections'))
    .description('read models: list them, rebuild them beside the live ones, switch to a built one')
    .argument('<what>', 'list | rebuild | switch')
    .argument('[names...]', 'with rebuild and switch: the projections')
    .option('--all', 'with rebuild: every projection')
    .action(async (what: string, names: string[], options: ProjectionsOptions) => {
      if (!['list', 'rebuild', 'switch'].includes(what)) throw wrongUsage(`Not list, rebuild or switch: ${what}`);
      if (what === 'rebuild' && names.length === 0 && options.all !== true) {
        throw wrongUsage('Name projections to rebuild, or give --all');
      }
      await withKvitok(options, 'log', async (kvitok, output) => {
        const asked = options.all === true || names.length === 0 ? kvitok.stack.projections : named(kvitok, names);
        if (what === 'list') await listProjections(kvitok, asked, output);
        else if (what === 'rebuild') await rebuildProjections(kvitok, asked, output);
        else await switchProjections(kvitok, asked, output);
      });
    });
}

function named(kvitok: OpenedKvitok, names: readonly string[]): Projection[] {
  return names.map((name) => {
    const projection = kvitok.stack.projections.find((candidate) => candidate.name === name);
    if (!projection) throw wrongUsage(`There is no projection ${name}; kvitok projections list shows them`);
    return projection;
  });
}

async function listProjections(kvitok: OpenedKvitok, asked: readonly Projection[], output: Output): Promise<void> {
  const head = await kvitok.stack.store.head();
  const generations = await kvitok.stack.readModelStore.generations();
  const rows = [];
  for (const generation of generations) {
    if (!asked.some((projection) => projection.name === generation.projection)) continue;
    rows.push(await rowOf(kvitok, generation, head));
  }
  output.result({ head, projections: rows });
}

async function rowOf(kvitok: OpenedKvitok, generation: Generation, head: number) {
  const { projection, version, state, checkpoint } = generation;
  const { readModelStore } = kvitok.stack;
  const rows = await readModelStore.countRows(generation);
  const controlSum = await readModelStore.controlSum(generation);
  return {
    projection,
    version,
    generation: generation.generation,
    state,
    checkpoint,
    lag: head - checkpoint,
    rows,
    controlSum,
  };
}

async function rebuildProjections(kvitok: OpenedKvitok, asked: readonly Projection[], output: Output): Promise<void> {
  const { store, readModelStore } = kvitok.stack;
  const results = await rebuildAll(asked, {
    events: store,
    store: readModelStore,
    onProgress: ({ position, head }) => output.progress('events', position, head),
  });
  output.progressEnd();
  const bad = results.find((result) => result.comparison === 'different' || result.outcome === 'failed');
  if (bad) {
    throw new CommandFailure(1, `${bad.projection}: ${bad.outcome}, compared with the live one: ${bad.comparison}`, {
      ok: false,
      results,
    });
  }
  output.result({ ok: true, results });
}

async function switchProjections(kvitok: OpenedKvitok, asked: readonly Projection[], output: Output): Promise<void> {
  const { readModelStore } = kvitok.stack;
  const switched = [];
  for (const generation of await readModelStore.generations()) {
    if (generation.state !== 'building' || !asked.some((one) => one.name === generation.projection)) continue;
    await readModelStore.switchTo(generation);
    switched.push({ projection: generation.projection, version: generation.version });
  }
  output.result({ ok: true, switched });
}

/** What a log does not tell, and only MongoDB keeps in the distributed mode. */
const BESIDE_THE_LOG = ['persons', 'codes', 'sessions', 'attachments'];

async function verifyLogFile(dataDir: string, output: Output) {
  const file = join(dataDir, EVENT_FILE);
  if (!existsSync(file)) throw new CommandFailure(1, `There is no data in ${dataDir}`);
  const verified = await verifyEventFile(file, (position) => output.progress('events', position, position));
  output.progressEnd();
  return requireSound(verified);
}

function requireSound(verified: VerifyResult): VerifyResult {
  if (!verified.ok) throw new CommandFailure(1, `The log is damaged: ${verified.reason}`, verified);
  return verified;
}

export function verifyCommand(): Command {
  return withCommonOptions(new Command('verify'))
    .description('hash chains, revisions, positions, typed columns, control sums; names the first bad event')
    .action(async (options: CommonOptions) => {
      const output = consoleOutput();
      const distributed = distributedSettings();
      const isFile = (distributed?.kurrentUrl ?? null) === null;
      const ofFile = isFile ? await verifyLogFile(options.data, output) : null;
      await withKvitok(options, 'log', async (kvitok) => {
        const { store } = kvitok.stack;
        const verified =
          ofFile ?? requireSound(await store.verify((position) => output.progress('events', position, position)));
        const { differing, notBuilt, projections } = await compareReadModels(kvitok.stack, ({ position, head }) =>
          output.progress('projections', position, head),
        );
        output.progressEnd();
        const leavesOut = distributed === null ? {} : { leavesOut: BESIDE_THE_LOG };
        const answer = {
          ...verified,
          ok: differing.length === 0,
          projections,
          differing,
          ...(notBuilt.length === 0 ? {} : { notBuilt }),
          ...leavesOut,
        };
        if (notBuilt.length > 0)
          output.say(`Nothing to compare with yet, ${notBuilt.length} read models are not built`);
        if (distributed !== null) output.say(`Not looked at: ${BESIDE_THE_LOG.join(', ')}, which lie in MongoDB`);
        if (differing.length > 0) {
          throw new CommandFailure(1, `Read models differ from the log: ${differing.join(', ')}; rebuild them`, answer);
        }
        output.result(answer);
      });
    });
}

interface EventsOptions extends CommonOptions {
  readonly stream?: string;
  readonly from?: string;
  readonly follow?: boolean;
}

const EVENTS_PER_PAGE = 1_000;
const FOLLOW_POLL_MS = 200;

export function eventsCommand(): Command {
  return withCommonOptions(new Command('events'))
    .description('read the log, one JSON event a line')
    .option('--stream <name>', 'one stream only')
    .option('--from <position>', 'from this position on')
    .option('--follow', 'go on with what is appended')
    .action(async (options: EventsOptions) => {
      const from = options.from === undefined ? 1 : positionArgument(options.from, '--from');
      await withKvitok(options, 'log', async (kvitok, output) => {
        const print = async (events: readonly RecordedEvent[]) => {
          const asked = events.filter((event) => options.stream === undefined || event.stream === options.stream);
          if (asked.length === 0) return;
          await write(process.stdout, `${asked.map((event) => JSON.stringify(event)).join('\n')}\n`);
        };
        if (options.stream !== undefined && options.follow !== true) {
          const events = await kvitok.stack.store.readStream(options.stream);
          if (events.length === 0) output.say(`There is no stream ${options.stream}`);
          await print(events.filter((event) => event.position >= from));
          return;
        }
        const head = await kvitok.stack.store.head();
        if (from > head) output.say(`The log ends at position ${String(head)}`);
        for (let after = Math.max(0, from - 1); ;) {
          const page = await kvitok.stack.store.readAll({ after, limit: EVENTS_PER_PAGE });
          await print(page.events);
          after = page.checkpoint;
          if (!page.caughtUp) continue;
          if (options.follow !== true) return;
          await delay(FOLLOW_POLL_MS);
        }
      });
    });
}
