import { renderToStaticMarkup } from 'preact-render-to-string';
import { SHEET_ROWS_MAX } from '#libs/gateway';
import { PaymentsPage, PaymentsProps } from './payments.page';

function pageWith(payments: number): string {
  const days = [{ receivedOn: '2026-10-07', channel: 'registry', payments, receivedKopecks: 0, reversedKopecks: 0 }];
  const asked = { from: '2026-10-01', to: '2026-10-31', find: '' };
  const props = { payments: { payments: [], more: false, days }, asked, needingAttention: 0, errors: [], typed: {} };
  return renderToStaticMarkup(<PaymentsPage {...(props as unknown as PaymentsProps)} />);
}

it('whoever has too many payments for Excel is told what this page has to make them fewer', () => {
  const page = pageWith(SHEET_ROWS_MAX);
  expect(page).toContain('Для Excel в ней слишком много строк: сократите срок');
  expect(page).toMatch(/id="from"[^]*id="to"/);
  expect(page).not.toMatch(/дом(?![а-яё])/iu);
  expect(pageWith(SHEET_ROWS_MAX - 1)).toContain('>Excel</a>');
});
