/** How much room KurrentDB keeps around the bytes of a record of 16 MiB, which is the largest that its log takes. */
const ROOM_OF_A_RECORD = 10_000;

/**
 * The bytes of an append, and of one event of it, that KurrentDB has to take: by itself it takes 1 MiB. Two bytes a
 * character of Russian and at most three of any other, the largest payload of the port fits. The server does not start
 * when it is told to take more than this.
 */
export const KURRENT_APPEND_BYTES = 16 * 1024 * 1024 - ROOM_OF_A_RECORD;

/** What a server has to be told, by the names of its options. */
export const KURRENT_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['max-append-size', String(KURRENT_APPEND_BYTES)],
  ['max-append-event-size', String(KURRENT_APPEND_BYTES)],
]);

/** The variable of the server's environment that stands for an option of its command line. */
export function kurrentVariable(option: string): string {
  return `KURRENTDB_${option.toUpperCase().replaceAll('-', '_')}`;
}
