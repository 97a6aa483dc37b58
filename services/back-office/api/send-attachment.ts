import type { Response } from 'express';
import { OpenedFile } from '#services/support/api/client';

/** A file of a resident. Never shown within the site: whatever it turns out to be, it runs in no page of ours. */
export function sendAttachment(response: Response, { name, mediaType, bytes }: OpenedFile): void {
  response
    .setHeader('Content-Type', mediaType)
    .setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    .setHeader('X-Content-Type-Options', 'nosniff')
    .setHeader('Cache-Control', 'no-store')
    .end(bytes);
}
