import { Metadata, sendUnaryData, ServerDuplexStream, ServerReadableStream, ServiceError, status } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { Code } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb';
import {
  AllStreamPosition,
  Empty,
  MaximumAppendSizeExceeded,
  StreamIdentifier,
  UUID,
  WrongExpectedVersion,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import { Status } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb';
import {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { Expected, Proposed, Written } from './log';

/** Writes, or has been told not to answer: null. */
export type Write = (stream: string, expected: Expected, events: readonly Proposed[]) => Written | null;

/** One append as a call of its own: the stream first, then its events. */
export function append(
  write: Write,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  call.on('data', (request: AppendReq) => {
    const message = request.getProposedMessage();
    if (request.hasOptions()) options = request.getOptions();
    else if (message) events.push(proposed(message));
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    if (!options) return;
    const written = write(nameOf(options.getStreamIdentifier()), expectedOf(options), events);
    if (written === null) return;
    if (written.kind === 'too_large') answer(refusalOf(written), null);
    else answer(null, responseOf(written));
  });
}

interface Gathered {
  readonly options: BatchAppendReq.Options;
  readonly events: Proposed[];
}

/** Many appends over one call, each with a mark of its own by which its answer is found. */
export function batchAppend(write: Write, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const gathered = new Map<string, Gathered>();
  call.on('error', () => undefined);
  call.on('end', () => call.end());
  call.on('data', (request: BatchAppendReq) => {
    const mark = idOf(request.getCorrelationId());
    const options = request.getOptions() ?? gathered.get(mark)?.options;
    if (options === undefined) return;
    const one = gathered.get(mark) ?? { options, events: [] };
    gathered.set(mark, one);
    one.events.push(...request.getProposedMessagesList().map(proposed));
    if (!request.getIsFinal()) return;
    gathered.delete(mark);
    const stream = nameOf(options.getStreamIdentifier());
    const written = write(stream, batchExpectedOf(options), one.events);
    if (written === null) return;
    const response = batchResponseOf(written, options);
    response.setCorrelationId(request.getCorrelationId());
    response.setStreamIdentifier(options.getStreamIdentifier());
    call.write(response);
  });
}

function proposed(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  return {
    id: idOf(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function nameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

/** A UUID as text; it also travels as two numbers of 64 bits. */
function idOf(id: UUID | undefined): string {
  const structured = id?.getStructured();
  if (!structured) return id?.getString() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

function batchExpectedOf(options: BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

type TooLarge = Extract<Written, { kind: 'too_large' }>;

/** The client knows the first by its mark, the second not at all. */
function refusalOf({ what, limit }: TooLarge): Partial<ServiceError> {
  const metadata = new Metadata();
  const of = what === 'append' ? 'append' : 'append-event';
  metadata.set('exception', `maximum-${of}-size-exceeded`);
  metadata.set(`maximum-${of}-size`, String(limit));
  const details =
    what === 'append'
      ? `Maximum Append Size of ${limit} Exceeded.`
      : `Event with Id: 1, Size: ${limit + 1}, exceeds Maximum Append Event Size of ${limit}.`;
  return { code: status.INVALID_ARGUMENT, details, metadata };
}

function responseOf(written: Exclude<Written, TooLarge>): AppendResp {
  const response = new AppendResp();
  if (written.kind === 'wrong_version') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (written.actual === -1) wrong.setCurrentNoStream(new Empty());
    else wrong.setCurrentRevision(String(written.actual));
    return response.setWrongExpectedVersion(wrong);
  }
  const position = new AppendResp.Position();
  position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
  const success = new AppendResp.Success().setCurrentRevision(String(written.revision)).setPosition(position);
  return response.setSuccess(success);
}

function batchResponseOf(written: Written, options: BatchAppendReq.Options): BatchAppendResp {
  const response = new BatchAppendResp();
  if (written.kind === 'wrong_version') {
    const wrong = new WrongExpectedVersion();
    if (written.actual === -1) wrong.setCurrentNoStream(new GoogleEmpty());
    else wrong.setCurrentStreamRevision(String(written.actual));
    if (options.hasStreamPosition()) wrong.setExpectedStreamPosition(options.getStreamPosition());
    else wrong.setExpectedNoStream(new GoogleEmpty());
    const details = new Any();
    details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
    const error = new Status().setCode(Code.FAILED_PRECONDITION).setMessage('WrongExpectedVersion');
    return response.setError(error.setDetails(details));
  }
  if (written.kind === 'too_large') {
    const name = written.what === 'append' ? 'MaximumAppendSizeExceeded' : 'MaximumAppendEventSizeExceeded';
    const details = new Any();
    // Of an event the client knows no such answer, whatever stands in it.
    details.pack(
      new MaximumAppendSizeExceeded().setMaxappendsize(written.limit).serializeBinary(),
      `event_store.client.${name}`,
    );
    return response.setError(new Status().setCode(Code.INVALID_ARGUMENT).setMessage(name).setDetails(details));
  }
  const position = new AllStreamPosition();
  position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
  const success = new BatchAppendResp.Success().setCurrentRevision(String(written.revision)).setPosition(position);
  return response.setSuccess(success);
}
