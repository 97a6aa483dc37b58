import { Logger } from '@nestjs/common';
import type { Response } from 'express';

const logger = new Logger('OfficeSlips');

/** Sends slips as they are drawn. What fails before the first byte is told on a page; half a document is no document. */
export async function sendSlips(
  response: Response,
  name: string,
  about: Readonly<Record<string, string>>,
  print: () => Promise<void>,
): Promise<void> {
  response
    .status(200)
    .setHeader('Content-Type', 'application/pdf')
    .setHeader('Content-Disposition', `attachment; filename="${name}"`)
    .setHeader('Cache-Control', 'no-store')
    .setHeader('X-Content-Type-Options', 'nosniff');
  try {
    await print();
  } catch (error) {
    if (!response.headersSent) {
      for (const header of ['Content-Type', 'Content-Disposition']) response.removeHeader(header);
      throw error;
    }
    // The browser is told so by the connection.
    logger.error({ err: error, ...about }, 'Slips broke off');
    response.destroy();
  }
}
