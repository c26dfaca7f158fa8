import { listOf, type ConceptSet } from './concepts.ts';

/** Tables of weights are hash tables of so many rows. */
export const ROW_BITS = 15;

/** Collects the rows of features. One buffer serves all messages, one after the other. */
export class Rows {
  readonly rows: Int32Array;
  count = 0;

  constructor(size: number) {
    this.rows = new Int32Array(size);
  }

  /** A feature: its template, and up to three parts. What is beyond the buffer's end is left out. */
  add(template: number, a = 0, b = 0, c = 0): void {
    let hash = Math.imul(template + 1, 0x9e3779b1);
    hash = Math.imul(hash ^ (a + 0x7f4a7c15), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash ^ (b + 0x165667b1), 0xc2b2ae35);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ (c + 0x27d4eb2f), 0x9e3779b1);
    hash ^= hash >>> 16;
    if (this.count < this.rows.length) this.rows[this.count++] = hash >>> (32 - ROW_BITS);
  }

  /** One feature for each concept of a set. */
  addEach(template: number, concepts: ConceptSet, b = 0): void {
    for (const concept of listOf(concepts)) this.add(template, concept, b);
  }
}
