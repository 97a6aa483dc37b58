import { EventStore } from './event-store.port';

/** The same store by another object, of which whoever makes it does some methods otherwise: `{ ...forwarding(store), append }`. */
export function forwarding(store: EventStore): EventStore {
  return {
    hasGaps: store.hasGaps,
    append: (append) => store.append(append),
    appendMany: (appends) => store.appendMany(appends),
    readStream: (stream, fromRevision) => store.readStream(stream, fromRevision),
    readStreams: (streams) => store.readStreams(streams),
    readAll: (options) => store.readAll(options),
    findEvent: (eventId, at) => store.findEvent(eventId, at),
    head: () => store.head(),
    eventsBehind: (position) => store.eventsBehind(position),
    knowAllStreams: (givenUp) => store.knowAllStreams(givenUp),
    knownLog: () => store.knownLog(),
    lastEvent: () => store.lastEvent(),
    onAppended: (listener) => store.onAppended(listener),
    verify: (onProgress) => store.verify(onProgress),
    close: () => store.close(),
  };
}
