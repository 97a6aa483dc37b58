import { existsSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { VerifyResult } from './event-store.port';
import { faultOfSchema, newerSchemaOf, openEventFileForReading, takeBackUnfinished } from './sqlite.schema';
import { EMPTY_STREAM, StreamHead } from './stored-event';
import { beginLogCheck, faultAt, LogCheck, UncheckedEvent, VerifyFault } from './verification';

const EVENTS_PER_PAGE = 1_000;
const STRUCTURE_FAULTS_SHOWN = 5;
/** Up to this size a start checks everything, in well under a second. */
const QUICK_CHECK_BYTES_LIMIT = 64 * 1024 * 1024;
/** What a start checks of the end of a larger log, where a torn write would be. */
const QUICK_CHECK_EVENTS = 1_000;

/**
 * Checks a whole event file: every event in the order of positions, then the length of the log and the structure of
 * the file with its indexes. Names the first bad event; position 0 when the file as such cannot be read.
 * Changes nothing and never throws on a damaged file. Events appended after the beginning are not looked at.
 */
export async function verifyEventFile(file: string, onProgress?: (position: number) => void): Promise<VerifyResult> {
  const opened = openForCheck(file);
  if ('fault' in opened) return opened;
  const { database } = opened;
  try {
    const reader = prepareReader(database);
    const head = reader.head();
    const check = beginLogCheck(0, reader.headBefore);
    while (check.position < head) {
      const fault = checkPage(reader, check, head);
      if (fault !== null) return fault;
      onProgress?.(check.position);
      await nextTurn();
    }
    return faultOfLength(reader, head) ?? faultOfStructure(database, 'integrity_check') ?? soundLog(check.events, head);
  } catch (error) {
    return faultOfFile(error);
  } finally {
    closeQuietly(database);
  }
}

/**
 * A bounded look at an event file before a process serves from it: every event and the structure of a file of up to
 * `wholeUpToBytes`; of a larger one that it opens, that its tables are ours and that the last 1,000 events hold: the
 * rest is for `verify`. A file that does not exist yet is sound, and so is one whose maker ended before anything was in
 * it. Never throws on a damaged file.
 */
export function quickCheckEventFile(file: string, wholeUpToBytes = QUICK_CHECK_BYTES_LIMIT): VerifyResult {
  if (!existsSync(file)) return soundLog(0, 0);
  const opened = openForCheck(file);
  if ('fault' in opened) return wasUnfinished(file) ? soundLog(0, 0) : opened;
  const { database } = opened;
  try {
    const reader = prepareReader(database);
    const head = reader.head();
    const isSmall = statSync(file).size <= wholeUpToBytes;
    const check = beginLogCheck(isSmall ? 0 : Math.max(0, head - QUICK_CHECK_EVENTS), reader.headBefore);
    while (check.position < head) {
      const fault = checkPage(reader, check, head);
      if (fault !== null) return fault;
    }
    const structure = isSmall ? faultOfStructure(database, 'quick_check') : null;
    return faultOfLength(reader, head) ?? structure ?? soundLog(check.events, head);
  } catch (error) {
    return faultOfFile(error);
  } finally {
    closeQuietly(database);
  }
}

function wasUnfinished(file: string): boolean {
  try {
    return takeBackUnfinished(file);
  } catch {
    // What is wrong with it is known already.
    return false;
  }
}

function openForCheck(file: string): { readonly database: Database.Database } | VerifyFault {
  let database: Database.Database | undefined;
  try {
    database = openEventFileForReading(file);
    const newer = newerSchemaOf(database);
    const fault = faultOfSchema(database);
    if (fault === null) return { database };
    closeQuietly(database);
    return newer === null ? faultAt(0, 'file', fault) : faultAt(0, 'newer', newer.message);
  } catch (error) {
    if (database !== undefined) closeQuietly(database);
    return faultOfFile(error);
  }
}

function soundLog(events: number, head: number): VerifyResult {
  return { ok: true, events, head };
}

function faultOfFile(error: unknown, position = 0): VerifyFault {
  return faultAt(position, 'file', error instanceof Error ? error.message : String(error));
}

/** Closing a damaged file may fail as well; by then the fault is known. */
function closeQuietly(database: Database.Database): void {
  try {
    database.close();
  } catch {
    return;
  }
}

interface Reader {
  head(): number;
  headBefore(stream: string, position: number): StreamHead;
  page(after: number, upTo: number, limit: number): UncheckedEvent[];
  lastPosition(): number;
}

function prepareReader(database: Database.Database): Reader {
  const head = database.prepare<[], number>('SELECT position FROM log_head WHERE id = 1').pluck();
  const lastPosition = database.prepare<[], number>('SELECT ifnull(max(position), 0) FROM events').pluck();
  const headBefore = database.prepare<[string, number], StreamHead>(
    'SELECT revision, hash FROM events WHERE stream = ? AND position < ? ORDER BY revision DESC LIMIT 1',
  );
  const page = database.prepare<[number, number, number], UncheckedEvent>(
    `SELECT position, event_id AS eventId, stream, revision, type, version, account, period,
       amount_kopecks AS amountKopecks, effective_on AS effectiveOn, previous_hash AS previousHash, hash, metadata, data
     FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`,
  );
  return {
    head() {
      const found = head.get();
      if (!Number.isSafeInteger(found)) throw new RangeError('The file does not say how long its log is');
      return found as number;
    },
    headBefore: (stream, position) => headBefore.get(stream, position) ?? EMPTY_STREAM,
    page: (after, upTo, limit) => page.all(after, upTo, limit),
    lastPosition: () => lastPosition.get() as number,
  };
}

/** Checks one page; where the page cannot be read, event by event, so that the one that cannot is named. */
function checkPage(reader: Reader, check: LogCheck, head: number): VerifyFault | null {
  let page: UncheckedEvent[];
  try {
    page = reader.page(check.position, head, EVENTS_PER_PAGE);
  } catch {
    return checkOneByOne(reader, check, head);
  }
  return checkEvents(check, page);
}

function checkOneByOne(reader: Reader, check: LogCheck, head: number): VerifyFault | null {
  const last = Math.min(head, check.position + EVENTS_PER_PAGE);
  while (check.position < last) {
    let page: UncheckedEvent[];
    try {
      page = reader.page(check.position, head, 1);
    } catch (error) {
      return faultOfFile(error, check.position + 1);
    }
    const fault = checkEvents(check, page);
    if (fault !== null) return fault;
  }
  return null;
}

function checkEvents(check: LogCheck, page: readonly UncheckedEvent[]): VerifyFault | null {
  for (const event of page) {
    const fault = check.check(event);
    if (fault !== null) return fault;
  }
  if (page.length > 0) return null;
  return faultAt(check.position + 1, 'position', `The log has no event at position ${check.position + 1}`);
}

function faultOfLength(reader: Reader, head: number): VerifyFault | null {
  const [last, headNow] = [reader.lastPosition(), reader.head()];
  if (headNow >= last) return null;
  return faultAt(
    Math.max(head, headNow) + 1,
    'position',
    `The log says that it ends at ${headNow} and goes on to ${last}`,
  );
}

/** The database's own check: pages, cells, and that every index says what its table says. */
function faultOfStructure(database: Database.Database, kind: 'integrity_check' | 'quick_check'): VerifyFault | null {
  const messages = database.prepare<[], string>(`PRAGMA ${kind}(${STRUCTURE_FAULTS_SHOWN})`).pluck().all();
  if (messages.length === 1 && messages[0] === 'ok') return null;
  const rows = messages.flatMap((message) => /\brow (\d+)\b/.exec(message)?.[1] ?? []).map(Number);
  return faultAt(rows.length === 0 ? 0 : Math.min(...rows), 'file', messages.join('; '));
}
