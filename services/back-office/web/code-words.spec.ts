import { CodeView } from '#services/identity/api/client';
import { codeInWords } from './code-words';

const ISSUED: CodeView = {
  account: '0017',
  houseId: 'h-1',
  state: 'issued',
  // Past midnight in Samara.
  codeIssuedAt: '2026-10-11T21:30:00.000Z',
  lastPrintedAt: null,
  timesPrinted: 2,
  printAsked: false,
  suspended: false,
};
const said = (change: Partial<CodeView>) =>
  codeInWords({ ...ISSUED, ...change }, 'Europe/Samara').replaceAll('\u00a0', ' ');

it('tells the day of issue in the zone of the company, and how often the code was printed', () => {
  expect(said({})).toBe('выдан 12 октября 2026, печатался дважды');
  expect(said({ timesPrinted: 0 })).toBe('выдан 12 октября 2026, ещё не печатался');
  expect(said({ timesPrinted: 4 })).toBe('выдан 12 октября 2026, печатался 4 раза');
  expect(said({ timesPrinted: 11 })).toBe('выдан 12 октября 2026, печатался 11 раз');
});

it('tells that there is none, or none any more', () => {
  expect(said({ state: 'missing', codeIssuedAt: null })).toBe('кода нет');
  expect(said({ state: 'revoked' })).toBe('код отозван');
});
