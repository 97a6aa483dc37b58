import { ServerWritableStream, status } from '@grpc/grpc-js';
import { StreamIdentifier, UUID } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { nameOf } from './appending';
import { KeptEvent, KeptLog } from './log';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The stream that is to be read; null where it is the log. */
export function streamOf(call: ReadCall): string | null {
  const options = call.request.getOptions();
  return options?.hasStream() ? nameOf(options.getStream()?.getStreamIdentifier()) : null;
}

/** What is read: the events of a stream, some of the log in their order, its end, or the log for as long as it goes on. */
export function kindOf(call: ReadCall): 'stream' | 'page' | 'end' | 'subscription' {
  const options = call.request.getOptions();
  if (options?.hasStream()) return 'stream';
  if (options?.hasSubscription()) return 'subscription';
  return options?.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS ? 'end' : 'page';
}

/** How many events it asks for at most. */
export function askedOf(call: ReadCall): number {
  return Number(call.request.getOptions()?.getCount() ?? 0);
}

/** Reads a stream or the whole log, once or going on with what is written later. */
export function read(log: KeptLog, call: ReadCall): void {
  const options = call.request.getOptions() as ReadReq.Options;
  call.on('error', () => undefined);
  if (options.hasStream()) readStream(log, call, options);
  else if (options.hasSubscription()) follow(log, call, options);
  else readAll(log, call, options);
}

function readStream(log: KeptLog, call: ReadCall, options: ReadReq.Options): void {
  const asked = options.getStream() as ReadReq.Options.StreamOptions;
  const events = log.stream(nameOf(asked.getStreamIdentifier()));
  if (events.length === 0) {
    const nothing = new ReadResp.StreamNotFound().setStreamIdentifier(asked.getStreamIdentifier());
    call.write(new ReadResp().setStreamNotFound(nothing));
    call.end();
    return;
  }
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const given = asked.hasRevision() ? Number(asked.getRevision()) : null;
  const found = isBackwards
    ? events.filter(({ revision }) => revision <= (given ?? Infinity)).reverse()
    : events.filter(({ revision }) => revision >= (given ?? (asked.hasEnd() ? Infinity : 0)));
  send(call, options, found.slice(0, Number(options.getCount())));
  call.end();
}

/** Real positions are places in a file: one that is not the place of an event cannot be read from. */
function startOf(log: KeptLog, options: ReadReq.Options): number | null {
  const all = options.getAll() as ReadReq.Options.AllOptions;
  if (all.hasStart()) return -1;
  if (all.hasEnd()) return Infinity;
  const position = Number(all.getPosition()?.getCommitPosition());
  return log.events.some((event) => event.position === position) ? position : null;
}

function readAll(log: KeptLog, call: ReadCall, options: ReadReq.Options): void {
  const start = startOf(log, options);
  if (start === null) return refuse(call);
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const wanted = wantedBy(options);
  // A backward read begins below the position that is given, a forward one with it.
  const found = isBackwards
    ? log.events.filter((event) => event.position < start && wanted(event)).reverse()
    : log.events.filter((event) => event.position >= start && wanted(event));
  send(call, options, found.slice(0, Number(options.getCount())));
  call.end();
}

function refuse(call: ReadCall): void {
  call.emit('error', { code: status.INVALID_ARGUMENT, details: 'Not the position of an event' });
}

/** Tells what is written behind a position, how far it has looked, and that it has caught up. */
function follow(log: KeptLog, call: ReadCall, options: ReadReq.Options): void {
  const start = startOf(log, options);
  if (start === null) return refuse(call);
  const wanted = wantedBy(options);
  call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('1')));
  const isBehind = ({ position }: KeptEvent) => position > start;
  let next = start === Infinity ? log.events.length : log.events.findIndex(isBehind);
  if (next === -1) next = log.events.length;
  let sinceCheckpoint = 0;
  const goOn = () => {
    for (; next < log.events.length; next += 1) {
      const event = log.events[next] as KeptEvent;
      if (wanted(event)) send(call, options, [event]);
      sinceCheckpoint += 1;
      if (sinceCheckpoint < 2) continue;
      sinceCheckpoint = 0;
      const place = String(event.position);
      call.write(
        new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(place).setPreparePosition(place)),
      );
    }
  };
  goOn();
  call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
  const stop = log.onWritten(goOn);
  call.on('cancelled', () => {
    stop();
    call.end();
  });
}

function wantedBy(options: ReadReq.Options): (event: KeptEvent) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  if (!expression) return () => true;
  const subject = (event: KeptEvent) => (byStream ? event.stream : event.type);
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  return (event) =>
    prefixes.length > 0 ? prefixes.some((prefix) => subject(event).startsWith(prefix)) : pattern.test(subject(event));
}

function send(call: ReadCall, options: ReadReq.Options, events: readonly KeptEvent[]): void {
  const isStructured = options.getUuidOption()?.hasStructured() === true;
  for (const event of events) {
    const place = String(event.position);
    const recorded = new ReadResp.ReadEvent.RecordedEvent()
      .setId(uuidOf(event.id, isStructured))
      .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(event.stream)))
      .setStreamRevision(String(event.revision))
      .setCommitPosition(place)
      .setPreparePosition(place)
      .setCustomMetadata(event.metadata)
      .setData(event.data);
    recorded.getMetadataMap().set('type', event.type);
    recorded.getMetadataMap().set('content-type', event.contentType);
    recorded.getMetadataMap().set('created', event.createdTicks);
    call.write(new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(place)));
  }
}

function uuidOf(text: string, isStructured: boolean): UUID {
  if (!isStructured) return new UUID().setString(text);
  const hex = text.replaceAll('-', '');
  const [most, least] = [hex.slice(0, 16), hex.slice(16)].map((half) =>
    BigInt.asIntN(64, BigInt(`0x${half}`)).toString(),
  ) as [string, string];
  return new UUID().setStructured(new UUID.Structured().setMostSignificantBits(most).setLeastSignificantBits(least));
}
