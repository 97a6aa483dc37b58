import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ChildRequest, Tasks } from './child';

type InputOf<Task extends keyof Tasks> = Parameters<Tasks[Task]>[0];
type OutputOf<Task extends keyof Tasks> = Awaited<ReturnType<Tasks[Task]>>;

/** Runs a task in a fresh process. Rejects when it fails; what it said stands on the error output. */
export function runInChild<Task extends keyof Tasks>(task: Task, input: InputOf<Task>): Promise<OutputOf<Task>> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'child.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let output: OutputOf<Task> | undefined;
    child.on('message', (message: { output: OutputOf<Task> }) => {
      output = message.output;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && output !== undefined) resolve(output);
      else reject(new Error(`${task} ended with ${code ?? 'a signal'}`));
    });
    const request: ChildRequest = { task, input };
    child.send(request);
  });
}
