import { placeOf } from './page-error';
import { ownPath } from './page-request';

it.each([
  ['/turnover?from=2026-09&to=2026-10&by=account', '/turnover?from=2026-09&to=2026-10&by=account'],
  ['/accounts?q=%D0%9F%D0%B5%D1%82%D1%80%D0%BE%D0%B2', '/accounts?q=%D0%9F%D0%B5%D1%82%D1%80%D0%BE%D0%B2'],
  ['/audit?q=a%20b', '/audit?q=a+b'],
  // What was done was said when it was done; «не сохранено» beside it would not be understood.
  ['/readings?account=0045120023&done=noted', '/readings?account=0045120023'],
  ['/readings?accepted=M00066', '/readings'],
  [`/audit?q=${'a'.repeat(2_000)}`, '/audit'],
  ['/', '/'],
])('the place of %s is kept', (address, place) => {
  expect(placeOf(address)).toBe(place);
  // The way in takes what it was given.
  expect(ownPath(place)).toBe(place);
});

it.each([
  '//evil.example/readings',
  '/\\evil.example',
  'https://evil.example/?next=/',
  'evil.example',
  '/readings?a=1#b',
  '/read ings',
  '/a\r\nLocation: https://evil.example',
  '/a?b=\r\nc',
  '',
  undefined,
  ['/readings'],
])('%p is no page of this site', (next) => {
  expect(ownPath(next)).toBeNull();
});
