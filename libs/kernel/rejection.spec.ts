import { isRejection, RejectedError, Rejection } from './rejection';

describe('a rejection', () => {
  it('names its reason and what a person needs to mend the input', () => {
    const rejection = new Rejection('BILLING_PERIOD_CLOSED', { account: '0045120001', period: '2026-03' });
    expect(rejection.code).toBe('BILLING_PERIOD_CLOSED');
    expect(rejection.details).toEqual({ account: '0045120001', period: '2026-03' });
    expect(new Rejection('BILLING_PERIOD_CLOSED').details).toEqual({});
  });

  it('is told from an answer that is none', () => {
    expect(isRejection(new Rejection('BILLING_PERIOD_CLOSED'))).toBe(true);
    for (const answer of [[], {}, null, undefined, 'BILLING_PERIOD_CLOSED', { code: 'X', details: {} }]) {
      expect(isRejection(answer)).toBe(false);
    }
  });

  it('leaves pure code as an error that carries it', () => {
    const rejection = new Rejection('BILLING_PERIOD_CLOSED', { period: '2026-03' });
    const error = new RejectedError(rejection);
    expect(error).toBeInstanceOf(Error);
    expect(error.rejection).toBe(rejection);
    expect(error.name).toBe('RejectedError');
    expect(error.message).toBe('BILLING_PERIOD_CLOSED {"period":"2026-03"}');
  });
});
