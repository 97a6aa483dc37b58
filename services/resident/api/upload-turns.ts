import {
  CallHandler,
  ExecutionContext,
  Injectable,
  NestInterceptor,
  PayloadTooLargeException,
  Type,
} from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { isRejection, RejectedError, Rejection } from '#libs/kernel';
import { SentFile } from '#services/support/api/client';
import { requireVisitor } from './visitor';

/** The field of files in a form. */
export const FILES_FIELD = 'files';
const FILES_LIMIT = 5;
const FILE_MEGABYTES_LIMIT = 10;
const FILE_BYTES_LIMIT = FILE_MEGABYTES_LIMIT * 1024 * 1024;
/** Files, a message and what the form says of itself. */
export const REQUEST_BYTES_LIMIT = FILES_LIMIT * FILE_BYTES_LIMIT + 2 * 1024 * 1024;
const FIELDS_LIMIT = 12;
/** Far more than a message may have: one that is too long is told at its field, and is kept. */
const FIELD_BYTES_LIMIT = 1024 * 1024;
/** Files lie in memory until they are answered for: more people at once wait a minute, and nobody holds every turn. */
export const UPLOADS_LIMIT = 4;
export const UPLOADS_OF_ONE_LIMIT = 2;

const FAULT = Symbol('upload fault');
/** A file as the reader of forms leaves it. */
interface ReadFile {
  readonly originalname: string;
  readonly size: number;
  readonly buffer: Buffer;
}

type Marked = Request & { [FAULT]?: Rejection; files?: readonly ReadFile[] };

const Files: Type<NestInterceptor> = FilesInterceptor(FILES_FIELD, FILES_LIMIT, {
  limits: {
    files: FILES_LIMIT,
    fileSize: FILE_BYTES_LIMIT,
    fields: FIELDS_LIMIT,
    fieldSize: FIELD_BYTES_LIMIT,
    parts: FILES_LIMIT + FIELDS_LIMIT,
    headerPairs: 20,
  },
});

/**
 * Reads a form with files for somebody who has signed in. What is too large is told before or while it is read, never
 * after. A fault of the files is kept for the handler, which shows the form again with what was typed. A turn ends with
 * the answer, or when whoever waits for it goes away: until then the files are being looked at, sealed and kept.
 * Throws RejectedError CABINET_SIGN_IN_REQUIRED, SUPPORT_ATTACHMENT_TOO_LARGE, SUPPORT_UPLOADS_BUSY.
 */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  private readonly files = new Files();
  /** The accounts whose uploads are not answered yet. */
  private readonly uploads: string[] = [];

  async intercept(context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    const request = http.getRequest<Marked>();
    const response = http.getResponse<Response>();
    const { account } = requireVisitor(request);
    if (Number(request.headers['content-length'] ?? 0) > REQUEST_BYTES_LIMIT) {
      response.setHeader('Connection', 'close');
      throw new RejectedError(tooLarge());
    }
    this.take(account, response);
    try {
      return await this.files.intercept(context, next);
    } catch (error) {
      request[FAULT] = faultOf(error);
      return next.handle();
    }
  }

  /** Throws RejectedError SUPPORT_UPLOADS_BUSY. */
  private take(account: string, response: Response): void {
    const own = this.uploads.filter((one) => one === account).length;
    if (this.uploads.length >= UPLOADS_LIMIT || own >= UPLOADS_OF_ONE_LIMIT) {
      throw new RejectedError(new Rejection('SUPPORT_UPLOADS_BUSY'));
    }
    this.uploads.push(account);
    response.once('close', () => this.uploads.splice(this.uploads.indexOf(account), 1));
  }
}

function faultOf(error: unknown): Rejection {
  if (error instanceof PayloadTooLargeException) return tooLarge();
  const { message } = error as { readonly message?: string };
  if (/too many files|unexpected field/i.test(message ?? '')) {
    return new Rejection('SUPPORT_TOO_MANY_ATTACHMENTS', { attachmentsLimit: FILES_LIMIT });
  }
  return new Rejection('MALFORMED_REQUEST');
}

function tooLarge(): Rejection {
  return new Rejection('SUPPORT_ATTACHMENT_TOO_LARGE', { megabytesLimit: FILE_MEGABYTES_LIMIT });
}

/** Whether files came with the form, whatever is wrong with them. */
export function hasFiles(request: Request): boolean {
  const files = filesOf(request);
  return isRejection(files) || files.length > 0;
}

/** The files of the form, or why they were not taken. A browser sends a nameless empty file where none was chosen. */
export function filesOf(request: Request): readonly SentFile[] | Rejection {
  const { [FAULT]: fault, files = [] } = request as Marked;
  if (fault !== undefined) return fault;
  return files
    .filter(({ originalname, size }) => originalname !== '' || size > 0)
    .map(({ originalname, buffer }) => ({
      // Names come as bytes that were read as Latin letters.
      name: Buffer.from(originalname, 'latin1').toString('utf8'),
      bytes: buffer,
    }));
}
