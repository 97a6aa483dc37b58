import type { Request } from 'express';
import { RejectedError } from '#libs/kernel';
import { commandOriginOf } from './command-origin';

function aRequest(key: string | undefined, body: object = { amountKopecks: 1 }): Request {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return { headers, method: 'POST', path: '/payments', body } as unknown as Request;
}

function refusalOf(request: Request): string | null {
  try {
    commandOriginOf(request);
    return null;
  } catch (error) {
    return error instanceof RejectedError ? error.rejection.code : String(error);
  }
}

describe('the key of a command over HTTP', () => {
  it('is required', () => {
    expect(refusalOf(aRequest(undefined))).toBe('IDEMPOTENCY_KEY_REQUIRED');
    expect(refusalOf(aRequest(''))).toBe('IDEMPOTENCY_KEY_REQUIRED');
  });

  it.each(['short12', 'x'.repeat(65), 'with space', 'night:2026-03-31', 'кириллица-ключ', '"quoted-key"'])(
    'cannot be "%s"',
    (key) => expect(refusalOf(aRequest(key))).toBe('IDEMPOTENCY_KEY_INVALID'),
  );

  it('is 8 to 64 characters', () => {
    expect(refusalOf(aRequest('exactly8'))).toBeNull();
    expect(refusalOf(aRequest('x'.repeat(64)))).toBeNull();
  });

  it('can never be the id of a command that the system itself states', () => {
    const { commandId } = commandOriginOf(aRequest('2026-03-31'));
    expect(commandId).toBe('api:2026-03-31');
  });

  it('stands for what was asked for: the operation with its body', () => {
    const { input } = commandOriginOf(aRequest('exactly8'));
    expect(input).toEqual({ method: 'POST', path: '/payments', body: { amountKopecks: 1 } });
  });
});
