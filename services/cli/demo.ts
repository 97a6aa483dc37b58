import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { addDays } from '#libs/kernel';
import { roublesText } from '#libs/money';
import {
  AcquiringSettings,
  readAcquiringSettings,
  readSettings,
  Settings,
  SettingsError,
  systemClock,
} from '#libs/platform';
import { endAtOnce, Kvitok, RunningKvitok, SERVICES_KEY_FILE, startKvitok, stopOnSignals } from '#services/app';
import { AgingQuery, StatementsQuery } from '#services/billing';
import { Beginning, DemonstrationClock, demonstrationBeginningOf, keepDemonstrationClock } from './demonstration-clock';
import { issueDemonstrationCredential } from './demonstration-credential';
import { beginningOn, FIRST_BEGINNING, FIRST_DAY, laterThanAsked } from './demonstration-day';
import { openDemonstrationMonths } from './demonstration-month';
import { DEMONSTRATION_STAFF_FILE, enrolDemonstrationStaff } from './demonstration-staff';
import { offerDemoServices } from './demo-services';
import { officeImportOf } from './import/office-import';

/** The sample company and the last day of its closed months. */
const SAMPLE = join('samples', 'company');
const DATA_DIR = join('data', 'demo');
const LAST_CLOSED_DAY = '2026-09-30';
const THROUGH = addDays(FIRST_DAY, -1);
/** With debts of several months, meters and a payment. */
const ACCOUNT = '0045120023';

/** Imports the sample company, sums it up and serves its API until it is interrupted. */
async function main(): Promise<void> {
  const asked = process.argv[2];
  // Where none is asked for, as the folder has it.
  const beginning = asked === undefined ? (demonstrationBeginningOf(DATA_DIR) ?? FIRST_BEGINNING) : beginningOn(asked);
  const settings = readSettings({ LOG_LEVEL: 'error', ...process.env, KVITOK_DATA_DIR: DATA_DIR });
  say(`Importing ${SAMPLE} into ${DATA_DIR} and playing its history to ${THROUGH} …`);
  const importExit = await importSample();
  if (importExit !== 0) {
    process.exitCode = importExit;
    return;
  }
  keepDemonstrationClock(DATA_DIR, beginning);
  // A demonstration moves no money: residents pay at the training bank unless another one is named.
  const bank = readAcquiringSettings({ KVITOK_ACQUIRER: 'sandbox', ...process.env });
  const running = await serve(settings, bank, beginning);
  stopOnSignals(running);
  const { kvitok, cabinetAddress, backOfficeAddress } = running;
  if (cabinetAddress !== null) say(await wayIn(kvitok, cabinetAddress));
  if (backOfficeAddress !== null) say(await wayOfStaff(kvitok, backOfficeAddress));
  say(invitation(running, settings));
  const later = asked === undefined ? null : laterThanAsked(asked, kvitok.stack.clock.today(), DATA_DIR);
  if (later !== null) say(later);
}

/** The command of the operator in a process of its own, as anybody would type it. Its exit code. */
function importSample(): Promise<number> {
  const command = [join(__dirname, 'main.js'), 'import', SAMPLE, '--through', THROUGH, '--data', DATA_DIR];
  // An interruption in a terminal reaches the import too: it says what it kept, and this process ends with its code.
  const waitForImport = () => undefined;
  process.on('SIGINT', waitForImport);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGINT', waitForImport);
      resolve(code ?? 1);
    });
  });
}

/** As any serving process, with its nights, letters and questions to the bank, but by the demonstration's clock. */
function serve(settings: Settings, acquiring: AcquiringSettings, beginning: Beginning): Promise<RunningKvitok> {
  const clock = new DemonstrationClock(beginning);
  return startKvitok({
    settings,
    acquiring,
    clock,
    // An authenticator on a telephone knows of no demonstration.
    deviceClock: systemClock(() => beginning.timeZone),
    officeClients: officeImportOf,
    async beforeServing(kvitok) {
      await clock.continueAfter(kvitok.stack.store);
      // Before the jobs of the day begin to write, so that every newcomer sees the same figures.
      await kvitok.drain();
      say(await summaryOf(kvitok));
      await offerDemoServices(kvitok.stack);
      await openDemonstrationMonths(kvitok);
    },
    onDamage: endAtOnce,
  });
}

async function summaryOf(kvitok: Kvitok): Promise<string> {
  let statements = 0;
  const accounts = new Set<string>();
  for await (const statement of kvitok.app.get(StatementsQuery).all({})) {
    statements += 1;
    accounts.add(statement.account);
  }
  let [principal, penalty, advance] = [0, 0, 0];
  for await (const { payees } of kvitok.app.get(AgingQuery).all(LAST_CLOSED_DAY)) {
    for (const payee of payees) {
      principal += payee.principalKopecks;
      penalty += payee.penaltyKopecks;
      advance += payee.advanceKopecks;
    }
  }
  return [
    '',
    `Events in the log           ${await kvitok.stack.store.head()}`,
    `Statements closed           ${statements}, of ${accounts.size} accounts`,
    `Debt as of ${LAST_CLOSED_DAY}       ${roublesText(principal)} roubles, and ${roublesText(penalty)} of penalty`,
    `Paid in advance             ${roublesText(advance)} roubles`,
  ].join('\n');
}

/** Where a resident goes in, and with what. */
async function wayIn(kvitok: Kvitok, address: string): Promise<string> {
  const { login, code } = await issueDemonstrationCredential(kvitok, ACCOUNT);
  return `
The residents' cabinet is at ${address}: sign in as the resident of account ${ACCOUNT}

  login  ${login}
  code   ${code}`;
}

/** Two members of staff: what one asks for, another one agrees to. */
async function wayOfStaff(kvitok: Kvitok, address: string): Promise<string> {
  const staff = await enrolDemonstrationStaff(kvitok, DATA_DIR);
  const lines = staff.map(
    ({ role, staffId, password, secret }) => `  ${role.padEnd(11)} ${staffId}  ${password}  ${secret}`,
  );
  return `
The back-office is at ${address}: sign in with number and password, then with a code. Any authenticator on a telephone
makes it of the secret, by the time of today; the next start lets in with the same, which ${join(DATA_DIR, DEMONSTRATION_STAFF_FILE)} keeps

  role        number    password                secret
${lines.join('\n')}

October can be calculated: last_period is 2026-12 here, and from October on two people close (period_close TWO_PEOPLE).
It is closed from the evening of its last day on: stop, then npm run demo -- 2026-10-31
README.md leads an accountant through the month in ten steps.`;
}

function invitation({ kvitok, url }: RunningKvitok, { servicesKey }: Pick<Settings, 'servicesKey'>): string {
  const today = kvitok.stack.clock.today();
  const account = ACCOUNT;
  const keyHolder = servicesKey === null ? `$(cat ${join(DATA_DIR, SERVICES_KEY_FILE)})` : '$KVITOK_SERVICES_KEY';
  const key = `-H "Authorization: Bearer ${keyHolder}"`;
  return `
The API answers at ${url}, its description is at ${url}/docs. It answers whoever shows its key.
Its day is ${today}. Ctrl-C stops it; the data stay in ${DATA_DIR}. To try:

  the statement of an account for a month
    curl ${key} '${url}/billing/accounts/${account}/statements/2026-09'
  what the account owed at the end of a day, line by line
    curl ${key} '${url}/billing/accounts/${account}/aging?asOf=${LAST_CLOSED_DAY}'
  how a charge was computed, and from which events
    curl ${key} '${url}/billing/accounts/${account}/statements/2026-09/explain?utility=cold_water'
  submit a reading
    curl ${key} -X POST '${url}/metering/readings' -H 'Content-Type: application/json' -H 'Idempotency-Key: try-reading-1' \\
      -d '{"meterId":"M00066","values":["112.5"]}'
  record a payment of 28 September that became known only now; then ask for the debt of ${LAST_CLOSED_DAY} again,
  as above, and with &knownAt=${LAST_CLOSED_DAY} for what was believed that day
    curl ${key} -X POST '${url}/payments' -H 'Content-Type: application/json' -H 'Idempotency-Key: try-payment-1' \\
      -d '{"paymentId":"TRY-1","account":"${account}","amountKopecks":250000,"receivedOn":"2026-09-28","channel":"registry"}'
`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const advice =
    code === 'EADDRINUSE'
      ? '\nThe port is taken: PORT=3100 KVITOK_CABINET_PORT=3101 KVITOK_SANDBOX_BANK_PORT=3102 KVITOK_BACK_OFFICE_PORT=3103 npm run demo uses others.'
      : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${advice}\n`);
  process.exit(error instanceof SettingsError ? 2 : 1);
});
