import { createServer, Server, Socket } from 'node:net';

const HEADER_BYTES = 16;
const OP_MSG = 2013;
/** Header, flags, the kind of the first section, the length of its document, and the type of the first field. */
const COMMAND_NAME_AT = HEADER_BYTES + 4 + 1 + 4 + 1;
/** What the driver asks by itself. */
const OWN_COMMANDS = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);

/** What becomes of a command on its way: it goes through, never arrives, or arrives and its answer is lost. */
export type Fate = 'passes' | 'never arrives' | 'its answer is lost';

/**
 * A line to a server of the MongoDB protocol on which a command can be held up. When one is lost, the line is dead for
 * everybody until it is mended, as when a server or a network goes.
 */
export class HeldLink {
  private readonly sockets = new Set<Socket>();
  private commands = 0;
  private isDead = false;
  private hold: ((number: number) => Fate | Promise<Fate>) | null = null;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly target: number,
  ) {}

  static async to(target: number): Promise<HeldLink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = new HeldLink(server, (server.address() as { port: number }).port, target);
    server.on('connection', (near) => link.connect(near));
    return link;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}`;
  }

  /** Asks for the fate of each command from now on, counted from 1. */
  holdUp(hold: (number: number) => Fate | Promise<Fate>): void {
    this.commands = 0;
    this.hold = hold;
  }

  /** Lets everything through again. @returns how many commands there were since `holdUp`. */
  mend(): number {
    this.isDead = false;
    this.hold = null;
    return this.commands;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private connect(near: Socket): void {
    if (this.isDead) {
      near.destroy();
      return;
    }
    const far = new Socket();
    let losesAnswers = false;
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    far.connect(this.target, '127.0.0.1');
    far.on('data', (answer: Buffer) => {
      if (losesAnswers) this.cut();
      else near.write(answer);
    });
    let waiting: Promise<void> = Promise.resolve();
    let received = Buffer.alloc(0);
    near.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
        const message = received.subarray(0, received.readInt32LE(0));
        received = received.subarray(message.length);
        waiting = waiting.then(async () => {
          const fate = await this.fateOf(message);
          if (fate === 'never arrives') return this.cut();
          losesAnswers = fate === 'its answer is lost';
          far.write(message);
        });
      }
    });
  }

  private async fateOf(message: Buffer): Promise<Fate> {
    if (this.hold === null || message.readInt32LE(12) !== OP_MSG) return 'passes';
    const name = message.toString('latin1', COMMAND_NAME_AT, message.indexOf(0, COMMAND_NAME_AT));
    if (OWN_COMMANDS.has(name)) return 'passes';
    this.commands += 1;
    return this.hold(this.commands);
  }

  private cut(): void {
    this.isDead = true;
    for (const socket of this.sockets) socket.destroy();
  }
}
