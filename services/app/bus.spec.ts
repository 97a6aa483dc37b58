import { INestApplication, LoggerService } from '@nestjs/common';
import { BusServer, BusServerOptions } from '#libs/messaging';
import { Stack } from '#libs/platform';
import { connectServers, reportsOfBus } from './bus';
import { ServiceParts } from './services';

/** What the server of billing was given, and the lines that its reports become. */
function connected() {
  const lines: unknown[][] = [];
  const line = (level: string) => (told: unknown, text: unknown) => void lines.push([level, told, text]);
  const logger = { log: line('log'), warn: line('warn'), error: line('error') } as LoggerService;
  const given: BusServerOptions[] = [];
  const server = (options: BusServerOptions) => {
    given.push(options);
    return {} as BusServer;
  };
  const app = { connectMicroservice: () => ({ useGlobalFilters: () => undefined }) } as unknown as INestApplication;
  const stack = { transport: { server }, clock: { now: () => '2026-11-28T08:00:00.000Z' } } as unknown as Stack;
  const billing = { consumer: Symbol('kvitok.billing') } as ServiceParts;
  connectServers(app, stack, [billing], { follow: true, ...reportsOfBus(logger) });
  return { options: given[0] as BusServerOptions, lines };
}

it('says when the log is read before messages are taken, and when it was, with the events', () => {
  const { options, lines } = connected();
  options.onReadingLog?.(0, 17_000_123);
  options.onLogRead?.(12_345);
  expect(lines).toEqual([
    ['log', { consumer: 'kvitok.billing', upTo: 0, head: 17_000_123 }, 'The log is read before messages are taken'],
    ['log', { consumer: 'kvitok.billing', events: 12_345 }, 'The log is read: messages are taken from here on'],
  ]);
});
