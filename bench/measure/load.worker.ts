import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import type { LoadInput, LoadOutput } from './load';

const { url, cookies, askers, requests, mark } = workerData as LoadInput;
const agent = new Agent({ keepAlive: true, maxSockets: askers });
const firstByteMs: number[] = [];
const wholeMs: number[] = [];

function ask(cookie: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const asked = get(url, { agent, headers: cookie === undefined ? {} : { cookie } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.once('data', () => firstByteMs.push(performance.now() - startedAt));
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        wholeMs.push(performance.now() - startedAt);
        if (answer.statusCode === 200 && text.includes(mark)) resolve();
        else reject(new Error(`An answer of status ${String(answer.statusCode)} was not what was asked for`));
      });
    });
    asked.on('error', reject);
  });
}

async function run(): Promise<LoadOutput> {
  let left = requests;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: askers }, async (_, asker) => {
      while (left > 0) {
        left -= 1;
        await ask(cookies[asker % cookies.length]);
      }
    }),
  );
  agent.destroy();
  return { ms: performance.now() - startedAt, firstByteMs, wholeMs };
}

void run().then((output) => parentPort?.postMessage(output));
