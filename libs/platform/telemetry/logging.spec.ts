import { pathOf } from './logging';

describe('the path of a request in a log line', () => {
  it('is without its query', () => {
    expect(pathOf('/billing/slips/checks?code=2345-6789-ACEH')).toBe('/billing/slips/checks');
  });

  it.each(['4821-0935-7716-4', '4821093577164', '4821%200935%207716%204', '4821 0935 7716 4', '4821.0935.7716.4'])(
    'has no access code, written as %s',
    (code) => {
      expect(pathOf(`/identity/credentials/${code}/reissue`)).toBe('/identity/credentials/[redacted]/reissue');
    },
  );

  it('has no token of a one-time link', () => {
    expect(pathOf(`/code/${'aB3_-'.repeat(8)}xyz`)).toBe('/code/[redacted]');
  });

  it('keeps accounts, months, and ids of events and payments', () => {
    const path =
      '/billing/accounts/0045120023/statements/2026-09/1ae8066c-f7c5-48f8-b535-96de2b9401f8/a1234567890123b4c5d6e7f8a9b0c1d2';
    expect(pathOf(path)).toBe(path);
  });
});
