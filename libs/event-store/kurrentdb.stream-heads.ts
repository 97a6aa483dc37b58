import { KurrentReading } from './kurrentdb.reading';
import { headOf } from './kurrentdb.mapping';
import { EMPTY_STREAM, PreparedAppend, StreamHead } from './stored-event';
import { NO_STREAM } from './event-store.port';

/** Streams whose last event is remembered; the hash of another one is read before an append to it. */
const REMEMBERED_STREAMS = 50_000;

/** The last events of streams as far as this process has seen them: the next event is sealed with the hash of the last. */
export class StreamHeads {
  private readonly heads = new Map<string, StreamHead>();

  constructor(private readonly reading: KurrentReading) {}

  /** Remembers what was seen; an older head than the one that is known is passed by. */
  see(stream: string, head: StreamHead): void {
    if ((this.heads.get(stream)?.revision ?? NO_STREAM) > head.revision) return;
    this.heads.delete(stream);
    this.heads.set(stream, head);
    if (this.heads.size <= REMEMBERED_STREAMS) return;
    for (const oldest of this.heads.keys()) {
      this.heads.delete(oldest);
      return;
    }
  }

  /** What was seen is of another log. */
  forget(): void {
    this.heads.clear();
  }

  /** The head on which an append builds; null where the stream is known to be elsewhere, or not known. */
  of({ stream, expectedRevision }: PreparedAppend): StreamHead | null {
    const head = this.heads.get(stream);
    if (head !== undefined) return head.revision === expectedRevision ? head : null;
    return expectedRevision === NO_STREAM ? EMPTY_STREAM : null;
  }

  /** Reads what an append will build on where this process has not seen it. Throws StorageError. */
  async look({ stream, expectedRevision }: PreparedAppend): Promise<void> {
    if (expectedRevision <= (this.heads.get(stream)?.revision ?? NO_STREAM)) return;
    const [event] = await this.reading.streamPage(stream, expectedRevision, 1);
    if (event !== undefined) this.see(stream, headOf(event));
  }
}
