import { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SandboxAcquirer, SandboxBankModule } from '#libs/acquiring';
import { AcquiringSettings } from '#libs/platform';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import type { Acquiring } from './acquiring';
import type { Kvitok } from './create-kvitok';

/** A form of the training bank holds one short field. */
const FORM_BYTES_LIMIT = 1_024;

/** The pages of the training bank on a port of their own, listening; null where the bank is another one, or none. */
export async function serveSandboxBank(
  kvitok: Kvitok,
  acquiring: Acquiring | null,
  settings: AcquiringSettings,
  host: string,
): Promise<INestApplication | null> {
  if (settings.kind !== 'sandbox' || !(acquiring?.acquirer instanceof SandboxAcquirer)) return null;
  const bank = await createSandboxBank(kvitok, acquiring.acquirer);
  await bank.listen(settings.port, host);
  return bank;
}

/** The training bank beside the services of the same process, by their clock: what happens in it is told to payments. */
export async function createSandboxBank({ app, stack }: Kvitok, sandbox: SandboxAcquirer): Promise<INestApplication> {
  const payments = app.get<PaymentsClient>(PAYMENTS_CLIENT, { strict: false });
  sandbox.keepTime(() => stack.clock.now());
  sandbox.notify(async (notification) => void (await payments.notified(notification)));
  const bank = await NestFactory.create<NestExpressApplication>(SandboxBankModule.forRoot(sandbox), {
    abortOnError: false,
    bodyParser: false,
  });
  bank.disable('x-powered-by');
  bank.useBodyParser('urlencoded', { extended: false, limit: FORM_BYTES_LIMIT, inflate: false });
  await bank.init();
  return bank;
}
