/** What a colour stands for; each way of printing has its own shade for it. */
export const INKS = [
  'text',
  'muted',
  'grid',
  'equity',
  'balance',
  'daily',
  'total',
  'good',
  'warn',
  'bad',
] as const;
export type Ink = (typeof INKS)[number];

/** In points from the left and the top of the drawing. */
export type Point = readonly [x: number, y: number];

export type Shape =
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly ink: Ink;
      readonly width: number;
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'bar';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of its baseline. */
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly ink: Ink;
    };

export interface LegendItem {
  readonly label: string;
  readonly ink: Ink;
  readonly dashed?: boolean;
}

/** A chart, worked out to its last line, so that it looks the same wherever it is printed. */
export interface Drawing {
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly legend: readonly LegendItem[];
  readonly shapes: readonly Shape[];
}

export const LABEL_SIZE = 8;
