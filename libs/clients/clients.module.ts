import { DynamicModule, Module } from '@nestjs/common';
import { ClientsController, SERVED_CLIENTS, ServedClients } from './clients.controller';

/** Answers for the clients of the services that a process runs. */
@Module({})
export class ClientsModule {
  static forRoot(served: ServedClients): DynamicModule {
    return {
      module: ClientsModule,
      controllers: [ClientsController],
      providers: [{ provide: SERVED_CLIENTS, useValue: served }],
    };
  }
}
