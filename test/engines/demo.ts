/**
 * The distributed mode on this machine without containers: a Kafka, a server of the MongoDB protocol, a process for each
 * service and gateway, the sample company through September 2026. Nothing of it is kept.
 *
 *   npm run demo:distributed
 *   KVITOK_CABINET_PORT=3101 KVITOK_BACK_OFFICE_PORT=3103 KVITOK_SANDBOX_BANK_PORT=3102 npm run demo:distributed
 */
import { join } from 'node:path';
import { DistributedTown } from './distributed-town';
import { TownGateways } from './town-gateways';

const SOURCE = join('samples', 'company');
const THROUGH = '2026-09-30';
const ACCOUNT = '0045120023';

async function main(): Promise<void> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const isTold = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  say('Starting a Kafka and a server of the MongoDB protocol …');
  const town = await DistributedTown.found(null, SOURCE);
  try {
    await Promise.race([isTold, served(town, say).then(() => isTold)]);
    say('Ending; nothing is kept.');
  } finally {
    await town.close();
  }
}

async function served(town: DistributedTown, say: (text: string) => void): Promise<void> {
  say(`${town.kafka.what}. Starting five services and both gateways …`);
  const ports = {
    cabinet: Number(process.env['KVITOK_CABINET_PORT'] ?? 3001),
    bank: Number(process.env['KVITOK_SANDBOX_BANK_PORT'] ?? 3002),
    office: Number(process.env['KVITOK_BACK_OFFICE_PORT'] ?? 3003),
  };
  // What two people have agreed to, letters and words of the bank are seen to by the clock as well.
  const gateways = await TownGateways.start(town, ports, { KVITOK_NIGHTS: 'on' });
  const officeUrl = asPrinted(gateways.officeUrl);
  say(`Importing ${SOURCE} and playing its history to ${THROUGH}, which takes a minute or two …`);
  await town.result('import', SOURCE, '--through', THROUGH);
  const { login, code } = await gateways.slipOf(ACCOUNT);
  const invited = await town.result('staff', 'add', '--name', 'Анна', '--role', 'chief', '--address', officeUrl);
  process.stdout.write(`
The residents' cabinet is at ${asPrinted(gateways.cabinetUrl)}: sign in as the resident of account ${ACCOUNT}

  login  ${login}
  code   ${code}

The back-office is at ${officeUrl}. A chief takes up the invitation at

  ${String((invited as { readonly link: string }).link)}

The training bank is at ${asPrinted(gateways.bankUrl)}. The services, whose key is ${town.environment['KVITOK_SERVICES_KEY'] ?? ''}:

${Object.entries(gateways.services)
  .map(([name, { url }]) => `  ${name.padEnd(9)} ${url}`)
  .join('\n')}

The command line works on the same data where it is told so, with --data ${town.folder('data')}:

${Object.entries(town.environment)
  .map(([variable, value]) => `  export ${variable}=${value}`)
  .join('\n')}

The day is the machine's, and the night of it is done between 00:30 and 06:00 of Samara. Ctrl-C ends everything; nothing is kept.
`);
}

/** By the name that payments and the office give to people: a browser keeps the session of one name from the other. */
function asPrinted(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
