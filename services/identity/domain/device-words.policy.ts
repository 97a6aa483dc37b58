/** What a browser says of itself, in words that its owner recognises: `Chrome, Android`. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//, 'Яндекс Браузер'],
  [/EdgA?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/MiuiBrowser\//, 'Mi Browser'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** Nothing of the text itself is kept: it is long, tells browsers apart, and anybody may write anything into it. */
export function deviceInWords(userAgent: string): string {
  const found = [BROWSERS, SYSTEMS].flatMap(
    (names) => (names.find(([pattern]) => pattern.test(userAgent))?.slice(1) as string[] | undefined) ?? [],
  );
  return found.length === 0 ? 'Неизвестное устройство' : found.join(', ');
}
