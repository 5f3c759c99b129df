import { t } from '../texts';
import { numberFormat } from './formats';

/** Expected against elapsed: what the server measured, made ready to be drawn. */

export type Calibrated = {
  count: number;
  ratio: number | null;
  low: number | null;
  high: number | null;
  factor: number | null;
};
export type Calibration = {
  overall: Calibrated;
  lists: (Calibrated & { list: string })[];
  tags: (Calibrated & { tag: string })[];
  sizes: (Calibrated & { size: string })[];
};

const SIZES: Record<string, string> = {
  '15m': t.report.upTo15,
  '30m': t.report.upTo30,
  '1h': t.report.upTo1h,
  '2h': t.report.upTo2h,
  '4h': t.report.upTo4h,
  '8h': t.report.upTo8h,
  more: t.report.over8h,
};

export const sizeText = (size: string): string => SIZES[size] ?? size;

const TICKS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20];

/** Ratios multiply, so the axis is logarithmic: half as long is as far from 1 as twice as long. */
export class Axis {
  readonly ticks: number[];
  #low: number;
  #high: number;

  constructor(rows: Calibrated[]) {
    const all = rows.flatMap(({ low, high }) => [low ?? 1, high ?? 1]);
    const least = Math.min(0.5, ...all);
    const most = Math.max(2, ...all);
    this.#low = Math.log(TICKS.findLast((tick) => tick <= least) ?? least);
    this.#high = Math.log(TICKS.find((tick) => tick >= most) ?? most);
    this.ticks = TICKS.filter((tick) => this.at(tick) >= 0 && this.at(tick) <= 1.0001);
  }

  /** From 0 at the left to 1 at the right. */
  at(ratio: number): number {
    return (Math.log(ratio) - this.#low) / (this.#high - this.#low);
  }
}

export function ratioText(ratio: number | null, locale?: string): string {
  if (ratio === null) return '–';
  const digits = ratio < 10 ? 2 : 1;
  return `${numberFormat(locale, { maximumFractionDigits: digits }).format(ratio)}\u00a0×`;
}

/** A sentence for the median; within a tenth of what was expected is as good as right. */
export function verdict({ ratio }: Calibrated): string {
  if (ratio === null) return t.report.nothingToCompare;
  if (ratio > 1.1) return t.report.takeLonger;
  return ratio < 0.9 ? t.report.takeLess : t.report.aboutRight;
}

const LIMITS: [string, number][] = [
  ['15m', 900],
  ['30m', 1_800],
  ['1h', 3_600],
  ['2h', 7_200],
  ['4h', 14_400],
  ['8h', 28_800],
];

/** The size class that an expected time belongs to, as the report names it. */
export const sizeOf = (expected: number): string =>
  LIMITS.find(([, most]) => expected <= most)?.[0] ?? 'more';
