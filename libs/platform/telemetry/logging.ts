import { DynamicModule } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { correlationIdOf } from '../http/correlation';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What never stands in a log line, wherever somebody puts it. */
const SECRET_FIELDS = [
  'code',
  'accessCode',
  'login',
  'password',
  'pepper',
  'secret',
  'token',
  'cookie',
  'authorization',
  'phone',
  'email',
  'name',
  'fullName',
  'text',
];
/** Asked for every few seconds by machines. */
const QUIET_PATHS = /^\/(health|metrics)(\/|$)/;

export interface LoggingOptions {
  readonly level: LogLevel;
  /** Standard output where absent. */
  readonly destination?: DestinationStream;
}

/** One JSON line for each thing that happened; lines of one request share its correlation id. */
export function loggingModule({ level, destination }: LoggingOptions): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level,
      ...(destination === undefined ? {} : { stream: destination }),
      genReqId: (request: IncomingMessage) => correlationIdOf(request),
      customAttributeKeys: { reqId: 'correlationId' },
      quietReqLogger: true,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      autoLogging: { ignore: (request: IncomingMessage) => QUIET_PATHS.test(request.url ?? '') },
      // Headers and queries are not logged at all: what is not there needs no redaction.
      serializers: {
        req: (request: { method: string; url: string }) => ({ method: request.method, path: pathOf(request.url) }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      },
      customLogLevel: (_request: IncomingMessage, response: ServerResponse) =>
        response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'info',
    },
  });
}

/**
 * An access code that somebody has put into an address by mistake, in its groups or in one, and tokens of one-time links,
 * which stand there by their nature.
 */
const SECRETS_OF_PATHS =
  /(?<![0-9A-Za-z])\d{4}(?:[-.+\s]|%20)?\d{4}(?:[-.+\s]|%20)?\d{4}(?:[-.+\s]|%20)?\d(?![0-9A-Za-z])|[0-9A-Za-z_-]{40,}/g;

export function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '').replace(SECRETS_OF_PATHS, '[redacted]');
}
