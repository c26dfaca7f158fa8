import type { UpdateType } from '../src/reading.ts';
import { newSignal, type SignalDraft, type Timeframe, type UpdateDraft } from './labels.ts';
import { pickRemark, type Remark } from './asides.ts';
import type { Language } from './language.ts';
import { type Look, pickLook } from './look.ts';
import { type Instrument, pickInstrument, type Group } from './market.ts';
import {
  type NumberStyle,
  PLAIN,
  power,
  shorten,
  slip,
  toDecimal,
  trimZeros,
  write,
  writeText,
} from './numbers.ts';
import type { Piece, Role, Sort } from './pieces.ts';
import type { Rng } from './rng.ts';
import { spell, spellPlainly, spellTagged } from './spelling.ts';
import { pickStyle } from './style.ts';
import { contradict, newTrade, nextStep, type Trade, type TradeWish } from './trade.ts';
import { Voice } from './voice.ts';

/** What the words being written are about: a quotation gives only the instrument, a ghost nothing. */
export type Mode = 'signal' | 'update' | 'quote' | 'ghost';

export interface Wish extends Partial<Omit<TradeWish, 'instrument'>> {
  readonly groups?: readonly Group[];
  /** Of the stops and targets, some in pips. */
  readonly pips?: boolean;
  readonly shorthand?: boolean;
  readonly contradictory?: boolean;
  /** Only the last digits of prices, as for readers who see the market anyway. */
  readonly lastDigits?: boolean;
  /** No marks of its own: the layout is strict. */
  readonly plain?: boolean;
  /** What is peculiar about how it is set. */
  readonly look?: (rng: Rng) => Partial<Look>;
  /** What stands beside each level. */
  readonly aside?: readonly Remark[];
}

/** A message being written, and what it says so far. */
export class Draft {
  readonly rng: Rng;
  readonly language: Language;
  readonly voice: Voice;
  readonly look: Look;
  readonly wish: Wish;
  readonly pieces: Piece[] = [];
  readonly signals: SignalDraft[] = [];
  readonly updates: UpdateDraft[] = [];
  readonly mentions: { symbol: string; piece: Piece }[] = [];
  mode: Mode = 'signal';
  order = 0;
  trade: Trade;
  shorthand: boolean;
  /** How many targets of the order have been written. */
  written = 0;
  /** How many targets have been moved. */
  moved = 0;
  /** Prices without a role so far. */
  readonly seen = { low: 0, high: 0 };
  /** What was said of an instruction before its own words. */
  readonly pending: { price?: string; percent?: string } = {};
  /** The mark of its direction: the same all through. */
  mark: string | undefined;
  /** What stands beside each target. */
  readonly aside: Remark | undefined;
  readonly style: NumberStyle;
  readonly #ocr: boolean;
  #full: string | undefined;

  constructor(rng: Rng, language: Language, wish: Wish = {}) {
    this.rng = rng;
    this.language = language;
    this.wish = wish;
    this.voice = new Voice(rng, language);
    this.look = { ...pickLook(rng), ...wish.look?.(rng), ...(wish.plain && { currency: '' }) };
    this.aside = wish.aside ? rng.pick(wish.aside) : pickRemark(rng);
    const instrument = pickInstrument(rng, wish.groups);
    this.shorthand = wish.shorthand ?? rng.chance(0.015);
    this.style = wish.plain || this.shorthand ? PLAIN : pickStyle(rng, language.code, instrument);
    this.#ocr = !wish.plain && rng.chance(0.02);
    this.trade = this.#newTrade(instrument);
  }

  #newTrade(instrument: Instrument, side?: Trade['side']): Trade {
    const coarse = this.style.thousand !== '' && instrument.price > 20_000;
    const type = this.wish.type ?? this.rng.pick(TYPES);
    const trade = newTrade(this.rng, {
      ...this.wish,
      type,
      instrument,
      coarse,
      ...(side && { side }),
    });
    const odd = this.wish.contradictory ?? (this.mode === 'signal' && this.rng.chance(0.08));
    if (odd) contradict(this.rng, trade);
    return trade;
  }

  /** Goes on with another order; of the same instrument, or of another one. */
  next(same: boolean, side?: Trade['side']): void {
    this.order += 1;
    this.written = 0;
    this.#full = undefined;
    this.trade = same ? nextStep(this.rng, this.trade) : this.#newTrade(this.#another(), side);
  }

  #another(): Instrument {
    const { group, label } = this.trade.instrument;
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const other = pickInstrument(this.rng, group === 'coin' ? ['coin'] : undefined);
      if (other.label !== label && (group === 'coin') === (other.group === 'coin')) return other;
    }
    throw new Error(`Found nothing but ${label}`);
  }

  /** Goes on about another instrument, without an order more. */
  change(): void {
    this.#full = undefined;
    this.trade = this.#newTrade(this.#another());
  }

  get signal(): SignalDraft {
    return (this.signals[this.order] ??= newSignal());
  }

  get isSignal(): boolean {
    return this.mode === 'signal';
  }

  add(text: string, sort: Sort = 'text', role?: Role): Piece {
    const order = this.mode === 'update' ? Math.max(0, this.updates.length - 1) : this.order;
    const piece: Piece = { text, sort, role, order };
    if (text !== '') this.pieces.push(piece);
    return piece;
  }

  /** A word with a role in an order, which counts only where one is being given. */
  addOf(role: Role, text: string, sort: Sort = 'word'): void {
    this.add(text, sort, this.isSignal ? role : undefined);
  }

  symbol(plainly = false): void {
    const { instrument } = this.trade;
    this.symbolAs(plainly ? spellPlainly(this.rng, instrument) : this.#spell(instrument));
  }

  #spell(instrument: Instrument): string {
    const isTagged = /[#$]$/.test(this.pieces.at(-1)?.text ?? '');
    return isTagged
      ? spellTagged(this.rng, instrument)
      : spell(this.rng, instrument, this.language);
  }

  symbolAs(text: string): void {
    const { label } = this.trade.instrument;
    if (this.mode === 'signal') this.signal.symbol = label;
    const isUpdate = this.mode === 'update' || this.mode === 'quote';
    const role = isUpdate ? 'USYM' : 'SYM';
    const piece = this.add(text, 'symbol', this.mode === 'ghost' ? undefined : role);
    if (isUpdate) this.mentions.push({ symbol: label, piece });
  }

  /** The instrument just named is that of the updates too. */
  mention(): void {
    const piece = this.pieces.findLast(({ sort }) => sort === 'symbol');
    if (piece) this.mentions.push({ symbol: this.trade.instrument.label, piece });
  }

  /** An instrument that is only talked about. */
  otherSymbol(): void {
    this.add(this.#spell(this.#another()), 'symbol');
  }

  side(text = this.voice.word(this.trade.side)): void {
    if (this.isSignal) this.signal.action = this.trade.side;
    this.addOf('SIDE', text);
  }

  /** The word for the other side, as a target's label: it begins no order. */
  otherSide(): void {
    this.add(this.voice.word(this.trade.side === 'buy' ? 'sell' : 'buy'), 'word');
  }

  /** The word that makes it a limit or a stop order. */
  kind(role: 'LIM' | 'STP', text: string): void {
    if (this.isSignal) this.signal.orderType = role === 'LIM' ? 'limit' : 'stop';
    this.addOf(role, text);
  }

  /** A price in ticks as this author writes it, and as a decimal. */
  price(ticks: number, role?: Role): string {
    if (this.wish.lastDigits && this.trade.instrument.label === 'XAUUSD')
      return this.#lastDigits(ticks, role);
    const { decimals } = this.trade;
    const full = write(ticks, decimals, this.#styleOf());
    const short = this.shorthand && this.#full !== undefined ? this.shorten(full) : undefined;
    this.#full ??= full;
    this.#money(short ?? full, role);
    return toDecimal(ticks, decimals);
  }

  /** Two digits, or more where two would begin with a nought; they stay as written. */
  #lastDigits(ticks: number, role?: Role): string {
    const whole = Math.max(10, Math.round(ticks / power(this.trade.decimals)));
    const rest = [100, 1000, 10_000].find((size) => whole % size >= size / 10);
    const text = String(rest === undefined ? whole : whole % rest);
    this.#money(text, role);
    return text;
  }

  /** The last digits only, where that can be read. */
  shorten(full: string): string | undefined {
    const { group } = this.trade.instrument;
    const point = full.indexOf('.');
    const fraction = full.slice(point);
    if (
      group === 'forex' &&
      point > 0 &&
      fraction.length > 4 &&
      this.#full?.startsWith(full.slice(0, point + 1)) &&
      this.rng.chance(0.4)
    )
      return fraction;
    return shorten(full, this.#full ?? full);
  }

  /** The other end of a zone, shortened now and then: 2655-58. */
  zoneEnd(ticks: number, role?: Role): string {
    if (this.wish.lastDigits && this.trade.instrument.label === 'XAUUSD')
      return this.#lastDigits(ticks, role);
    const { decimals } = this.trade;
    const full = write(ticks, decimals, this.#styleOf());
    const short = this.shorthand || this.rng.chance(0.08) ? this.shorten(full) : undefined;
    this.#money(short ?? full, role);
    return toDecimal(ticks, decimals);
  }

  #money(text: string, role?: Role): void {
    const { currency } = this.look;
    const shown = this.#ocr && this.rng.chance(0.35) ? slip(text, this.rng) : text;
    if (currency.startsWith(' ')) {
      this.add(shown, 'number', role);
      this.add(currency, 'text');
      return;
    }
    this.add(currency, 'text');
    this.add(shown, 'number', role);
  }

  /** A number that is no price, such as lots. */
  number(plain: string, role?: Role): void {
    this.add(writeText(plain, { ...this.#styleOf(), thousands: '' }), 'number', role);
  }

  /** A style that leaves no doubt for this instrument: 1,234 of an unknown coin could be either. */
  #styleOf(): NumberStyle {
    const { instrument, decimals, price } = this.trade;
    const { style } = this;
    const known = instrument.group !== 'coin' || /^(BTC|ETH)/.test(instrument.label);
    const doubtful = decimals === 3 && price >= 1000;
    const odd = style.decimal === ' ' && (instrument.group !== 'forex' || decimals < 3);
    if (known && !odd) return style;
    return { ...style, thousands: '', decimal: doubtful || odd ? '.' : style.decimal };
  }

  entry(ticks: number): void {
    this.noteEntry(this.price(ticks, this.isSignal ? 'ENT' : undefined));
  }

  noteEntry(price: string): void {
    if (!this.isSignal) return;
    const { entry } = this.signal;
    const low = entry === null || Number(price) < Number(entry.low) ? price : entry.low;
    const high = entry === null || Number(price) > Number(entry.high) ? price : entry.high;
    this.signal.entry = { low, high };
  }

  stop(ticks = this.trade.stop): void {
    const price = this.price(ticks, this.isSignal ? 'SL' : undefined);
    if (this.isSignal) this.signal.stopLoss ??= { price };
  }

  target(ticks: number): void {
    const price = this.price(ticks, this.isSignal ? 'TP' : undefined);
    this.written += 1;
    if (this.isSignal) this.signal.takeProfits.push({ price });
  }

  openTarget(text: string): void {
    if (this.isSignal) this.signal.takeProfits.push({ open: true });
    this.written += 1;
    this.addOf('OPN', text);
  }

  /** How far a price is from the entry, as pips are counted: a plain decimal. */
  pipsTo(ticks: number): string {
    const { entries, pip } = this.trade;
    const far = Math.abs(ticks - (entries[0] ?? ticks)) / pip;
    const pips = far > 600 ? this.rng.int(20, 600) : far;
    const step = pips > 100 && this.rng.chance(0.7) ? 10 : 5;
    return String(Math.max(5, Math.round(pips / step) * step));
  }

  stopPips(pips = this.pipsTo(this.trade.stop)): void {
    this.number(pips, this.isSignal ? 'SLP' : undefined);
    if (this.isSignal) this.signal.stopLoss ??= { pips };
  }

  targetPips(pips: string): void {
    this.number(pips, this.isSignal ? 'TPP' : undefined);
    this.written += 1;
    if (this.isSignal) this.signal.takeProfits.push({ pips });
  }

  amount(role: 'LOT' | 'RSK' | 'LEV', plain: string): void {
    this.number(plain, this.isSignal ? role : undefined);
    if (!this.isSignal) return;
    const field = FIELDS[role];
    this.signal[field] ??= trimZeros(plain);
  }

  timeframe(text: string, label: Timeframe): void {
    this.addOf('TF', text);
    if (this.isSignal) this.signal.timeframe = label;
  }

  /** An instruction of an update begins, with the words that carry it. */
  instruct(type: UpdateType, { role, text }: { role?: Role; text?: string }): UpdateDraft {
    const update: UpdateDraft = { type, symbol: null, percent: null, price: null };
    this.updates.push(update);
    if (text !== undefined) this.add(text, 'word', role).order = this.updates.length - 1;
    return update;
  }

  /** What began as closing turned out to be of a part only. */
  toPartial(percent: string | null): void {
    const update = this.updates.at(-1);
    if (!update) return;
    const order = this.updates.length - 1;
    update.type = 'closePartial';
    update.percent ??= percent;
    for (const piece of this.pieces) {
      if (piece.role === 'CLS' && piece.order === order) piece.role = 'PRT';
    }
  }
}

const FIELDS = { LOT: 'lots', RSK: 'riskPercent', LEV: 'leverage' } as const;
const TYPES = [
  ...Array.from({ length: 17 }, () => 'market' as const),
  'limit',
  'limit',
  'stop',
] as const;
