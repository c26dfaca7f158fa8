import type { Language } from './language.ts';
import type { Rng } from './rng.ts';
import { weigh } from './rng.ts';

/** The label words of English channels, which all others borrow from. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  buy: weigh({ BUY: 14, Buy: 10, buy: 6, LONG: 5, Long: 5, long: 2, BOUGHT: 1, 'Go long': 1 }),
  sell: weigh({
    SELL: 14,
    Sell: 10,
    sell: 6,
    SHORT: 5,
    Short: 5,
    short: 2,
    SOLD: 1,
    'Go short': 1,
  }),
  sl: weigh({
    SL: 26,
    'Stop Loss': 9,
    Stoploss: 4,
    StopLoss: 3,
    'STOP LOSS': 4,
    'Stop loss': 4,
    Sl: 4,
    sl: 4,
    'S/L': 2,
    'S.L': 1,
    'Stop-Loss': 2,
    Stop: 4,
    STOP: 2,
    STOPLOSS: 2,
    'stop loss': 2,
    Invalidation: 1,
    'SL Price': 1,
    'Hard stop': 1,
    'Protective stop': 1,
    'S.L.': 1,
    'Stop Loss Level': 1,
    'Sl at': 1,
    'Cut loss': 1,
    'Cut at': 1,
    'Max loss': 1,
    'Stop out': 1,
    stp: 1,
    'Out if': 1,
    'Safety stop': 1,
    'Wrong at': 1,
    Protection: 1,
  }),
  tp: weigh({
    TP: 26,
    'Take Profit': 8,
    Target: 8,
    TakeProfit: 3,
    'TAKE PROFIT': 3,
    'Take profit': 4,
    Tp: 5,
    tp: 4,
    'T/P': 1,
    'T.P': 1,
    'Take-Profit': 2,
    TARGET: 3,
    Targets: 2,
    Tgt: 1,
    TGT: 1,
    target: 2,
    Goal: 1,
    Objective: 1,
    'T.P.': 1,
    'Profit target': 1,
    T: 1,
    Out: 1,
    'Exit target': 1,
    'Cover at': 1,
    'Exit at': 1,
    Take: 1,
    'Profit taking': 1,
    tgts: 1,
    'Price target': 1,
    PT: 1,
  }),
  entry: weigh({
    Entry: 18,
    ENTRY: 5,
    'Entry Price': 5,
    'Entry price': 3,
    entry: 3,
    Enter: 2,
    'Entry Point': 2,
    'Entry point': 1,
    'Enter at': 1,
    'Entry level': 1,
    'Entry zone': 2,
    'Entry Zone': 2,
    'ENTRY ZONE': 1,
    EP: 1,
    Entries: 1,
    Price: 2,
    'Open price': 1,
    'Open at': 1,
    'Entry Targets': 1,
    E: 1,
    In: 1,
    IN: 1,
    in: 1,
    Open: 1,
    open: 1,
    'open price': 1,
    'Get in': 1,
    'Our entry': 1,
    'Position from': 1,
    'Entry at': 1,
    'Price in': 1,
    Start: 1,
  }),
  limit: weigh({ LIMIT: 8, Limit: 6, limit: 5, LMT: 1 }),
  stopOrder: weigh({ STOP: 8, Stop: 6, stop: 5 }),
  now: weigh({
    NOW: 9,
    now: 7,
    Now: 5,
    'at market': 2,
    market: 2,
    CMP: 3,
    cmp: 2,
    'market price': 1,
    MARKET: 2,
    'NOW!!': 1,
    'market execution': 1,
    'at current price': 1,
    'right now': 1,
    instant: 1,
    here: 1,
  }),
  open: weigh({
    open: 6,
    OPEN: 6,
    Open: 5,
    runner: 1,
    'leave open': 1,
    'Open 🚀': 1,
    'hold (open)': 1,
  }),
  pips: weigh({ pips: 10, PIPS: 3, pip: 1, Pips: 4, points: 2, pts: 1 }),
  lots: weigh({
    Lot: 4,
    'Lot size': 4,
    Lots: 3,
    LOT: 2,
    'Lot Size': 2,
    Volume: 2,
    Lotsize: 1,
    Size: 1,
  }),
  lot: weigh({ lot: 6, lots: 5, LOT: 2, Lot: 1 }),
  risk: weigh({ Risk: 8, RISK: 3, risk: 3, 'Risk per trade': 2, 'Max risk': 1, 'Account risk': 1 }),
  leverage: weigh({ Leverage: 10, LEVERAGE: 2, Lev: 2, leverage: 2 }),
  timeframe: weigh({
    Timeframe: 5,
    TF: 5,
    'Time Frame': 2,
    Chart: 2,
    'Time frame': 2,
    TIMEFRAME: 1,
  }),
  symbolLabel: weigh({
    Pair: 9,
    Symbol: 5,
    PAIR: 2,
    Coin: 2,
    Asset: 3,
    Instrument: 3,
    SYMBOL: 1,
    Market: 1,
    Ticker: 1,
  }),
  sideLabel: weigh({
    Direction: 6,
    Side: 4,
    Type: 3,
    Action: 4,
    Position: 3,
    Order: 2,
    'Signal Type': 2,
    'Trade type': 1,
    DIRECTION: 1,
    Trade: 1,
    Signal: 1,
    Operation: 1,
  }),
  to: ['to', 'till', 'until'],
  and: ['and', '&'],
  at: ['at', '@', 'from', 'around', 'near'],
  zone: ['zone', 'area', 'range', 'Zone'],
  above: ['above', 'over', 'ABOVE'],
  below: ['below', 'under', 'BELOW'],
  breaks: ['breaks', 'if it breaks', 'on a break of', 'breaking'],
  close: ['Close', 'CLOSE', 'close', 'Exit'],
  partial: ['partials', 'Partial close', 'Take partials', 'secure some profit', 'Book partial'],
  half: ['half', 'Half', 'HALF'],
  wait: ['Wait', 'Get ready', 'watching', 'soon'],
  not: ['Don’t', 'No', 'Never', 'do not', 'not', 'NOT', 'not'],
  new: ['New', 'new', 'Updated'],
  profit: ['profit', 'Profit', 'in profit'],
  loss: ['loss', 'Loss'],
  breakeven: ['BE', 'B.E', 'break even', 'breakeven', 'Breakeven', 'SL to entry'],
  cancel: ['Cancel', 'Delete', 'cancel', 'delete', 'CANCEL'],
  move: ['move', 'Move', 'set', 'put'],
  pending: ['Pending', 'Pending order', 'PENDING', 'Pending Order'],
  hit: ['hit', 'done', 'smashed', 'reached', 'HIT'],
};

/** How soon a listed phrase is too rare for a label: of the first, the first ones most. */
const COMMON = 6;
/** Channels that call their levels by what they bring. */
const OUTCOMES: Readonly<Record<string, 'profit' | 'loss'>> = { tp: 'profit', sl: 'loss' };
const ENGLISH_OUTCOMES = {
  profit: ['Profit', 'PROFIT', 'profit', 'Profit at', 'Take', 'P'],
  loss: ['Loss', 'LOSS', 'loss', 'Loss at', 'Cut', 'L'],
} as const;

/** The words one author uses: the same one for a thing throughout a message. */
export class Voice {
  readonly language: Language;
  readonly rng: Rng;
  /** Local words for all, English SL and TP among local words, or English labels only. */
  readonly mix: 'local' | 'mixed' | 'english';
  readonly #chosen = new Map<string, string>();
  readonly #case: 'as is' | 'upper' | 'title';
  readonly #byOutcome: boolean;

  constructor(rng: Rng, language: Language) {
    this.rng = rng;
    this.language = language;
    this.mix =
      language.code === 'en' ? 'english' : rng.pick(['local', 'local', 'mixed', 'english']);
    this.#case = rng.pick(['as is', 'as is', 'title', 'title', 'upper']);
    this.#byOutcome = rng.chance(0.04);
  }

  word(concept: string): string {
    const known = this.#chosen.get(concept);
    if (known !== undefined) return known;
    const word = this.#choose(concept);
    this.#chosen.set(concept, word);
    return word;
  }

  #choose(concept: string): string {
    const outcome = OUTCOMES[concept];
    return outcome && (this.#byOutcome || this.rng.chance(0.01))
      ? this.#outcome(outcome)
      : this.#usual(concept);
  }

  #usual(concept: string): string {
    const local = this.language.words[concept === 'lot' ? 'lots' : concept] ?? [];
    const core = CORE[concept] ?? [];
    const borrowed = this.#isBorrowed(concept) && core.length > 0;
    if (borrowed || local.length === 0) return core.length > 0 ? this.rng.pick(core) : concept;
    const reach = this.rng.chance(0.75) ? COMMON : local.length;
    return this.#cased(this.rng.pick(local.slice(0, reach)));
  }

  #outcome(outcome: 'profit' | 'loss'): string {
    const local = (this.language.words[outcome] ?? []).slice(0, 2);
    return local.length === 0 || this.mix !== 'local'
      ? this.rng.pick(ENGLISH_OUTCOMES[outcome])
      : this.#cased(this.rng.pick(local));
  }

  #isBorrowed(concept: string): boolean {
    if (this.language.code === 'en') return this.rng.chance(0.82);
    if (this.mix === 'local') return false;
    if (this.mix === 'english')
      return concept !== 'buy' && concept !== 'sell' ? true : this.rng.chance(0.6);
    return ['sl', 'tp', 'open', 'limit', 'stopOrder', 'pips'].includes(concept);
  }

  #cased(phrase: string): string {
    if (this.#case === 'as is' || !/^[\p{Ll}\p{Lu}]/u.test(phrase)) return phrase;
    if (this.#case === 'upper') return phrase.toUpperCase();
    return phrase.charAt(0).toUpperCase() + phrase.slice(1);
  }
}
