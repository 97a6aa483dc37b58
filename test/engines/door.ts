import { connect, createServer, Server, Socket } from 'node:net';

/**
 * A door before a server: who goes through it talks to the server, until it is shut. Then every connection breaks and
 * new ones are refused, as when the server is killed; what the server has taken stays, as on its disk.
 */
export class Door {
  private readonly sockets = new Set<Socket>();
  private isOpen = true;

  private constructor(
    private readonly listener: Server,
    /** The port behind the door. */
    public behind: number,
  ) {}

  static async before(port: number): Promise<Door> {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const door = new Door(listener, port);
    listener.on('connection', (socket) => door.letIn(socket));
    return door;
  }

  get port(): number {
    return (this.listener.address() as { port: number }).port;
  }

  /** Breaks every connection; new ones are let in. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  shut(): void {
    this.isOpen = false;
    this.cut();
  }

  open(): void {
    this.isOpen = true;
  }

  async remove(): Promise<void> {
    this.shut();
    await new Promise<void>((resolve) => this.listener.close(() => resolve()));
  }

  private letIn(socket: Socket): void {
    socket.on('error', () => undefined);
    if (!this.isOpen) return void socket.destroy();
    const inner = connect(this.behind, '127.0.0.1');
    for (const one of [socket, inner]) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => this.sockets.delete(one));
      one.setNoDelay(true);
    }
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }
}
