import {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerUnaryCall,
  status,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ServerFeaturesService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb';
import {
  SupportedMethod,
  SupportedMethods,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import { StreamsService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb';
import { Door } from '../door';
import { append, batchAppend } from './appending';
import { Expected, KeptLog, Proposed, Written } from './log';
import { askedOf, kindOf, read, ReadCall, streamOf } from './reading';

export type Cut = 'before_it_is_written' | 'after_it_was_written';

/**
 * A server that speaks the protocol of KurrentDB as far as this adapter asks it, in memory, for tests: it is not KurrentDB.
 * It shows that the real client and this adapter agree about the protocol and stand failures of the network; what KurrentDB
 * itself does is shown where an address or Docker is given. A door stands before it, which can be shut in the middle of a call.
 */
export class KurrentProtocolServer {
  readonly log = new KeptLog();
  private server: Server | null = null;
  /** Reads of the log that were asked for so far; subscriptions are none. */
  logReads = 0;
  /** How many reads of streams were under way at the same time at most. */
  mostStreamReads = 0;
  /** How many bytes of an append, and of one event of it, are taken. */
  takes = { append: Infinity, event: Infinity };
  /** Appends that it did not take for their size so far. */
  tooLarge = 0;
  /** How long the read of a stream takes, in milliseconds. */
  takesMs: (stream: string) => number = () => 0;
  private keptWaiting: ((call: ReadCall) => boolean) | null = null;
  private readonly waiting: (() => void)[] = [];
  private streamReads = 0;
  private cutNext: Cut | null = null;
  private silentFor = 0;

  private constructor(private readonly door: Door) {}

  static async start(): Promise<KurrentProtocolServer> {
    const server = new KurrentProtocolServer(await Door.before(0));
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.door.port}?tls=false`;
  }

  /** Cuts every connection at the next append, at this moment of it. */
  cutAtNextAppend(when: Cut): void {
    this.cutNext = when;
  }

  /** Takes the next appends without an answer, not written. */
  beSilentFor(appends: number): void {
    this.silentFor = appends;
  }

  /** Answers reads of this kind that ask for so many events or more when it is told to. */
  keepWaiting(kind: 'stream' | 'page', events = 0): void {
    this.keptWaiting = (call) => kindOf(call) === kind && askedOf(call) >= events;
  }

  /** How many reads it keeps waiting. */
  get waitingReads(): number {
    return this.waiting.length;
  }

  answerWaiting(): void {
    this.keptWaiting = null;
    for (const answer of this.waiting.splice(0)) answer();
  }

  /** Breaks every connection. */
  cut(): void {
    this.door.cut();
  }

  stop(): void {
    this.door.shut();
    this.server?.forceShutdown();
    this.server = null;
  }

  /** Starts at the same address with the log that it had; the ids that it remembered are forgotten. */
  async startAgain(): Promise<void> {
    this.log.restart();
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const write = (stream: string, expected: Expected, events: readonly Proposed[]) =>
      this.write(stream, expected, events);
    const unknown = (_: unknown, answer: sendUnaryData<never>) => answer({ code: status.UNIMPLEMENTED });
    const streams: UntypedServiceImplementation = {
      read: (call: ReadCall) => this.read(call),
      append: (call: Parameters<typeof append>[1], answer: Parameters<typeof append>[2]) => append(write, call, answer),
      batchAppend: (call: Parameters<typeof batchAppend>[1]) => batchAppend(write, call),
      delete: unknown,
      tombstone: unknown,
    };
    server.addService(StreamsService, streams);
    server.addService(ServerFeaturesService, { getSupportedMethods });
    this.door.behind = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    this.server = server;
    this.door.open();
  }

  async remove(): Promise<void> {
    this.stop();
    await this.door.remove();
  }

  private read(call: ReadCall): void {
    if (this.keptWaiting?.(call)) {
      call.on('error', () => undefined);
      this.waiting.push(() => this.read(call));
      return;
    }
    const stream = streamOf(call);
    if (stream === null) {
      if (!call.request.getOptions()?.hasSubscription()) this.logReads += 1;
      return read(this.log, call);
    }
    this.streamReads += 1;
    this.mostStreamReads = Math.max(this.mostStreamReads, this.streamReads);
    const answer = () => {
      this.streamReads -= 1;
      read(this.log, call);
    };
    const milliseconds = this.takesMs(stream);
    if (milliseconds === 0) answer();
    else setTimeout(answer, milliseconds);
  }

  /** By the bytes of data and metadata, and two of each character of the type, as KurrentDB counts. */
  private refusalOf(events: readonly Proposed[]): Written | null {
    const sizes = events.map(({ type, data, metadata }) => 2 * type.length + data.length + metadata.length);
    if (Math.max(...sizes) > this.takes.event) return { kind: 'too_large', what: 'event', limit: this.takes.event };
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    return whole > this.takes.append ? { kind: 'too_large', what: 'append', limit: this.takes.append } : null;
  }

  private write(stream: string, expected: Expected, events: readonly Proposed[]): Written | null {
    const cut = this.cutNext;
    this.cutNext = null;
    if (this.silentFor > 0) {
      this.silentFor -= 1;
      return null;
    }
    const refusal = this.refusalOf(events);
    if (refusal !== null) {
      this.tooLarge += 1;
      return refusal;
    }
    if (cut !== 'before_it_is_written') {
      const written = this.log.write(stream, expected, events);
      if (cut === null) return written;
    }
    this.cut();
    return null;
  }
}

/** The methods by which the client tells what a server can do: this one takes batches. */
function getSupportedMethods(_: ServerUnaryCall<unknown, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) {
  const methods = ['read', 'append', 'batchappend'].map((name) =>
    new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  answer(null, new SupportedMethods().setEventStoreServerVersion('25.1.0').setMethodsList(methods));
}
