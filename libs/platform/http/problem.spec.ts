import { BadRequestException, ForbiddenException, NotFoundException } from '@nestjs/common';
import { StorageError } from '#libs/event-store';
import { RejectedError, Rejection } from '#libs/kernel';
import { ProjectionNotBuiltError } from '#libs/read-models';
import { TurnGivenUpError, TurnLostError } from '../shared-turns';
import { judge, problemOf } from './problem';
import { ValidationFailedError } from './validation';

const problem = (error: unknown) => problemOf(judge(error), 'correlation-1');

describe('a problem', () => {
  it('tells a refusal by its code, its status and its words', () => {
    expect(problem(new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account: '0045' })))).toEqual({
      type: 'urn:kvitok:problem:BILLING_UNKNOWN_ACCOUNT',
      title: 'Не найдено',
      status: 404,
      code: 'BILLING_UNKNOWN_ACCOUNT',
      detail: 'Лицевого счёта 0045 нет. Проверьте номер.',
      details: { account: '0045' },
      correlationId: 'correlation-1',
    });
  });

  it('names every field that was refused', () => {
    const faults = [{ field: 'values.0', rule: 'isString', message: 'нужен текст' }];
    expect(problem(new ValidationFailedError(faults))).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
      errors: faults,
    });
  });

  it('tells why the store cannot serve, as something that passes', () => {
    expect(problem(new StorageError('full', 'disk I/O at /var/lib/secret'))).toMatchObject({
      status: 503,
      code: 'EVENT_STORE_UNAVAILABLE',
      details: { fault: 'full' },
    });
    expect(problem(new ProjectionNotBuiltError('billing.x', 2, 1))).toMatchObject({
      status: 503,
      code: 'READ_MODEL_NOT_BUILT',
    });
    expect(problem(new TurnGivenUpError())).toMatchObject({ status: 503, code: 'TURN_GIVEN_UP' });
    expect(problem(new TurnLostError())).toMatchObject({ status: 503, code: 'TURN_LOST' });
    expect([judge(new TurnGivenUpError()).isFault, judge(new TurnLostError()).isFault]).toEqual([false, false]);
  });

  it('lets nothing of an unknown error out', () => {
    const told = problem(new TypeError('Cannot read account 0045 of /var/lib/secret'));
    expect(told).toMatchObject({ status: 500, code: 'INTERNAL_FAULT', details: {} });
    expect(JSON.stringify(told)).not.toMatch(/0045|secret|TypeError/);
    expect(told.detail).toContain('correlation-1');
  });

  it('lets nothing out of a rejection that nobody catalogued', () => {
    const told = problem(new RejectedError(new Rejection('BILLING_MADE_UP', { secret: 'x' })));
    expect(told).toMatchObject({ status: 500, code: 'INTERNAL_FAULT', details: {} });
  });

  it('gives the refusals of the framework codes of the catalogue', () => {
    const tooLarge = Object.assign(new Error('too large'), { status: 413, type: 'entity.too.large' });
    expect([new NotFoundException(), new BadRequestException(), tooLarge].map((error) => problem(error).code)).toEqual([
      'NOT_FOUND',
      'MALFORMED_REQUEST',
      'PAYLOAD_TOO_LARGE',
    ]);
    // A status that nothing here answers with is a fault of ours.
    expect(problem(new ForbiddenException()).code).toBe('INTERNAL_FAULT');
  });

  it('is looked into by the operator when it is a failure, not when it is a refusal', () => {
    expect(judge(new Error('x')).isFault).toBe(true);
    expect(judge(new StorageError('io', 'x')).isFault).toBe(true);
    expect(judge(new RejectedError(new Rejection('BILLING_NO_COMPANY'))).isFault).toBe(false);
    expect(judge(new ValidationFailedError([])).isFault).toBe(false);
  });
});
