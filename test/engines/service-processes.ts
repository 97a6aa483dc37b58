import { setTimeout as sleep } from 'node:timers/promises';
import { BuiltProcess, FREE_GATEWAY_PORTS } from '../support/built-process';

export const SERVICE_NAMES = ['metering', 'payments', 'billing', 'identity', 'support'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
export type GatewayName = 'resident' | 'back-office';

/** Of the keys of the vaults those of its own alone: with another one gone it has to do its work all the same. */
const KEYS_OF: Readonly<Record<ServiceName, readonly string[]>> = {
  metering: [],
  payments: ['KVITOK_PERSON_MASTER_KEY'],
  billing: ['KVITOK_PERSON_MASTER_KEY'],
  identity: ['KVITOK_PERSON_MASTER_KEY', 'KVITOK_CODE_PEPPER', 'KVITOK_CODE_PRINT_KEY'],
  support: ['KVITOK_PERSON_MASTER_KEY'],
};

/** What a service is told of what all of them are told. */
export function ownKeys(name: ServiceName, all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isKept = (variable: string) => !KEYS_OF.identity.includes(variable) || KEYS_OF[name].includes(variable);
  return Object.fromEntries(Object.entries(all).filter(([variable]) => isKept(variable)));
}

const STARTS_WITHIN_MS = 5 * 60_000;
/** So much of what a process has said is shown where it does not start. */
const SHOWN_CHARACTERS = 3_000;
const LOOKS_EVERY_MS = 100;

/** A service, or a gateway, as a process of its own, as the distributed mode runs it. */
export class ServiceProcess {
  private constructor(
    private readonly process: BuiltProcess,
    readonly url: string,
  ) {}

  /** Resolves when it is ready to serve, with this environment alone; rejects with what it wrote when it ends before. */
  static start(
    name: ServiceName | GatewayName,
    environment: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    return ServiceProcess.begun(name, `${name}/main.js`, environment);
  }

  /** All services in one process, as the embedded mode runs them. */
  static startEmbedded(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    return ServiceProcess.begun('kvitok', 'main.js', { ...FREE_GATEWAY_PORTS, ...environment });
  }

  private static async begun(
    name: string,
    main: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const process = new BuiltProcess(main, { KVITOK_NIGHTS: 'off', ...environment });
    try {
      return new ServiceProcess(process, await readyAt(name, process));
    } catch (error) {
      await process.end('SIGKILL');
      throw error;
    }
  }

  /** Whether it has been ended, or has ended by itself. */
  get hasEnded(): boolean {
    return this.process.hasEnded;
  }

  /** Everything it has said. */
  get output(): string {
    return this.process.output;
  }

  /** Stands still as on a machine that was put to sleep; its connections stay open. */
  async asleep(milliseconds: number): Promise<void> {
    this.process.pause(true);
    await sleep(milliseconds);
    this.process.pause(false);
  }

  /** Ends it in good order, or as a power cut does; answers with its exit code. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    return this.process.end(signal);
  }
}

/** Where it serves, once it is ready to. */
async function readyAt(name: string, process: BuiltProcess): Promise<string> {
  let lacking = '';
  const notReady = () => new Error(`${name} is not ready: ${lacking}\n${process.output.slice(-SHOWN_CHARACTERS)}`);
  const isOver = Promise.race([process.ended, sleep(STARTS_WITHIN_MS, undefined, { ref: false })]).then(() => {
    throw notReady();
  });
  const url = await Promise.race([process.url, isOver]);
  for (;;) {
    const answer = await Promise.race([fetch(`${url}/health/ready`).catch(() => null), isOver]);
    if (answer?.status === 200) return url;
    lacking = (await answer?.text()) ?? 'it does not answer';
    await sleep(LOOKS_EVERY_MS);
  }
}
