import { PrintedSlip } from './printed-slip';
import { SlipCanvas } from './slip-canvas';
import { drawFoot } from './slip-foot';
import { SlipFlow } from './slip-flow';
import { drawCharges, drawMeters } from './slip-lines';
import { drawTop } from './slip-top';

/**
 * Draws one slip from the top of a new page of the document. One page where it fits, a clean second page otherwise.
 * `onPage` is told each page that was begun, counted from 1 within the slip.
 */
export function drawSlip(
  canvas: SlipCanvas,
  slip: PrintedSlip,
  onPage: (page: number) => void = () => undefined,
): void {
  canvas.addPage();
  onPage(1);
  const flow = new SlipFlow(canvas, slip.content, onPage);
  canvas.group('Sect', () => {
    flow.y = drawTop(canvas, slip) + 8;
  });
  canvas.group('Sect', () => drawMeters(canvas, flow, slip.content));
  canvas.group('Sect', () => drawCharges(canvas, flow, slip.content));
  drawFoot(canvas, flow, slip);
}
