import {
  applyDecorators,
  CallHandler,
  ExecutionContext,
  Inject,
  Injectable,
  mixin,
  NestInterceptor,
  Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Observable } from 'rxjs';
import { EventStore } from '#libs/event-store';
import { ConsumerPlaces } from '#libs/messaging';
import { Projection, Projector } from '#libs/read-models';
import { CONSUMER_PLACES, EVENT_STORE, PROJECTOR } from '../tokens';
import { IntegerQueryField } from './fields';

/** How long a query waits for what its caller has just done. */
export const FRESHNESS_WAIT_MILLISECONDS = 2_000;
export const STALE_HEADER = 'X-Stale';

/** Mixed into the query of every operation that may be asked to see an earlier command. */
export class MinPositionQuery {
  @IntegerQueryField({
    description: 'The position that a command answered with: the answer waits up to 2 s until it is seen',
    optional: true,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1234,
  })
  readonly minPosition?: number;
}

export interface Freshness {
  /** What the operation reads. */
  readonly projections: readonly Projection[];
  /** The consumer whose reactions put other services' facts into these projections. */
  readonly consumer?: string;
}

/**
 * Read your writes: with `minPosition` the operation waits until its read models have seen that position, and what
 * its service's reactions made of it. After 2 s, and at once for a position that the log does not have, it answers all the same
 * and says `X-Stale: true`.
 */
export function FreshEnough(freshness: Freshness): MethodDecorator & ClassDecorator {
  return applyDecorators(
    UseInterceptors(waitingInterceptor(freshness)),
    ApiHeader({
      name: 'X-Correlation-Id',
      required: false,
      description: 'Ties the answer to the caller’s own records',
    }),
  );
}

function waitingInterceptor(freshness: Freshness): Type<NestInterceptor> {
  @Injectable()
  class WaitingInterceptor implements NestInterceptor {
    constructor(
      @Inject(PROJECTOR) private readonly projector: Projector,
      @Inject(EVENT_STORE) private readonly store: EventStore,
      @Inject(CONSUMER_PLACES) private readonly consumers: ConsumerPlaces,
    ) {}

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const http = context.switchToHttp();
      const position = minPositionOf(http.getRequest<Request>());
      if (position === null) return next.handle();
      const stale = await this.isStale(position);
      http.getResponse<Response>().setHeader(STALE_HEADER, String(stale));
      return next.handle();
    }

    private async isStale(position: number): Promise<boolean> {
      // No command has answered with what the log has not come to: waiting would only hold whoever guesses.
      if (position > (await this.store.head())) return true;
      const deadline = performance.now() + FRESHNESS_WAIT_MILLISECONDS;
      let awaited = position;
      if (freshness.consumer !== undefined) {
        const wait = { withinMilliseconds: FRESHNESS_WAIT_MILLISECONDS };
        if (!(await this.consumers.reaches(freshness.consumer, position, wait))) return true;
        // What the reactions recorded stands behind the position; it is at most the present end of the log.
        awaited = Math.max(position, await this.store.head());
      }
      for (const projection of freshness.projections) {
        const { stale } = await this.projector.waitFor(projection, awaited, Math.max(0, deadline - performance.now()));
        if (stale) return true;
      }
      return false;
    }
  }
  return mixin(WaitingInterceptor);
}

/** The validation of the query comes after interceptors and refuses what is no position; here it is not waited for. */
function minPositionOf(request: Request): number | null {
  const text = request.query['minPosition'];
  if (typeof text !== 'string' || !/^\d{1,16}$/.test(text)) return null;
  const position = Number(text);
  return Number.isSafeInteger(position) ? position : null;
}
