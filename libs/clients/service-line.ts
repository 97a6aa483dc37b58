import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { Agent as HttpAgent, ClientRequest, IncomingMessage, request as httpRequest, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { CALL_TYPE, CORRELATION_HEADER, currentTrace, TRACE_HEADER } from '#libs/platform';
import { ANSWER_WITHIN_MILLISECONDS } from './define-client';
import { NoPlaceError, Places } from './places';
import { ServiceAwayError } from './service-errors';

/** A service that is not even there is known to be away soon. */
const CONNECT_WITHIN_MILLISECONDS = 2_000;
/** Shorter than servers keep an idle connection, so that no request goes out on one that is being closed. */
const IDLE_MILLISECONDS = 3_000;
/** So many failures in a row, and the service is left alone for a moment. */
const FAILURES_MAX = 5;
/** Then one request finds out whether it is back. */
export const REST_MILLISECONDS = 5_000;
/** Besides the first. */
const REPETITIONS_MAX = 2;
const FIRST_PAUSE_MILLISECONDS = 50;
const PAUSE_MILLISECONDS_MAX = 500;
/** Requests to one service at a time, and those that wait for their turn; of such as may take long as many again. */
export const AT_ONCE_MAX = 64;
const WAITING_MAX = 256;
/** The part of its time for which a request waits for its turn: with less than the rest it would only make the service look slow. */
const WAITS_AT_MOST = 0.5;
/** Those that are asked, and as many on which streams are read, which hold no place any more. */
const SOCKETS_MAX = AT_ONCE_MAX * 3;

export interface Call {
  readonly path: string;
  readonly body: Buffer;
  /**
   * From the call until the head of the answer is there, with the wait for its turn and all repetitions; `read` takes its
   * own time where it reads a stream.
   */
  readonly withinMilliseconds: number;
  /** Whether doing it twice is doing it once. */
  readonly isRepeatable: boolean;
  /** Whether it does something, and does not only ask. */
  readonly isCommand: boolean;
}

/** `closed` is well; `open` is left alone; `half-open` is being tried. */
export type LineState = 'closed' | 'open' | 'half-open';

const STATES: Readonly<Record<CircuitState, LineState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/**
 * The way to one service: connections that are kept, a limit of what is asked at once, repetitions where they do no harm,
 * and a breaker that spares a service which does not answer. What the service answers, a refusal too, is an answer.
 */
export class ServiceLine {
  private readonly url: URL;
  private readonly kept: HttpAgent;
  private readonly request: typeof httpRequest;
  private readonly breaker = circuitBreaker(handleWhen(isAway), {
    halfOpenAfter: REST_MILLISECONDS,
    breaker: new ConsecutiveBreaker(FAILURES_MAX),
  });
  private readonly places = new Places(AT_ONCE_MAX, WAITING_MAX);
  /** Of their own: a bank that is slow must not hold up the pages. */
  private readonly longPlaces = new Places(AT_ONCE_MAX, WAITING_MAX);
  private readonly once = wrap(retrying(wasNotReached), this.breaker);
  private readonly again = wrap(retrying(mayBeRepeated), this.breaker);

  constructor(
    readonly service: string,
    address: string,
    private readonly key: string,
  ) {
    this.url = new URL(address);
    const isSecure = this.url.protocol === 'https:';
    const options = { keepAlive: true, timeout: IDLE_MILLISECONDS, maxSockets: SOCKETS_MAX };
    this.kept = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
    this.request = isSecure ? httpsRequest : httpRequest;
  }

  get state(): LineState {
    return STATES[this.breaker.state];
  }

  /** The answer as `read` made of it. Throws ServiceAwayError, and what `read` throws. */
  async call<Answer>(call: Call, read: (answer: IncomingMessage) => Promise<Answer>): Promise<Answer> {
    const { withinMilliseconds, isRepeatable } = call;
    const deadline = performance.now() + withinMilliseconds;
    const places = withinMilliseconds > ANSWER_WITHIN_MILLISECONDS ? this.longPlaces : this.places;
    const policy = isRepeatable ? this.again : this.once;
    let hasCome = false;
    const attempt = async (): Promise<Answer> => {
      try {
        return await this.attempt(call, deadline, read);
      } catch (error) {
        if (!wasNotReached(error)) hasCome = true;
        throw error;
      }
    };
    try {
      return await places.hold(withinMilliseconds * WAITS_AT_MOST, () => policy.execute(attempt));
    } catch (error) {
      throw this.outage(error, call.isCommand && hasCome);
    }
  }

  close(): void {
    this.kept.destroy();
  }

  /** That it was repeated in vain does not undo what the first attempt may have done. */
  private outage(error: unknown, mayBeDone: boolean): unknown {
    if (error instanceof NoPlaceError) return new ServiceAwayError(this.service, 'overfull');
    if (error instanceof BrokenCircuitError) return new ServiceAwayError(this.service, 'resting', { mayBeDone });
    if (!mayBeDone || !(error instanceof ServiceAwayError)) return error;
    return new ServiceAwayError(this.service, error.reason, { cause: error, mayBeDone });
  }

  private async attempt<Answer>(
    call: Call,
    deadline: number,
    read: (answer: IncomingMessage) => Promise<Answer>,
  ): Promise<Answer> {
    const attempt = new Attempt(this.service, call, deadline, this.request(this.optionsOf(call)));
    try {
      return await read(await attempt.head());
    } catch (error) {
      throw attempt.outage(error);
    } finally {
      attempt.over();
    }
  }

  private optionsOf({ path, body, isRepeatable }: Call): RequestOptions {
    const { correlationId = null, traceparent = null } = currentTrace() ?? {};
    const { hostname, port, protocol } = this.url;
    return {
      method: 'POST',
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: `${this.url.pathname.replace(/\/$/, '')}${path}`,
      // On a connection of its own what may not be repeated never meets one that is just being closed.
      agent: isRepeatable ? this.kept : false,
      headers: {
        Authorization: `Bearer ${this.key}`,
        'Content-Type': CALL_TYPE,
        'Content-Length': body.length,
        ...(correlationId === null ? {} : { [CORRELATION_HEADER]: correlationId }),
        ...(traceparent === null ? {} : { [TRACE_HEADER]: traceparent }),
      },
    };
  }
}

/** One request, with what is known of how far it came. */
class Attempt {
  private isConnected = false;
  private isLate = false;
  private readonly timers: NodeJS.Timeout[];

  constructor(
    private readonly service: string,
    private readonly call: Call,
    deadline: number,
    private readonly request: ClientRequest,
  ) {
    this.timers = [
      setTimeout(() => this.isConnected || request.destroy(), CONNECT_WITHIN_MILLISECONDS),
      setTimeout(() => {
        this.isLate = true;
        request.destroy();
      }, deadline - performance.now()),
    ];
  }

  head(): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      this.request.on('socket', (socket) => {
        if (!socket.connecting) this.isConnected = true;
        else socket.once('connect', () => (this.isConnected = true));
      });
      this.request.once('response', resolve);
      this.request.on('error', reject);
      this.request.once('close', () => reject(new ClosedError()));
      this.request.end(this.call.body);
    });
  }

  /** What is no answer of the service is an outage; everything else is what it is. */
  outage(error: unknown): unknown {
    if (error instanceof ServiceAwayError || !isOfTheLine(error)) return error;
    if (!this.isConnected) return new ServiceAwayError(this.service, 'unreached', { cause: error });
    return new ServiceAwayError(this.service, this.isLate ? 'late' : 'cut', { cause: error });
  }

  over(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}

class ClosedError extends Error {}

/** Errors of Node's own sockets and requests carry a code, or come of our own cut. */
function isOfTheLine(error: unknown): boolean {
  if (error instanceof ClosedError) return true;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(E[A-Z]+|ERR_STREAM_PREMATURE_CLOSE|ERR_TLS_\w+|HPE_\w+)$/.test(code);
}

const retrying = (isRepeatable: (error: Error) => boolean) =>
  retry(handleWhen(isRepeatable), {
    maxAttempts: REPETITIONS_MAX,
    // With jitter, so that those that failed together do not come back together.
    backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MILLISECONDS, maxDelay: PAUSE_MILLISECONDS_MAX }),
  });

function isAway(error: Error): boolean {
  return error instanceof ServiceAwayError;
}

function wasNotReached(error: unknown): boolean {
  return error instanceof ServiceAwayError && error.reason === 'unreached';
}

/** What comes late is not asked again: a service that is slow has enough to do. */
function mayBeRepeated(error: Error): boolean {
  return error instanceof ServiceAwayError && (error.reason === 'unreached' || error.reason === 'cut');
}
