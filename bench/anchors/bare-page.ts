import { Controller, Get, Header, INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** A handler that answers with a text that is ready. */
export async function bareApplication(type: string, text: string): Promise<INestApplication> {
  @Controller()
  class BareController {
    @Get()
    @Header('Content-Type', type)
    answer(): string {
      return text;
    }
  }
  @Module({ controllers: [BareController] })
  class BareModule {}
  const app = await NestFactory.create(BareModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}
