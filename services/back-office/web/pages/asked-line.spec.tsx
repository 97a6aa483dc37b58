import { renderToStaticMarkup } from 'preact-render-to-string';
import { Explanation } from '#services/billing/api/client';
import { AskedLineSection } from './asked-line';

/** 64.9 × 293.264 : (12 × 1375.7) × 2350.4 is no decimal: the log keeps it as a fraction. */
const HEATING = {
  kind: 'charge',
  ofPeriod: '2026-10',
  utility: 'heating',
  component: null,
  amountKopecks: 2_709_82,
  formula: '64.9 * 293.264 / (12 * 1375.7) * 2350.4',
  exact: '69898081396/25794375',
  why: 'По общедомовому счётчику.',
  inputs: [{ name: 'house_volume 2026-10', value: '293.264', type: null, eventId: null, actor: null }],
};

it('shows an endless fraction as roubles that can be read, and what they are rounded to', () => {
  const explanation = { lines: [HEATING], calculatedBy: { eventId: 'e' } } as unknown as Explanation;
  const line = { period: '2026-10', utility: 'heating', component: null };
  const page = renderToStaticMarkup(<AskedLineSection {...{ line, explanation }} utilities={[]} />);
  const words = page.replaceAll(/<[^>]+>/g, '').replaceAll(/[\s\u202f]+/g, ' ');
  expect(words).toContain(
    '64,9 × 293,264 : (12 × 1375,7) × 2350,4 = 2 709,818764 ₽, после округления до копейки 2 709,82 ₽',
  );
  expect(words).toContain('Общедомовой счётчик, октябрь 2026');
});
