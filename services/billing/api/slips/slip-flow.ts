import { monthInWords } from '#libs/web';
import { SlipContent } from '../../domain/slip-content';
import { PAGE, SlipCanvas, SMALL_SIZE, SOFT_INK } from './slip-canvas';

/** Where the next line stands; what does not fit any more begins a clean page with a running head. */
export class SlipFlow {
  y: number = PAGE.top;
  pages = 1;

  constructor(
    private readonly canvas: SlipCanvas,
    private readonly content: SlipContent,
    private readonly onPage: (page: number) => void,
  ) {}

  get left(): number {
    return PAGE.bottom - this.y;
  }

  ensure(height: number): void {
    if (this.left < height) this.turn();
  }

  turn(): void {
    this.pages += 1;
    this.canvas.addPage();
    this.onPage(this.pages);
    const { account, period } = this.content;
    const head = `Квитанция за ${monthInWords(period)}, лицевой счёт ${account}`;
    this.canvas.element('P', () => {
      this.canvas.text(head, PAGE.left, 46, { size: SMALL_SIZE, color: SOFT_INK });
      this.canvas.text(`страница ${this.pages}`, PAGE.right, 46, { size: SMALL_SIZE, color: SOFT_INK, align: 'right' });
    });
    this.canvas.rule(PAGE.left, PAGE.right, 52, 0.8);
    this.y = 72;
  }
}
