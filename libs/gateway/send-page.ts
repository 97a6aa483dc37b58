import type { Response } from 'express';
import { VNode } from 'preact';
import { FieldError, pageText } from '#libs/web';

export interface SentPage {
  /** 422 for a page that says what is wrong with a form, else 200, where absent. */
  readonly status?: number;
  readonly errors?: readonly FieldError[];
}

/** Sends a page of one person, which no cache may keep. */
export function sendPage(response: Response, { status, errors }: SentPage, page: VNode): void {
  response
    .status(status ?? (errors?.length ? 422 : 200))
    .setHeader('Cache-Control', 'no-store')
    .type('html')
    .send(pageText(page));
}

/** Whether the gateway may be asked, where it is a process of its own; nothing where it shares one with the services. */
export const GATEWAY_READY = Symbol('GATEWAY_READY');

/** Answers whoever watches the process: whether the services behind it answer. */
export function sendReadiness(response: Response, isReady: boolean): void {
  response
    .status(isReady ? 200 : 503)
    .setHeader('Cache-Control', 'no-store')
    .json({ status: isReady ? 'ok' : 'error' });
}
