import { Controller, Get, INestApplication, Module, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request } from 'express';
import type { Writable } from 'node:stream';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin, configureHttp, correlationIdOf, currentTrace, RequestTrace } from '#libs/platform';
import { ClientsModule } from '../clients.module';
import { createClients } from '../create-clients';
import { defineClient } from '../define-client';

export const KEY = 'the-key-of-the-library-in-this-test';

export interface Shelf {
  readonly name: string;
  readonly books: AsyncIterable<string>;
}

/** A port with a method of every kind. */
export interface LibraryClient {
  find(title: string, more?: ReadonlyMap<string, Date>): Promise<unknown>;
  lend(title: string, origin: CommandOrigin): Promise<number>;
  sell(title: string): Promise<void>;
  ticket(title: string, origin: CommandOrigin): Promise<string>;
  titles(of: string): AsyncIterable<string>;
  shelf(name: string): Promise<Shelf | null>;
  print(title: string, output: Writable): Promise<void>;
}

export const LIBRARY = Symbol('LIBRARY');

export const libraryClient = defineClient<LibraryClient>()({
  name: 'library',
  token: LIBRARY,
  operations: {
    find: 'ask',
    lend: 'tell',
    sell: 'tell',
    ticket: 'once',
    titles: 'stream',
    shelf: 'headed',
    print: 'write',
  },
});

export function originOf(commandId: string): CommandOrigin {
  return { commandId, correlationId: 'correlation-1', causationId: null, actor: 'staff:test', input: null };
}

/** Told to the test by the library in its own process. */
export class Library implements LibraryClient {
  readonly traces: (RequestTrace | null)[] = [];
  produced = 0;
  /** Resolves when the generator of titles was ended. */
  readonly ended: Promise<void>;
  private end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  async find(title: string, ...more: unknown[]): Promise<unknown> {
    this.traces.push(currentTrace());
    if (title === 'refused') throw new RejectedError(new Rejection('NOT_FOUND', { title, code: '1234-5678-9012-3' }));
    if (title === 'broken') throw new Error('a secret of the library');
    return { title, more, isKept: undefined };
  }

  async lend(title: string, origin: CommandOrigin): Promise<number> {
    return title.length + origin.commandId.length;
  }

  async sell(): Promise<void> {}

  async ticket(title: string): Promise<string> {
    return `ticket for ${title}`;
  }

  async *titles(of: string): AsyncGenerator<string> {
    try {
      if (of === 'nobody') throw new RejectedError(new Rejection('NOT_FOUND', { of }));
      for (let count = 0; of === 'everybody' || count < 3; count += 1) {
        if (of === 'a fault' && count === 2) throw new RejectedError(new Rejection('TABLE_TOO_LONG', { most: 2 }));
        this.produced += 1;
        yield of === 'everybody' ? 'x'.repeat(10_000) : `${of} ${String(count)}`;
      }
    } finally {
      this.end();
    }
  }

  async shelf(name: string): Promise<Shelf | null> {
    return name === 'none' ? null : { name, books: this.titles(name) };
  }

  async print(title: string, output: Writable): Promise<void> {
    if (title === 'refused') throw new RejectedError(new Rejection('NOT_FOUND', { title }));
    await new Promise<void>((resolve) => output.write(Buffer.alloc(100_000, title), () => resolve()));
    if (title === 'half') throw new Error('out of paper');
    await new Promise<void>((resolve) => output.end('the end', resolve));
  }
}

@Controller('library')
class OtherController {
  @Get()
  correlation(@Req() request: Request): string {
    return correlationIdOf(request);
  }
}

@Module({ controllers: [OtherController] })
class OtherModule {}

export interface RunningLibrary {
  readonly library: Library;
  readonly url: string;
  client(key?: string): LibraryClient;
  close(): Promise<void>;
}

/** The library as a process serves it: behind its key, under everything that stands before controllers. */
export async function runLibrary(): Promise<RunningLibrary> {
  const library = new Library();
  const others = new Map([[LIBRARY, library]]);
  const served = ClientsModule.forRoot({ definitions: [libraryClient], others });
  const app: INestApplication = await NestFactory.create(
    { module: OtherModule, imports: [served] },
    { bodyParser: false, logger: false },
  );
  configureHttp(app, { allowedHosts: [], servicesKey: KEY });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const closing: (() => void)[] = [];
  return {
    library,
    url,
    client(key = KEY) {
      const clients = createClients([{ service: 'library', address: url, definitions: [libraryClient] }], key);
      closing.push(() => clients.close());
      return clients.byToken.get(LIBRARY) as LibraryClient;
    },
    async close() {
      for (const close of closing) close();
      await app.close();
    },
  };
}
