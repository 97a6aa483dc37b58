import type { Request } from 'express';
import { RejectedError, Rejection } from '#libs/kernel';
import { takeOutAccount, unknownAccount } from './typed-account';

const REFUSAL = new RejectedError(new Rejection('BACK_OFFICE_UNKNOWN_ACCOUNT', { account: '17' }));

/** A request whose query is made anew each time it is read, as express does. */
function requestOf(parts: { readonly query?: object; readonly body?: object; readonly params?: object }): Request {
  const request = { params: parts.params ?? {}, body: parts.body };
  Object.defineProperty(request, 'query', { get: () => ({ ...parts.query }), configurable: true });
  return request as unknown as Request;
}

describe('the number of an account that was typed and is not there', () => {
  it('is taken out of whichever field held it, and nothing else is', () => {
    const request = requestOf({ query: { account: '17', show: '1' }, body: { accounts: ['16', '17'], reason: 'x' } });
    takeOutAccount(request, '17', REFUSAL);
    expect([request.query, request.body]).toEqual([
      { account: '', show: '1' },
      { accounts: ['16'], reason: 'x' },
    ]);
    expect(unknownAccount(request)).toMatchObject({ typed: '17', error: { field: 'account' } });
  });

  it('is told beside the field of a list, the first of several', () => {
    const request = requestOf({ body: { account: '16', accounts: ['17', '18'] } });
    takeOutAccount(request, '17', REFUSAL);
    takeOutAccount(request, '18', REFUSAL);
    expect(request.body).toEqual({ account: '16', accounts: [] });
    expect(unknownAccount(request)).toMatchObject({ typed: '17', error: { field: 'accounts' } });
  });

  it('stays what it is where the address names it, where no field holds it, and where it was no refusal', () => {
    const named = requestOf({ params: { account: '17' }, body: {} });
    expect(() => takeOutAccount(named, '17', REFUSAL)).toThrow(REFUSAL);
    expect(() => takeOutAccount(requestOf({ body: { from: '17' } }), '17', REFUSAL)).toThrow(REFUSAL);
    const fault = new Error('the store is down');
    expect(() => takeOutAccount(requestOf({ body: { account: '17' } }), '17', fault)).toThrow(fault);
  });
});
