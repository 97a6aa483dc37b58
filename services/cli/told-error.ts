/** What a file system and the database say when there is no room left. */
const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** What a person at the command line is told of an error that no command has words for: its code first, where it has one. */
export function toldError(error: unknown): string {
  if (isOfNoRoom(error)) {
    return (
      'NO_ROOM_LEFT: the disk of the data is full. Free some room and give the same command again: ' +
      'everything done so far is kept, and nothing is half written.'
    );
  }
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // Errors of files and of the network begin with their code already.
  return typeof code === 'string' && !message.startsWith(code) ? `${code}: ${message}` : message;
}

/** A store that was in the way of the disk names it as its cause. */
function isOfNoRoom(error: unknown): boolean {
  return NO_ROOM.has(codeOf(error)) || (error instanceof Error && error.cause !== undefined && isOfNoRoom(error.cause));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
