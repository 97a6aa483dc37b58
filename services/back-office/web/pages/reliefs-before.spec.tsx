import { renderToStaticMarkup } from 'preact-render-to-string';
import { RecalculationPreview } from '#services/billing/api/client';
import { ReliefsBefore } from './recalculation-preview';

const shown = (reliefsBefore: RecalculationPreview['reliefsBefore']) => {
  const preview = { account: '0017', kind: 'relief', amountKopecks: -33_000, lines: [], waivers: [] } as const;
  return renderToStaticMarkup(<ReliefsBefore preview={{ ...preview, needsApproval: false, reliefsBefore }} />);
};

it('a relief that would stand twice is told of before it is recorded', () => {
  expect(shown([])).toBe('');
  const words = shown([{ recalculationId: 'r-1', recordedOn: '2026-04-01', amountKopecks: -33_000 }])
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');
  expect(words).toContain('Льгота по этой строке за этот месяц уже записана');
  expect(words).toMatch(/1 апреля 2026 ?: .330,00 ₽/);
  expect(words).toContain('только если льгота положена ещё одному человеку');
});
