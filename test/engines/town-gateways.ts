import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { codeAt } from '#services/identity';
import { Resident } from '../support/resident';
import type { DistributedTown } from './distributed-town';
import { freePort } from './java-engine';
import { SERVICE_NAMES, ServiceName, ServiceProcess } from './service-processes';

const OFFICE_PASSWORD = 'несколько слов подряд';
const STEP_MILLISECONDS = 30_000;
const PRINTED_LOGIN = /Логин +(\d[^\n]*\d)/;
const PRINTED_CODE = /Код доступа +(\d[^\n]*\d)/;

/** Where pages are served; 0 takes a free port. */
export interface GatewayPorts {
  readonly cabinet: number;
  readonly bank: number;
  readonly office: number;
}

const FREE_PORTS: GatewayPorts = { cabinet: 0, bank: 0, office: 0 };

/** Both gateways of a town as processes of their own: each is told where the services answer, and their key. */
export class TownGateways {
  private constructor(
    private readonly town: DistributedTown,
    readonly services: Readonly<Record<ServiceName, ServiceProcess>>,
    readonly cabinetUrl: string,
    readonly officeUrl: string,
    /** The pages of the training bank, which the process of payments serves. */
    readonly bankUrl: string,
  ) {}

  /**
   * Starts the services of a town where none runs yet, payments with the training bank, and the gateways over them.
   * @param own what each service is told besides.
   */
  static async start(
    town: DistributedTown,
    ports = FREE_PORTS,
    own: Readonly<Record<string, string>> = {},
  ): Promise<TownGateways> {
    // The service of payments and the cabinet tell each other by number where people come back to.
    const cabinetPort = String(ports.cabinet === 0 ? await freePort() : ports.cabinet);
    const bankPort = String(ports.bank === 0 ? await freePort() : ports.bank);
    const payments = {
      KVITOK_ACQUIRER: 'sandbox',
      KVITOK_SANDBOX_BANK_PORT: bankPort,
      KVITOK_CABINET_PORT: cabinetPort,
    };
    const started = await town.startEach(
      SERVICE_NAMES.map((name) => [name, { ...own, ...(name === 'payments' ? payments : {}) }]),
    );
    const services = Object.fromEntries(SERVICE_NAMES.map((name, index) => [name, started[index]])) as Record<
      ServiceName,
      ServiceProcess
    >;
    // A gateway owns nothing: it is given neither the engines nor a folder.
    const told = {
      ...Object.fromEntries(SERVICE_NAMES.map((name) => [`KVITOK_${name.toUpperCase()}_URL`, services[name].url])),
      KVITOK_SERVICES_KEY: town.environment['KVITOK_SERVICES_KEY'] ?? '',
      KVITOK_FORM_SECRET: randomBytes(32).toString('hex'),
    };
    const [cabinet, office] = await town.keep([
      ServiceProcess.start('resident', { ...told, KVITOK_CABINET_PORT: cabinetPort }),
      ServiceProcess.start('back-office', { ...told, KVITOK_BACK_OFFICE_PORT: String(ports.office) }),
    ]);
    if (cabinet === undefined || office === undefined) throw new Error('A gateway is missing');
    return new TownGateways(town, services, cabinet.url, office.url, `http://127.0.0.1:${bankPort}`);
  }

  /** A browser of the cabinet in which nobody has signed in. */
  visitor(): Resident {
    return new Resident(this.cabinetUrl);
  }

  /** Login and code of an account, made and printed on the command line and read off the sheet by another program. */
  async slipOf(account: string): Promise<{ readonly login: string; readonly code: string }> {
    const sheet = join(this.town.work, `${account}.pdf`);
    await this.town.result('codes', 'issue', account);
    await this.town.result('codes', 'print', account, '--out', sheet);
    const text = execFileSync('pdftotext', ['-layout', '-enc', 'UTF-8', sheet, '-'], { encoding: 'utf8' });
    const [login, code] = [PRINTED_LOGIN, PRINTED_CODE].map((printed) => printed.exec(text)?.[1]);
    if (login === undefined || code === undefined) throw new Error('There is no login or no code on the sheet');
    return { login, code };
  }

  /** The browser of a new accountant, who has taken up the invitation and signed in with both factors. */
  async accountant(): Promise<Resident> {
    const member = ['--name', 'Петрова Анна Ивановна', '--role', 'accountant', '--address', this.officeUrl];
    const { link, staffId } = (await this.town.result('staff', 'add', ...member)) as Readonly<Record<string, string>>;
    const invitation = new URL(link ?? '').pathname;
    const browser = new Resident(this.officeUrl);
    const shown = /<code class="digits">([A-Z2-7 ]+)<\/code>/.exec((await browser.get(invitation)).text)?.[1];
    if (shown === undefined || staffId === undefined) throw new Error('The invitation shows no key');
    const secret = shown.replaceAll(' ', '');
    // A code counts once, and one step before and after its time: this one now, the next one to sign in with.
    const step = Math.floor(Date.now() / STEP_MILLISECONDS);
    const password = { password: OFFICE_PASSWORD };
    await led(browser, invitation, invitation, { ...password, again: OFFICE_PASSWORD, code: codeAt(secret, step) });
    await led(browser, '/sign-in', '/sign-in', { ...password, staffId });
    await led(browser, '/sign-in/code', '/sign-in/code', { code: codeAt(secret, step + 1) });
    return browser;
  }
}

/** Sends a form that leads on. Throws with what the page says where it does not. */
async function led(browser: Resident, page: string, action: string, fields: Readonly<Record<string, string>>) {
  const { status, text } = await browser.submit(page, action, fields);
  if (status !== 303) throw new Error(`${action} answers ${String(status)}: ${text.replace(/<[^>]*>/g, ' ')}`);
}
