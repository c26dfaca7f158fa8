/** Why a text that names an order may not be one. */
export interface Mood {
  /** A report, a refusal or another product: whatever it names, nobody is told to trade it. */
  readonly denies: boolean;
  /** Analysis, anticipation, advertising: only an order with all its levels counts. */
  readonly hesitates: boolean;
}

const REPORTS = [
  /\b(hit|reached|smashed|running|stopped (at|out)|in the bag|recap|results?|win rate|filled)\b/,
  /\b(closed (by|at|in) (tp|sl|target|stop|profit)|all (tps|targets)|congrat\w*|done|gained?)\b/,
  /(?<!\d)[+-]\d+(\.\d+)? ?(pips?|points|pts|%)/,
  /\bloss: ?\d+(\.\d+)?%|\b\d+ (pips|points) from\b/,
];
const REFUSALS = [
  /\b(don't|dont|do not|never|not an?|no|without) (\w+ )?(buy|sell|signals?|entry|entries|long|short)\b/,
  /\b(don't|dont|do not) (\w+ )?(enter|chase|trade|take)\b|\b(missed|too late|would have|could have)\b/,
];
const OTHER_PRODUCTS = [
  /\b(call|put)\b.{0,40}\b(expiry|expiration|minutes?|mins?)\b|\bbinary\b/,
  /\b(liquidat\w+|whale|funding rate|open interest|backtest\w*|for example|example)\b/,
  /\bbid\b.{0,40}\bask\b/,
];
const HESITATIONS = [
  /\b(wait|waiting|watching|watch|soon|loading|ready|preparing|possible|potential|alert)\b/,
  /\b(could|may|might|would|should|bias|outlook|likely|prefer|scenario|neutral)\b/,
  /\b(support|resistance|rejection|pivot|consolidat\w+|holds|liquidity|weekly|yesterday|if)\b/,
  /\b(join|vip|subscribe|dm|discount|bonus|deposit|giveaway|promo|contact|accuracy|reminder)\b/,
  /\b(free signals?|sign up|read|cpi|nfp|fomc|fed|ecb|rates?|previous)\b|\?/,
];

/** Reads the mood of normalised text by words that reports, questions and adverts have in common. */
export function moodOf(text: string): Mood {
  const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(text));
  return {
    denies: matches(REPORTS) || matches(REFUSALS) || matches(OTHER_PRODUCTS),
    hesitates: matches(HESITATIONS),
  };
}
