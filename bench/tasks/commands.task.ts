import { join } from 'node:path';
import { createCommandHandler, CommandHandler, SqliteEventStore } from '#libs/event-store';
import { accountPeriodDecider, accountPeriodStream } from '#services/billing';
import { BareLog } from '../anchors/bare-log';
import { dwellingOf, periodOpened } from '../company/accounts';
import { appendOf } from '../company/appends';
import { CompanyRules, rulesOf } from '../company/history';
import { referenceAppends } from '../company/reference';
import { MEASURED_PERIOD } from '../company/seed';
import { interleave, Round, timed } from '../measure/spread';

export interface CommandsInput {
  readonly dir: string;
  readonly rounds: number;
  readonly serialCommands: number;
  readonly concurrentCommands: number;
  readonly callers: number;
}

export interface CommandsOutput {
  /** `anchorMs` is our own serial handler over `serialCommands`, `projectMs` the callers over `concurrentCommands`. */
  readonly againstSerial: readonly Round[];
  /** `anchorMs` is a bare transaction of as many inserts as there are callers, over `concurrentCommands`. */
  readonly againstGroup: readonly Round[];
}

/** Payments credited through the command handler: read the stream, fold, decide, append; each account once. */
export async function measureCommands(input: CommandsInput): Promise<CommandsOutput> {
  const rules = rulesOf(referenceAppends(MEASURED_PERIOD, 1));
  const { rounds, serialCommands, concurrentCommands, callers } = input;
  const concurrent = new Map<number, number>();
  const againstSerial = await interleave(
    rounds,
    (round) => run({ ...input, name: `serial-${round}`, commands: serialCommands, callers: 1 }, rules),
    async (round) => {
      const ms = await run({ ...input, name: `concurrent-${round}`, commands: concurrentCommands, callers }, rules);
      concurrent.set(round, ms);
      return ms;
    },
  );
  const againstGroup: Round[] = [];
  for (const [round, projectMs] of concurrent) againstGroup.push({ projectMs, anchorMs: await runBare(input, round) });
  return { againstSerial, againstGroup };
}

interface Run {
  readonly dir: string;
  readonly name: string;
  readonly commands: number;
  readonly callers: number;
}

async function run({ dir, name, commands, callers }: Run, { rules }: CompanyRules): Promise<number> {
  const store = new SqliteEventStore({ file: join(dir, `commands-${name}.sqlite`) });
  const appends = Array.from({ length: commands }, (_, number) =>
    appendOf(accountPeriodStream(dwellingOf(number).account, MEASURED_PERIOD), [periodOpened(number, MEASURED_PERIOD)]),
  );
  await store.appendMany(appends);
  const handler = createCommandHandler({ store, clock: { now: () => '2026-03-12T09:00:00.000Z' } });
  let next = 0;
  const caller = async () => {
    while (next < commands) {
      next += 1;
      await creditPayment(handler, next - 1, rules);
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: callers }, caller)));
  if ((await store.head()) !== commands * 2) throw new Error('Not every payment was credited once');
  await store.close();
  return ms;
}

async function creditPayment(handler: CommandHandler, number: number, rules: CompanyRules['rules']): Promise<void> {
  const { account } = dwellingOf(number);
  const result = await handler.execute({
    stream: accountPeriodStream(account, MEASURED_PERIOD),
    decider: accountPeriodDecider,
    command: {
      kind: 'CreditPayment',
      account,
      paymentId: `P${number}`,
      payee: 'main',
      amountKopecks: 100_000,
      receivedOn: '2026-03-12',
      namedPeriod: null,
      rules,
    },
    commandId: `payment:${number}`,
    actor: 'bench',
    input: { number },
  });
  if (result.kind === 'rejected') throw new Error(result.rejection.code);
}

async function runBare({ dir, concurrentCommands, callers }: CommandsInput, round: number): Promise<number> {
  const log = new BareLog(join(dir, `commands-bare-${round}.sqlite`));
  const events = Array.from({ length: concurrentCommands }, (_, number) => ({
    stream: `billing_account_period-${number}`,
    type: 'PaymentCredited',
    data: { account: String(number), paymentId: `P${number}`, amountKopecks: 100_000, effectiveOn: '2026-03-12' },
    metadata: { recordedAt: '2026-03-12T09:00:00.000Z', actor: 'bench', commandId: `payment:${number}` },
  }));
  const ms = await timed(() => {
    for (let first = 0; first < events.length; first += callers) log.append(events.slice(first, first + callers));
  });
  log.close();
  return ms;
}
