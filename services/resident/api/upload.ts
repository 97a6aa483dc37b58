import {
  applyDecorators,
  CallHandler,
  ExecutionContext,
  Injectable,
  NestInterceptor,
  Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { isRejection, RejectedError, Rejection } from '#libs/kernel';
import { oddityOf, requireJsonBodies } from '#libs/platform';
import { SentFile } from '#services/support/api/client';
import { filesOf, UploadInterceptor } from './upload-turns';

/** Operations that take files, below the root of the API: the only ones whose body is not JSON. */
const WITH_FILES = /^\/accounts\/[^/]+\/conversations(?:\/[^/]+\/messages)?\/?$/i;
const FORM_TYPE = /^multipart\/form-data\s*;\s*boundary=/i;

/** A body that is neither JSON nor, where files are taken, a form with parts is refused before it is read. */
export function requireApiBodies(request: Request, response: Response, next: NextFunction): void {
  if (!WITH_FILES.test(request.path)) {
    requireJsonBodies(request, response, next);
    return;
  }
  const isForm = FORM_TYPE.test(request.headers['content-type'] ?? '');
  const isRefused = request.method === 'POST' && !isForm;
  next(isRefused ? new RejectedError(new Rejection('UNSUPPORTED_MEDIA_TYPE')) : undefined);
}

/** Stands behind the reader of forms, as the guard of shapes stands behind the reader of JSON. */
@Injectable()
export class PlainUploadInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<Request>();
    const files = filesOf(request);
    if (isRejection(files)) throw new RejectedError(files);
    const oddity = oddityOf(request.body);
    if (oddity !== undefined) throw oddity;
    return next.handle();
  }
}

export const UPLOAD_REFUSALS = [
  'SUPPORT_UPLOADS_BUSY',
  'SUPPORT_TOO_MANY_ATTACHMENTS',
  'SUPPORT_ATTACHMENT_TOO_LARGE',
  'SUPPORT_ATTACHMENT_EMPTY',
  'SUPPORT_ATTACHMENT_UNKNOWN_TYPE',
  'SUPPORT_ATTACHMENT_UNREADABLE',
  'SUPPORT_ATTACHMENT_UNSAFE',
];

/** An operation whose body is a form with files; `sentFilesOf` answers them. */
export function TakesFiles(parts: Type<unknown>): MethodDecorator {
  return applyDecorators(
    ApiConsumes('multipart/form-data'),
    ApiBody({ type: parts }),
    UseInterceptors(UploadInterceptor, PlainUploadInterceptor),
  );
}

export function sentFilesOf(request: Request): readonly SentFile[] {
  const files = filesOf(request);
  if (isRejection(files)) throw new RejectedError(files);
  return files;
}
