import type { Request, Response } from 'express';
import { VNode } from 'preact';
import { FieldError, pageText } from '#libs/web';

export interface SentPage {
  /** 422 for a page that says what is wrong with a form, else 200, where absent. */
  readonly status?: number;
  readonly errors?: readonly FieldError[];
  /** Answers a form before anything is done, as a price that is told first; nothing on it is secret. */
  readonly isStep?: boolean;
}

/** Who may keep a page: nobody, or the browser alone, which asks again before it shows it by its address. */
export type PageKept = 'no-store' | 'private, no-cache';

/** Sends a page of one person, which no cache may keep unless `kept` lets the browser. */
export function sendPage(response: Response, page: SentPage, content: VNode, kept: PageKept = 'no-store'): void {
  response.status(statusOf(page)).setHeader('Cache-Control', kept).type('html').send(pageText(content));
}

/**
 * What answers a form can be shown again by «Назад» only where the browser has kept it: else it asks whether to send the
 * form once more, in words that few people understand. So it keeps a form that was refused, and a step on the way;
 * every other answer, such as a code that is shown once, it does not.
 */
export function keptForBack({ method }: Pick<Request, 'method'>, page: SentPage): PageKept {
  const leadsBack = method === 'POST' && (page.isStep === true || statusOf(page) >= 400);
  return leadsBack ? 'private, no-cache' : 'no-store';
}

/** Makes the browser forget the pages that it has kept: they were of somebody whose session is over. */
export function forgetPages(response: Response): void {
  response.setHeader('Clear-Site-Data', '"cache"');
}

function statusOf({ status, errors }: SentPage): number {
  return status ?? (errors?.length ? 422 : 200);
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
