import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { finalize, Observable } from 'rxjs';
import { RejectedError, Rejection } from '#libs/kernel';

/** So many questions to the bank go on at once because of notifications; a bank whose turn has not come tells again. */
const AT_ONCE_LIMIT = 20;

/** Keeps whoever sends notifications without end from making us ask the bank without end. */
@Injectable()
export class NotificationLimit implements NestInterceptor {
  private working = 0;

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.working >= AT_ONCE_LIMIT) throw new RejectedError(new Rejection('PAYMENTS_NOTIFICATIONS_BUSY'));
    this.working += 1;
    return next.handle().pipe(finalize(() => (this.working -= 1)));
  }
}
