import type { Drawing } from './drawing.ts';

/** How a value is to be taken: at ease, with care, or as an alarm. */
export type Tone = 'good' | 'warn' | 'bad';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone | undefined;
  /** An id or hash, which may be broken anywhere. */
  readonly code?: boolean;
}

export interface Fact extends Cell {
  readonly label: string;
}

export interface Column {
  readonly title: string;
  readonly align: 'start' | 'end';
  /** Its share of the table's width. */
  readonly width: number;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'chart'; readonly drawing: Drawing }
  | Table;

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What is printed, without how. HTML and PDF are both made of it, so that they say the same. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
  readonly at: Date;
  readonly sections: readonly Section[];
}

export const note = (text: string): Block => ({ kind: 'note', text });
export const chart = (drawing: Drawing): Block => ({ kind: 'chart', drawing });
export const facts = (...list: readonly Fact[]): Block => ({ kind: 'facts', facts: list });
/** A column of words. */
export const words = (title: string, width: number): Column => ({ title, width, align: 'start' });
/** A column of numbers. */
export const numbers = (title: string, width: number): Column => ({ title, width, align: 'end' });
export const code = (text: string): Cell => ({ text, code: true });
