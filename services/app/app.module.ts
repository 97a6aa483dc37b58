import { DynamicModule, Module } from '@nestjs/common';
import { PlatformModule, Stack } from '#libs/platform';
import { ServiceParts } from './services';

/** The services of one process over one stack. */
@Module({})
export class AppModule {
  static forRoot(stack: Stack, services: readonly ServiceParts[]): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.forRoot(stack), ...services.map(({ module }) => module)] };
  }
}
