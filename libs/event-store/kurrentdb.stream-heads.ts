import { KurrentReading } from './kurrentdb.reading';
import { headOf } from './kurrentdb.mapping';
import { EMPTY_STREAM, PreparedAppend, StreamHead } from './stored-event';
import { NO_STREAM } from './event-store.port';

/** Streams whose last event is remembered; the hash of another one is read before an append to it. */
const REMEMBERED_STREAMS = 50_000;
const READS_AT_ONCE = 32;

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

  /** Reads what appends will build on and this process has not seen. Throws StorageError. */
  async look(appends: readonly PreparedAppend[]): Promise<void> {
    const unseen = new Map<string, PreparedAppend>();
    for (const append of appends) {
      const known = this.heads.get(append.stream)?.revision ?? NO_STREAM;
      if (append.expectedRevision > known) unseen.set(append.stream, append);
    }
    const rest = [...unseen.values()];
    while (rest.length > 0) {
      await Promise.all(
        rest.splice(0, READS_AT_ONCE).map(async ({ stream, expectedRevision }) => {
          const [event] = await this.reading.streamPage(stream, expectedRevision, 1);
          if (event !== undefined) this.see(stream, headOf(event));
        }),
      );
    }
  }
}
