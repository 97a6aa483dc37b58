import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { CommandHandler, CommandResult, EventStore, forwarding } from '#libs/event-store';
import { Metrics } from './metrics';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The same store, timed. */
export function observedEventStore(store: EventStore, metrics: Metrics): EventStore {
  const count = (
    kinds: readonly { readonly kind: string }[],
    events: readonly { readonly events: readonly unknown[] }[],
  ) => {
    kinds.forEach(({ kind }, index) => {
      if (kind === 'appended') metrics.appendedEvents.inc(events[index]?.events.length ?? 0);
    });
  };
  return {
    ...forwarding(store),
    async append(append) {
      const end = metrics.appendSeconds.startTimer();
      try {
        const outcome = await store.append(append);
        end({ outcome: outcome.kind });
        count([outcome], [append]);
        return outcome;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    },
    async appendMany(appends) {
      const end = metrics.appendSeconds.startTimer();
      try {
        const outcomes = await store.appendMany(appends);
        end({ outcome: 'batch' });
        count(outcomes, appends);
        return outcomes;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    },
  };
}

/** The same command handler, timed and counted by kind of command. */
export function observedCommandHandler(commands: CommandHandler, metrics: Metrics): CommandHandler {
  return {
    async execute(request) {
      const command = kindOf(request.command);
      const end = metrics.commandSeconds.startTimer({ command });
      try {
        const result = await commands.execute(request);
        end({ outcome: outcomeOf(result) });
        return result;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    },
    async executeMany(requests) {
      const results = await commands.executeMany(requests);
      results.forEach((result, index) => {
        metrics.batchCommands.inc({ command: kindOf(requests[index]?.command), outcome: outcomeOf(result) });
      });
      return results;
    },
  };
}

/** Times requests by their route, never by their path: a path holds an account. */
export function observedRequests(metrics: Metrics): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const end = metrics.requestSeconds.startTimer();
    response.once('close', () => {
      const method = METHODS.has(request.method) ? request.method : 'other';
      end({ method, route: routeOf(request), status: String(response.statusCode) });
    });
    next();
  };
}

function routeOf(request: Request): string {
  const route: unknown = request.route;
  const isRoute = typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string';
  return isRoute ? (route.path as string) : 'unmatched';
}

function kindOf(command: unknown): string {
  const hasKind = typeof command === 'object' && command !== null && 'kind' in command;
  return hasKind && typeof command.kind === 'string' ? command.kind : 'unknown';
}

function outcomeOf(result: CommandResult): string {
  if (result.kind === 'rejected') return 'rejected';
  if (result.repeated) return 'repeated';
  return result.events.length === 0 ? 'unchanged' : 'done';
}
