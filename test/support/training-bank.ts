import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxAcquirer } from '#libs/acquiring';
import { createSandboxBank } from '#services/app';
import { CabinetOptions, RunningCabinet, startCabinet } from './cabinet';

export interface CabinetWithBank extends RunningCabinet {
  readonly bank: SandboxAcquirer;
}

/** The cabinet with the pages of the training bank on a port of their own. */
export async function startCabinetWithBank(options: Pick<CabinetOptions, 'clients'> = {}): Promise<CabinetWithBank> {
  const [bankPort, cabinetPort] = [await freePort(), await freePort()];
  const bank = new SandboxAcquirer(`http://127.0.0.1:${String(bankPort)}`);
  const returnAddress = `http://127.0.0.1:${String(cabinetPort)}/pay/result`;
  const cabinet = await startCabinet({ ...options, acquiring: { acquirer: bank, returnAddress }, port: cabinetPort });
  const pages = await createSandboxBank(cabinet.kvitok, bank);
  await pages.listen(bankPort, '127.0.0.1');
  return {
    ...cabinet,
    bank,
    async close() {
      await pages.close();
      await cabinet.close();
    },
  };
}

/** The address of the bank has to be known before it is served: payments are told where its pages are. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
