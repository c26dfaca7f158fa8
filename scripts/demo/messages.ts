import { findInstrument } from '@signalos/trading';

/** The middle of bid and ask, as the demo's channel sees it. */
export type Prices = ReadonlyMap<string, number>;

export interface ChannelMessage {
  readonly text: string;
  /** How long ago it came, when not just now. */
  readonly ageMs?: number;
}

/** Writes a price near the current one, with the digits that its instrument has. */
function pricer(prices: Prices) {
  return (symbol: string, offset = 0): string => {
    const digits = findInstrument(symbol)?.tick.scale ?? 2;
    return ((prices.get(symbol) ?? 0) + offset).toFixed(digits);
  };
}

/** What a trader finds in his channels after a while offline: orders, updates, and much else. */
export function channelMessages(prices: Prices): ChannelMessage[] {
  const at = pricer(prices);
  return [...orders(at), ...updates(at), ...forbidden(at), ...chatter(at)];
}

type At = ReturnType<typeof pricer>;

const orders = (at: At): ChannelMessage[] => [
  {
    text: `GOLD BUY NOW ${at('XAUUSD', 1)}-${at('XAUUSD', -3)}\n\nSL ${at('XAUUSD', -9)}\nTP ${at('XAUUSD', 6)}\nTP ${at('XAUUSD', 12)}\nTP OPEN`,
  },
  {
    text: `EURUSD BUY\nEntry: ${at('EURUSD')}\nSL: ${at('EURUSD', -0.003)}\nTP: ${at('EURUSD', 0.006)}`,
  },
  {
    text: `GBPUSD sell ${at('GBPUSD')} sl ${at('GBPUSD', 0.004)} tp ${at('GBPUSD', -0.007)}`,
  },
  {
    text: `🔻 SELL USDJPY 🔻\n📍 Entry ${at('USDJPY')}\n🛑 SL ${at('USDJPY', 0.6)}\n🎯 TP1 ${at('USDJPY', -0.5)}\n🎯 TP2 ${at('USDJPY', -1)}`,
  },
  {
    text: `Pair: EURJPY\nType: BUY\nEntry: ${at('EURJPY')}\nStop Loss: ${at('EURJPY', -0.7)}\nTake Profit: ${at('EURJPY', 1.2)}\nTimeframe: H4`,
  },
  {
    text: `US30 BUY ${at('US30')}\nSL ${at('US30', -160)}\nTP ${at('US30', 240)}\nTP ${at('US30', 400)}`,
  },
  { text: `NAS100 SELL NOW @ ${at('NAS100')}, SL ${at('NAS100', 90)}, TP ${at('NAS100', -150)}` },
  {
    text: `#XAGUSD LONG\nEntry: ${at('XAGUSD')}\nTargets: ${at('XAGUSD', 0.3)} - ${at('XAGUSD', 0.6)}\nStop: ${at('XAGUSD', -0.3)}`,
  },
  { text: `GU buy now ${at('GBPUSD')}, sl ${at('GBPUSD', -0.003)}, tp ${at('GBPUSD', 0.005)}` },
  { text: `AUDUSD buy ${at('AUDUSD')}\nTP: 60pips\nSL: 30pips` },
  {
    text: `1st trade: buy USDCAD ${at('USDCAD')}, tp ${at('USDCAD', 0.006)}, sl ${at('USDCAD', -0.003)}\n2nd trade: sell USDCHF ${at('USDCHF')}, tp ${at('USDCHF', -0.005)}, sl ${at('USDCHF', 0.003)}`,
  },
  {
    text: `**DAX** BUY ${at('GER40')} 📈\nStop ${at('GER40', -90)}\nTarget ${at('GER40', 140)}\nRisk 0.5%`,
  },
  {
    text: `BTCUSD long\nlev: 2x\nsl: ${at('BTCUSD', -900)}\nentry: ${at('BTCUSD')}\ntp: ${at('BTCUSD', 1_500)}\nvolume: 0.05 lot`,
  },
  {
    text: `XAUUSD BUY LIMIT @ ${at('XAUUSD', 4)}\nSL ${at('XAUUSD', -6)}\nTP ${at('XAUUSD', 15)}\n0.20 lots`,
  },
];

const forbidden = (at: At): ChannelMessage[] => [
  {
    text: `GOLD SELL NOW ${at('XAUUSD')}\nSL ${at('XAUUSD', 6)}\nTP ${at('XAUUSD', -12)}\n2.50 lots`,
  },
  {
    text: `EURUSD BUY ${at('EURUSD')} SL ${at('EURUSD', -0.001)} TP ${at('EURUSD', 0.002)} 3 lots`,
  },
  { text: `XAUUSD BUY ${at('XAUUSD')}\nSL ${at('XAUUSD', -36)}\nTP ${at('XAUUSD', 60)}\n1.5 lots` },
  { text: 'GOLD BUY NOW' },
  { text: `EURUSD SELL @ ${at('EURUSD')}\nTP ${at('EURUSD', -0.005)}` },
  {
    text: `#SOL/USDT\nSignal Type: Long\nMargin: Cross (20X)\n\nEntry Zone: 142.5 - 145.0\n\nTargets\n1) 147.2\n2) 150.0\n\nStop\n1) 137.8`,
  },
  { text: `GBPJPY BUY ${at('GBPJPY')}\nSL ${at('GBPJPY', 1)}\nTP ${at('GBPJPY', -1.5)}` },
  {
    text: `EURGBP SELL ${at('EURGBP')}\nSL ${at('EURGBP', 0.002)}\nTP ${at('EURGBP', -0.004)}`,
    ageMs: 150_000,
  },
];

const updates = (at: At): ChannelMessage[] => [
  { text: 'Close US30 now' },
  { text: `Move SL on EURUSD to ${at('EURUSD', -0.002)}` },
  { text: 'Close half gold' },
  { text: `New TP for GBPUSD ${at('GBPUSD', 0.007)}` },
  { text: 'USDJPY: SL to breakeven' },
];

const chatter = (at: At): ChannelMessage[] => [
  { text: 'TP1 HIT ✅ +50 pips 🔥🔥' },
  { text: 'Good morning traders ☀️ ready to make money today?' },
  { text: '🎁 VIP LIFETIME 99$ instead of 249$ — only 5 slots left! DM @admin to join' },
  {
    text: `Gold is consolidating between ${at('XAUUSD', -10)} and ${at('XAUUSD', 10)}. A break above could open the way higher.`,
  },
  { text: '🚨 US CPI 3.2% vs 3.4% expected, previous 3.7%' },
  { text: `Should I buy gold at ${at('XAUUSD', -5)}?` },
  { text: 'Get ready for a GOLD signal 🔔' },
  { text: 'What a week! 14 wins, 2 losses, +720 pips in total' },
];
