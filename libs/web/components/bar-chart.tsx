import { VNode } from 'preact';

export interface Bar {
  /** Under the bar: `март`. */
  readonly label: string;
  /** What is compared, in any one unit. */
  readonly value: number;
  /** Above the bar and read out: `7,6 м³`. */
  readonly text: string;
  /** Not measured but reckoned: drawn as an outline, not in another colour alone. */
  readonly estimated?: boolean;
  /** The same month of the year before. */
  readonly before?: number;
}

const WIDTH = 640;
const HEIGHT = 240;
const TOP = 28;
const BOTTOM = 28;
/** More bars than these have no room for every word on a phone. */
const MANY = 12;

/**
 * Bars of one row. The chart is for the eye: whoever cannot see it has the table that stands beside it, so that it is
 * hidden from screen readers.
 */
export function BarChart({ bars, caption }: { readonly bars: readonly Bar[]; readonly caption: string }): VNode {
  const highest = Math.max(0, ...bars.flatMap(({ value, before = 0 }) => [value, before]));
  const step = WIDTH / Math.max(bars.length, 1);
  const height = (value: number) => (highest === 0 ? 0 : (Math.max(value, 0) / highest) * (HEIGHT - TOP - BOTTOM));
  return (
    <figure class={bars.length > MANY ? 'chart chart-many' : 'chart'} aria-hidden="true">
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="presentation" focusable="false">
        <line class="chart-axis" x1="0" x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        {bars.map(({ label, value, text, estimated = false, before }, index) => {
          const left = step * index;
          const width = step * 0.56;
          return (
            <g>
              {before !== undefined && (
                <rect
                  class="chart-before"
                  x={left + step * 0.12}
                  width={width}
                  y={HEIGHT - BOTTOM - height(before)}
                  height={height(before)}
                />
              )}
              <rect
                class={estimated ? 'chart-bar chart-estimated' : 'chart-bar'}
                x={left + step * 0.26}
                width={width}
                y={HEIGHT - BOTTOM - height(value)}
                height={height(value)}
              />
              <text class="chart-value" x={left + step * 0.54} y={HEIGHT - BOTTOM - height(value) - 6}>
                {text}
              </text>
              <text class="chart-label" x={left + step * 0.5} y={HEIGHT - 8}>
                {label}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
