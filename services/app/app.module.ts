import { DynamicModule, Module } from '@nestjs/common';
import { PlatformModule, Stack } from '#libs/platform';
import { ServiceParts, vaultsOf } from './services';

/** The services of one process over one stack, and what the process has besides them. */
@Module({})
export class AppModule {
  static forRoot(
    stack: Stack,
    services: readonly ServiceParts[],
    besides: readonly DynamicModule[] = [],
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [...besides, PlatformModule.forRoot(stack, vaultsOf(services)), ...services.map(({ module }) => module)],
    };
  }
}
