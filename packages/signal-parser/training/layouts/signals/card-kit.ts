import type { Draft } from '../../draft.ts';
import { EMOJIS } from '../../emojis.ts';
import { writeLayout } from '../../render.ts';
import { otherEnd } from '../../slots.ts';
import { type Family, signal } from '../family.ts';
import {
  ANY_NAMES,
  BREAKS,
  EQUALS,
  FEET,
  GAPS,
  HEADS,
  JOINTS,
  MORE,
  NAMES,
  ORDERS,
  ORDINALS,
  STOP_ASIDES,
  TARGET_ASIDES,
  WRAPS,
} from './card-parts.ts';

const loose = { shorthand: false } as const;

/** How one author sets a card. */
class Kit {
  readonly #draft: Draft;
  readonly #isLined: boolean;
  readonly #gap: string;
  readonly #equals: string;
  readonly #wrap: readonly [string, string];
  readonly #targetAside: string;
  readonly #stopAside: string;
  readonly #labels: Readonly<Record<'N' | 'L' | 'T', string>>;
  readonly #marks: Readonly<Record<'N' | 'L' | 'T', string>>;
  readonly #isFielded: boolean;

  constructor(draft: Draft) {
    const { rng } = draft;
    this.#draft = draft;
    this.#isLined = rng.chance(0.72);
    this.#gap = rng.pick(this.#isLined ? BREAKS : GAPS);
    const equals = rng.pick(EQUALS);
    this.#equals = !this.#isLined && equals.includes('\n') ? ' ' : equals;
    this.#wrap = rng.chance(0.18) ? rng.pick(WRAPS) : ['', ''];
    this.#targetAside = rng.chance(0.25) ? rng.pick(TARGET_ASIDES) : '';
    this.#stopAside = rng.chance(0.2) ? rng.pick(STOP_ASIDES) : '';
    const names = rng.chance(0.4) ? NAMES : ANY_NAMES;
    this.#labels = { N: rng.pick(names.N), L: rng.pick(names.L), T: rng.pick(names.T) };
    const mark = rng.chance(0.3) ? () => `${rng.pick(EMOJIS)}${rng.pick([' ', ''])}` : () => '';
    this.#marks = { N: mark(), L: mark(), T: mark() };
    this.#isFielded = rng.chance(0.3);
  }

  write(): void {
    const { rng } = this.#draft;
    if (rng.chance(0.4)) this.#line(HEADS);
    const order = rng.chance(0.2) ? rng.shuffle([...'SDNLT']) : [...rng.pick(ORDERS)];
    const more = rng.chance(0.3) ? rng.int(0, order.length - 1) : -1;
    for (const [at, field] of order.entries()) {
      if (at > 0) this.#draft.add(this.#gap);
      this.#field(field);
      if (at === more) this.#layout(`${this.#gap}${rng.pick(MORE)}`);
    }
    const feet = rng.pick([0, 0, 0, 1, 1, 2]);
    for (let at = 0; at < feet; at += 1) this.#layout(rng.pick(['\n', '\n\n']) + rng.pick(FEET));
  }

  #layout(template: string): void {
    writeLayout(this.#draft, template);
  }

  #line(lines: readonly string[]): void {
    this.#layout(`${this.#draft.rng.pick(lines)}${this.#draft.rng.pick(['\n', '\n', '\n\n'])}`);
  }

  #field(field: string): void {
    if (field === 'X') this.#headline();
    else if (field === 'S') this.#layout(this.#isFielded ? '{w:symbolLabel}{=}{sym}' : '{sym}');
    else if (field === 'D') this.#side();
    else if (field === 'N') this.#entry();
    else if (field === 'L') this.#stop();
    else this.#targets();
  }

  #headline(): void {
    this.#layout(
      this.#draft.rng.pick([
        '{sym} {order}',
        '{sym} {order}',
        '{order} {sym}',
        '{order} {sym}',
        '{side_emoji} {order} {sym}',
        '{sym} {order} {side_emoji}',
        '{sym} | {order}',
        '{sym} - {order}',
        '{sym} ({order})',
        '{e}{sym} {order}{e}',
        '{sym} {tf} {order}',
        '{w:order}{=}{order} {sym}',
        '{sym}\n{order}',
        '{order}\n{sym}',
        '{sym}{now} {order}',
        '{sym} 👉 {order}',
      ]),
    );
  }

  #side(): void {
    const { rng } = this.#draft;
    this.#layout(
      this.#isFielded
        ? rng.pick(['{w:sideLabel}{=}{order}', '{w:sideLabel}{=}{side_emoji} {order}'])
        : rng.pick([
            '{order}',
            '{order}',
            '{order} {side_emoji}',
            '{side_emoji}{order}',
            '({order})',
          ]),
    );
  }

  #level(write: () => void): void {
    const [open, close] = this.#wrap;
    this.#draft.add(open);
    write();
    this.#draft.add(close);
  }

  #head(field: 'N' | 'L' | 'T', label = this.#labels[field]): void {
    this.#draft.add(this.#marks[field], 'emoji');
    this.#layout(label);
    this.#draft.add(/[@]$/.test(label) ? ' ' : this.#equals);
  }

  #entry(): void {
    const draft = this.#draft;
    const { rng, trade } = draft;
    this.#head('N');
    if (trade.type === 'market' && rng.chance(0.1)) {
      this.#layout(rng.pick(['{w:now}', 'CMP', 'market', 'instant', 'Market price', 'now ⚡️']));
      return;
    }
    if (trade.entries.length > 1 && rng.chance(0.3)) {
      const [from, between, after] = rng.pick([
        ['from ', ' to ', ''],
        ['between ', ' and ', ''],
        ['', ' up to ', ''],
        ['', ' … ', ''],
        ['', ' ~ ', ''],
        ['', ' ↔️ ', ''],
        ['[', ' ; ', ']'],
        ['', '(', ')'],
        ['', ' or better ', ''],
        ['1) ', ' 2) ', ''],
      ] as const);
      draft.add(from);
      draft.entry(trade.entries[0] ?? trade.price);
      draft.add(between);
      draft.entry(otherEnd(draft));
      draft.add(after);
      return;
    }
    this.#level(() => this.#layout('{zone}'));
  }

  #stop(): void {
    this.#head('L');
    this.#level(() => this.#draft.stop());
    this.#layout(this.#stopAside);
  }

  #targets(): void {
    const { rng } = this.#draft;
    const draw = rng.next();
    if (draw < 0.45) this.#targetLines(rng.next());
    else if (draw < 0.8) this.#targetRow();
    else this.#targetList();
    if (rng.chance(0.1)) {
      this.#draft.add(this.#isLined ? '\n' : ' ');
      this.#head('T');
      this.#draft.openTarget(
        rng.pick([this.#draft.voice.word('open'), 'open', 'runner', 'Open', 'OPEN']),
      );
    }
  }

  #target(ticks: number): void {
    this.#level(() => this.#draft.target(ticks));
    this.#layout(this.#targetAside);
  }

  /** Each with a label of its own. */
  #targetLines(kind: number): void {
    const draft = this.#draft;
    const { targets } = draft.trade;
    for (const [at, ticks] of targets.entries()) {
      if (at > 0) draft.add(this.#isLined ? '\n' : this.#gap);
      const label = this.#targetLabel(kind, at);
      const isLast = at === targets.length - 1 && at > 0 && kind > 0.85;
      this.#head('T', isLast ? `Final ${this.#labels.T}` : label);
      if (this.#equals === '' && /\d$/.test(label)) draft.add(' ');
      this.#target(ticks);
    }
  }

  #targetLabel(kind: number, at: number): string {
    const label = this.#labels.T;
    if (kind < 0.6) return `${label}${at + 1}`;
    return kind < 0.7 ? `${label} ${at + 1}` : `${ORDINALS[at] ?? 'next'} ${label}`;
  }

  /** All behind one label. */
  #targetRow(): void {
    const draft = this.#draft;
    const { rng } = draft;
    const joints = this.#isLined ? JOINTS : JOINTS.filter((joint) => !joint.includes('\n'));
    const joint = rng.pick(joints);
    this.#head('T');
    for (const [at, ticks] of draft.trade.targets.entries()) {
      if (at > 0) draft.add(joint);
      this.#target(ticks);
    }
  }

  /** Below a heading, each with a number or a mark. */
  #targetList(): void {
    const draft = this.#draft;
    const { rng } = draft;
    const gap = this.#isLined ? '\n' : ' ';
    const [before, after] = rng.pick([
      ['', ') '],
      ['', '. '],
      ['', '- '],
      ['#', ': '],
      ['', '️⃣ '],
      ['🎯', ' '],
      ['T', ' '],
      ['Goal ', ': '],
      ['', 'º '],
    ] as const);
    this.#layout(`${this.#labels.T}${rng.pick([':', '', ' 👇', ' »'])}`);
    for (const [at, ticks] of draft.trade.targets.entries()) {
      draft.add(`${gap}${before}${at + 1}${after}`);
      this.#target(ticks);
    }
  }
}

/** Cards that are put together from parts. */
export const CARD_KIT: readonly Family[] = [
  signal('card_kit', [], { weight: 7, write: (draft) => new Kit(draft).write(), wish: loose }),
];
