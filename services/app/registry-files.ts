import { DynamicModule, Module } from '@nestjs/common';
import { REGISTRY_FILE_DAYS } from '#services/payments';

@Module({})
class RegistryFilesModule {}

/** Tells the services of the process how many days a bank’s file waits to be accepted. */
export function registryFilesModule(days: number): DynamicModule {
  const provider = { provide: REGISTRY_FILE_DAYS, useValue: days };
  return { module: RegistryFilesModule, global: true, providers: [provider], exports: [REGISTRY_FILE_DAYS] };
}
