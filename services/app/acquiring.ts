import { DynamicModule, Module } from '@nestjs/common';
import { Acquirer, ACQUIRER, SandboxAcquirer, YooKassaAcquirer } from '#libs/acquiring';
import { AcquiringSettings } from '#libs/platform';
import { RETURN_ADDRESS } from '#services/payments';

/** The bank of a process, and where it sends payers back to. */
export interface Acquiring {
  readonly acquirer: Acquirer;
  /** The page of the cabinet that says how a payment stands; the id of the payment follows after a slash. */
  readonly returnAddress: string;
}

/** The bank that the settings name; null where they name none. */
export function openAcquiring(settings: AcquiringSettings): Acquiring | null {
  switch (settings.kind) {
    case 'off':
      return null;
    case 'sandbox':
      return { acquirer: new SandboxAcquirer(settings.address), returnAddress: settings.returnAddress };
    case 'yookassa': {
      const { shopId, secretKey, returnAddress } = settings;
      return { acquirer: new YooKassaAcquirer({ shopId, secretKey }), returnAddress };
    }
  }
}

@Module({})
class AcquiringModule {}

/** Gives the services of the process the bank. */
export function acquiringModule({ acquirer, returnAddress }: Acquiring): DynamicModule {
  const providers = [
    { provide: ACQUIRER, useValue: acquirer },
    { provide: RETURN_ADDRESS, useValue: returnAddress },
  ];
  return { module: AcquiringModule, global: true, providers, exports: [ACQUIRER, RETURN_ADDRESS] };
}
