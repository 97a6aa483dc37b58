import { INestApplication } from '@nestjs/common';
import type { AddressInfo, Server } from 'node:net';

/** Where an application listens. */
export function urlOf(app: INestApplication): string {
  const { address, port, family } = (app.getHttpServer() as Server).address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
