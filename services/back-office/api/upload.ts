import {
  applyDecorators,
  CallHandler,
  ExecutionContext,
  Injectable,
  mixin,
  NestInterceptor,
  PayloadTooLargeException,
  Type,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { isRejection, RejectedError, Rejection } from '#libs/kernel';
import { oddityOf, requireJsonBodies } from '#libs/platform';
import { requireOfficer } from './officer';

/** The field of the file in a form. */
export const FILE_FIELD = 'file';
/** Of what stands in a form besides its file. */
const FIELDS_LIMIT = 12;
const FIELD_BYTES_LIMIT = 4 * 1024;
export const FORM_BYTES_BESIDES = 64 * 1024;
/** Files lie in memory until they are answered for: whoever comes meanwhile waits, and nobody holds every turn. */
export const UPLOADS_LIMIT = 2;
export const UPLOADS_OF_ONE_LIMIT = 1;

/** How large a file may be, and how it is said of one that is larger. */
export interface UploadLimit {
  readonly bytes: number;
  readonly tooLarge: Rejection;
}

/** A file as it was sent. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const FAULT = Symbol('upload fault');
/** A file as the reader of forms leaves it. */
interface ReadFile {
  readonly originalname: string;
  readonly size: number;
  readonly buffer: Buffer;
}
type Marked = Request & { [FAULT]?: Rejection; file?: ReadFile };

/** The numbers of staff whose uploads are not answered yet, of the whole process. */
const turns: string[] = [];

/** Throws RejectedError BACK_OFFICE_UPLOADS_BUSY. A turn ends with the answer, or when whoever waits for it goes away. */
function takeTurn(staffId: string, response: Response): void {
  const own = turns.filter((one) => one === staffId).length;
  if (turns.length >= UPLOADS_LIMIT || own >= UPLOADS_OF_ONE_LIMIT) {
    throw new RejectedError(new Rejection('BACK_OFFICE_UPLOADS_BUSY'));
  }
  turns.push(staffId);
  response.once('close', () => turns.splice(turns.indexOf(staffId), 1));
}

/**
 * Reads a form with one file for somebody who has signed in and may do what it is for: the guard stands before it. What is
 * too large is told before or while it is read, never after. A fault of the file is kept for the handler, which looks at
 * the token of the form first.
 */
function uploadInterceptor({ bytes, tooLarge }: UploadLimit): Type<NestInterceptor> {
  const File: Type<NestInterceptor> = FileInterceptor(FILE_FIELD, {
    limits: {
      ...{ files: 1, fileSize: bytes, fields: FIELDS_LIMIT, fieldSize: FIELD_BYTES_LIMIT },
      ...{ parts: FIELDS_LIMIT + 1, headerPairs: 20 },
    },
  });

  @Injectable()
  class UploadInterceptor implements NestInterceptor {
    private readonly file = new File();

    async intercept(context: ExecutionContext, next: CallHandler) {
      const http = context.switchToHttp();
      const request = http.getRequest<Marked>();
      const response = http.getResponse<Response>();
      const { staffId } = requireOfficer(request);
      if (Number(request.headers['content-length'] ?? 0) > bytes + FORM_BYTES_BESIDES) {
        response.setHeader('Connection', 'close');
        throw new RejectedError(tooLarge);
      }
      takeTurn(staffId, response);
      try {
        return await this.file.intercept(context, next);
      } catch (error) {
        request[FAULT] = error instanceof PayloadTooLargeException ? tooLarge : new Rejection('MALFORMED_REQUEST');
        return next.handle();
      }
    }
  }
  return mixin(UploadInterceptor);
}

/** The file of the form, or why it was not taken. A browser sends a nameless empty file where none was chosen. */
export function fileOf(request: Request): UploadedFile | Rejection {
  const { [FAULT]: fault, file } = request as Marked;
  if (fault !== undefined) return fault;
  if (file === undefined || file.size === 0) return new Rejection('BACK_OFFICE_FILE_REQUIRED');
  // Names come as bytes that were read as Latin letters.
  return { name: Buffer.from(file.originalname, 'latin1').toString('utf8'), bytes: file.buffer };
}

/** As `fileOf`, for the API. Throws RejectedError. */
export function sentFileOf(request: Request): UploadedFile {
  const file = fileOf(request);
  if (isRejection(file)) throw new RejectedError(file);
  return file;
}

/** Stands behind the reader of forms, as the guard of shapes stands behind the reader of JSON. */
@Injectable()
class PlainUploadInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<Request>();
    const fault = (request as Marked)[FAULT];
    if (fault !== undefined) throw new RejectedError(fault);
    const oddity = oddityOf(request.body);
    if (oddity !== undefined) throw oddity;
    return next.handle();
  }
}

/** A form of a page with a file. Its handler reads the form, and with it the token, before it asks for `fileOf`. */
export function PageTakesFile(limit: UploadLimit): MethodDecorator {
  return UseInterceptors(uploadInterceptor(limit));
}

export const UPLOAD_REFUSALS = ['BACK_OFFICE_UPLOADS_BUSY', 'BACK_OFFICE_FILE_REQUIRED'];

/** An operation of the API whose body is a form with one file; `sentFileOf` answers it. */
export function TakesFile(limit: UploadLimit, parts: Type<unknown>): MethodDecorator {
  return applyDecorators(
    ApiConsumes('multipart/form-data'),
    ApiBody({ type: parts }),
    UseInterceptors(uploadInterceptor(limit), PlainUploadInterceptor),
  );
}

/** Operations that take files, below the root of the API: the only ones whose body is not JSON. */
const WITH_FILE = /^\/(?:registries(?:\/files)?|import)\/checks\/?$/i;
const FORM_TYPE = /^multipart\/form-data\s*;\s*boundary=/i;

/** A body that is neither JSON nor, where files are taken, a form with parts is refused before it is read. */
export function requireOfficeBodies(request: Request, response: Response, next: NextFunction): void {
  if (!WITH_FILE.test(request.path)) {
    requireJsonBodies(request, response, next);
    return;
  }
  const isForm = FORM_TYPE.test(request.headers['content-type'] ?? '');
  const isRefused = request.method === 'POST' && !isForm;
  next(isRefused ? new RejectedError(new Rejection('UNSUPPORTED_MEDIA_TYPE')) : undefined);
}
