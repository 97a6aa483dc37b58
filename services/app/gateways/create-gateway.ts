import { DynamicModule, INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** What a gateway has around it where it is a process of its own. */
export interface GatewaySurroundings {
  readonly modules?: readonly DynamicModule[];
  /** Before anything else stands before the pages. */
  prepare?(app: INestApplication): void;
}

@Module({})
class GatewayProcess {}

/** The application of a gateway; nothing stands before its pages yet. */
export async function createGateway(
  gateway: DynamicModule,
  { modules = [], prepare }: GatewaySurroundings,
): Promise<INestApplication> {
  const module = modules.length === 0 ? gateway : { module: GatewayProcess, imports: [...modules, gateway] };
  const app = await NestFactory.create(module, {
    abortOnError: false,
    bodyParser: false,
    ...(prepare === undefined ? {} : { bufferLogs: true }),
  });
  prepare?.(app);
  return app;
}
