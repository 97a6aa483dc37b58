import { seedPostingLog } from './company/postings';
import { seedCompany } from './company/seed';
import { measureAppends } from './tasks/append.task';
import { measureCabinet } from './tasks/cabinet.task';
import { measureCommands } from './tasks/commands.task';
import { measureDistributedNight } from './tasks/distributed-night.task';
import { measureDebtOfOne } from './tasks/debt.task';
import { measureBareNight, measureNights } from './tasks/night.task';
import { measureImport } from './tasks/import.task';
import { measureKafka } from './tasks/kafka.task';
import { measureRebuild } from './tasks/rebuild.task';
import { measureRegistry } from './tasks/registry.task';
import { measureBooked, tellCompany } from './tasks/registry-booked.task';
import { measureSlips } from './tasks/slip.task';
import { measureTurnover } from './tasks/turnover.task';

/** Everything that is measured in a process of its own, so that neither memory nor compiled code is shared. */
const TASKS = {
  seedCompany,
  seedPostingLog,
  measureAppends,
  measureCommands,
  measureDebtOfOne,
  measureBareNight,
  measureNights,
  measureRebuild,
  measureSlips,
  measureTurnover,
  measureCabinet,
  measureRegistry,
  tellCompany,
  measureBooked,
  measureImport,
  measureKafka,
  measureDistributedNight,
};

export type Tasks = typeof TASKS;

export interface ChildRequest {
  readonly task: keyof Tasks;
  readonly input: unknown;
}

process.once('message', ({ task, input }: ChildRequest) => {
  const run = TASKS[task] as (input: unknown) => Promise<unknown>;
  run(input).then(
    (output) => void process.send?.({ output }, undefined, {}, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
