import { Controller, Inject, Logger, Param, Post, Req, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CALLS_PATH, correlationIdOf } from '#libs/platform';
import { ClientDefinition, Operation } from './define-client';
import { sendElements, sendHeaded, writeInto } from './send-answer';
import { fromTaggedJson, TaggedJsonError, toTaggedJson } from './tagged-json';
import { ANSWER_TYPE, CallRefusedError, Failure, failureOf } from './wire';

/** The clients that a process answers for. */
export interface ServedClients {
  readonly definitions: readonly ClientDefinition[];
  /** Those that no module provides, by their tokens. */
  readonly others: ReadonlyMap<symbol, unknown>;
}

export const SERVED_CLIENTS = Symbol('SERVED_CLIENTS');

type Method = (...given: readonly unknown[]) => unknown;

/**
 * The typed clients of the services over HTTP: `POST /clients/<client>/<operation>` with the list of the arguments. It is
 * for the gateways and the services alone, which are of the same release: no document describes it, and the key of the
 * services opens it.
 */
@ApiExcludeController()
@Controller(CALLS_PATH)
export class ClientsController {
  private readonly logger = new Logger('Clients');
  private readonly definitions: ReadonlyMap<string, ClientDefinition>;

  constructor(
    private readonly modules: ModuleRef,
    @Inject(SERVED_CLIENTS) private readonly served: ServedClients,
  ) {
    this.definitions = new Map(served.definitions.map((definition) => [definition.name, definition]));
  }

  @Post(':client/:operation')
  async call(
    @Param('client') client: string,
    @Param('operation') operation: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const onFailure = (error: unknown) => this.judged(error, request, `${client}.${operation}`);
    try {
      const { method, spec } = this.find(client, operation);
      await answer(method, spec, await argumentsOf(request, spec.requestBytesMax), response, onFailure);
    } catch (error) {
      const { failure, status } = onFailure(error);
      if (response.headersSent) {
        // What was written has no last line: cutting the connection is the only way left to say so.
        response.destroy();
        return;
      }
      // What is left of a body that was refused is not read.
      if (!request.complete) response.setHeader('Connection', 'close');
      send(response, status, failure);
    }
  }

  private find(name: string, operation: string): { readonly method: Method; readonly spec: Operation } {
    const definition = this.definitions.get(name);
    const spec =
      definition !== undefined && Object.hasOwn(definition.operations, operation)
        ? definition.operations[operation]
        : undefined;
    if (definition === undefined || spec === undefined) throw new CallRefusedError('NOT_FOUND');
    const { token } = definition;
    const client = this.served.others.get(token) ?? this.modules.get<Record<string, Method>>(token, { strict: false });
    const method = (client as Record<string, Method>)[operation];
    if (method === undefined) throw new TypeError(`${name} has no ${operation}`);
    return { method: method.bind(client), spec };
  }

  private judged(error: unknown, request: Request, operation: string): { failure: Failure; status: number } {
    const { failure, status, isFault } = failureOf(error);
    const correlationId = correlationIdOf(request);
    if (isFault) this.logger.error({ err: error, correlationId, operation, problem: failure.code }, 'A call failed');
    return { failure, status };
  }
}

async function answer(
  method: Method,
  { kind }: Operation,
  given: readonly unknown[],
  response: Response,
  judge: (error: unknown) => { readonly failure: Failure },
): Promise<void> {
  const judged = (error: unknown) => judge(error).failure;
  if (kind === 'stream') await sendElements(response, method(...given) as AsyncIterable<unknown>, judged);
  else if (kind === 'headed') await sendHeaded(response, (await method(...given)) as object | null, judged);
  else if (kind === 'write') await writeInto(response, (output) => method(...given, output) as Promise<void>);
  else sendText(response, 200, toTaggedJson(await method(...given)));
}

/** Throws CallRefusedError. */
async function argumentsOf(request: Request, bytesMax: number): Promise<readonly unknown[]> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw new CallRefusedError('PAYLOAD_TOO_LARGE');
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bytesMax) throw new CallRefusedError('PAYLOAD_TOO_LARGE');
    pieces.push(piece);
  }
  try {
    const given = fromTaggedJson(Buffer.concat(pieces).toString('utf8'));
    if (Array.isArray(given)) return given as readonly unknown[];
  } catch (error) {
    if (!(error instanceof TaggedJsonError)) throw error;
  }
  throw new CallRefusedError('MALFORMED_REQUEST');
}

function send(response: Response, status: number, failure: Failure): void {
  sendText(response, status, toTaggedJson(failure));
}

function sendText(response: Response, status: number, text: string): void {
  response.status(status).setHeader('Content-Type', ANSWER_TYPE).setHeader('Cache-Control', 'no-store').end(text);
}
