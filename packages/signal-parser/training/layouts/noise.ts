import { type Family, noise } from './family.ts';

const english = { english: true };

/** What looks like an order, or stands beside orders, and is none. */
export const NOISE: readonly Family[] = [
  noise('result_hit', [
    '{sym} TP1 hit ✅ +{pips} pips', '{sym} {side} TP{num} done 🎯🎯', '{sym} SL hit -{pips} pips ❌', '{sym} {side} from {pent} running +{pips} pips 🔥', 'All targets smashed on {sym} 💰',
    '{sym} ✅✅✅ {ptp} reached', 'TP1 {ptp} ✅\nTP2 {ptp:1} ✅\nTP3 {ptp:2} ⏳', '{sym}\nTP1 ✅ +{pips}\nTP2 ✅ +{pips}\nSL not touched', '+{pips} pips on {sym} {side}, who took it?',
    '{sym} {side} {pent} ➡️ {ptp} = +{pips} pips', '#{symp} Take-Profit target 1 ✅\nProfit: {pct}% 📈\nPeriod: {num} Hours {num} Minutes ⏰', '{sym} stopped out, {pips} pips loss. We move on.',
    'Boom! {sym} flying {pips}+ pips', '{sym} hit entry, trade is active', '{sym} {side} limit triggered at {pent} ✅', '{w:tp}1 {w:hit} ✅ {sym}', '{sym} {w:tp} {ptp} ✅ {w:sl} {psl} ❌',
  ], { weight: 4, ...english }),
  noise('recap_table', [
    'Weekly recap\n{sym} {side} +{pips} ✅\n{sym2} sell -{pips} ❌\n{sym2} buy +{pips} ✅\nTotal: +{pips} pips', '{date} results\n1. {sym} {side} {pent} → {ptp} +{pips}\n2. {sym2} buy {price} SL -{pips}\nAccuracy {pct}%',
    '| Pair | Side | Entry | Exit | Pips |\n|---|---|---|---|---|\n| {sym} | {side} | {pent} | {ptp} | +{pips} |', 'Trade journal {date}: {sym} {side} in {pent}, out {ptp}, {pips} pips, {lots} lots',
    'Signals this month: {num}\nWins: {num}\nLosses: {num}\nWin rate: {pct}%\nBest: {sym} {side} +{pips} pips', 'Symbol,Type,Open,Close,Profit\n{symp},{side},{pent},{ptp},{usd}',
  ], { weight: 2, ...english }),
  noise('edited_with_result', [
    '{sym} {order} {zone}\n{sll}\n{tps}\n\nEDIT: <TP1 done|first target done|TP hit ✅|stopped out ❌|closed +{pips} pips>', '{sym} {side} {pent}\nSL {psl}\nTP1 {ptp} ✅\nTP2 {ptp:1} ✅',
    '{order} {sym} {zone} {sll:bare} {tps:row} ✅ DONE +{pips} pips', '{sym} {order}{nl}{entl}\n{tps:lines}\n{sll}\n\nResult: +{pips} pips ✅✅', '{sym} {side} {pent} ☑️\nTP {ptp} ☑️ hit\nSL {psl}',
    '{header}{sym} {order} {zone}\n{sll}\n{tps}\n\n<ALL TP HIT|Closed in profit|SL HIT|Trade closed> {e}',
  ], { weight: 3, ...english }),
  noise('copied_signal_with_ticks', [
    '{sym} {side} {pent}\nTP1 {ptp} ✅\nTP2 {ptp:1} ✅\nTP3 {ptp:2} ✅\n+{pips} pips 🔥 Join VIP', '{sym} {side} now {pent} ✅\n{w:tp} {ptp} ✅✅\n{w:sl} {psl}\n{pips} pips banked', 'Yesterday in VIP:\n{sym} {side} {pent}\n{w:sl} {psl}\n{w:tp} {ptp} ✅',
    'Our last free signal 👇\n{sym} {order} {zone}\n{sll}\n{tps}\nFull TP! {pips} pips', '#{symp} {side} {lev}x\nEntry {pent} ✅\nTP1 {ptp} ✅\nTP2 {ptp:1} ✅\nProfit {pct}%',
  ], { weight: 3 }),
  noise('ad', [
    'Join our VIP and get {num} signals a day with SL and TP 🔥', '🔥 {pct}% accuracy! {sym} signals daily. Deposit {money}$ and get free VIP', 'Lifetime VIP only {money}$ (was {money}$). DM @admin',
    'We made +{pips} pips on {sym} {side} this week. Join now 👉 t.me/vip{num}', 'Account management: {money}$ → {money}$ in {num} days. Contact us', 'Buy our gold indicator, {pct}% off until {date}', 'Sell more, work less! Our EA trades XAUUSD for you, {money}$ only',
    'Broker bonus {pct}%: open an account, buy or sell {sym} with leverage {lev}x', 'Copy trading slots: {num} left. Min deposit {money}$, profit share {pct}%', 'Don’t miss the next {sym} {side}, only in VIP. Entry, SL {psl}, TP {ptp} were shared there already.',
    'VIP signal just posted: {sym} {side} {pent}, TP hidden 🔒 join to see', 'Course sale: learn how to buy low and sell high. {money}$',
  ], { weight: 3, ...english }),
  noise('analysis_levels', [
    '{sym} support {price}, resistance {price2}', '{sym} {tfo}: above {price} we could see {price2}, below it {price}', '{sym} is consolidating between {price} and {price2}. No trade for now.',
    'Watching {sym} at {price} for a possible {side}', '{sym} bullish above {price}, bearish below {price2}', 'If {sym} holds {price} I would like to see {price2}. Waiting for confirmation.',
    '{sym} outlook: trend is up, correction to {price} possible, target of the wave {price2}', 'Gold near {price}. Buyers defend {price2}, sellers wait at {price}', '{sym} pivots: R1 {price2} R2 {price2} S1 {price} S2 {price}',
    '{sym} daily close above {price} would be bullish', '{sym} bias: {side}. Key levels {price} / {price2}', 'Technical view {sym}: RSI 62, MA50 {price}, MA200 {price2}, bias neutral',
    'Scenario A: {sym} breaks {price} and runs to {price2}. Scenario B: rejection to {price}. We wait.',
  ], { weight: 4, ...english }),
  noise('analysis_ict', [
    '{sym} {tfo} FVG {price}-{price2}, OB at {price}, liquidity resting above {price2}', '{sym} swept SSL at {price}. Waiting for MSS on {tfo} before any {side}', 'Draw on liquidity for {sym} is {price2}, {tfo} order block {price}. No entry yet.',
    '{sym}: BSL {price2} / SSL {price}. Premium and discount marked, let price come to us', '{sym} {side} side bias, POI {price}-{price2}. Wait for CHoCH',
  ], { weight: 1.5, ...english }),
  noise('ready', [
    'Get ready for {sym} {side} 🔥', '{sym} {side} setup loading… wait for my entry', 'Signal coming in {num} minutes, be ready', '{sym} {side} soon around {price}, don’t enter yet', 'Prepare your MT4, {sym} {side} zone {price} - {price2}, waiting for confirmation',
    'Watching {sym} for {side}, alert at {price}', 'Next {sym} signal at {time}', 'Possible {side} on {sym}, I will confirm', 'Keep an eye on {sym} {price}, {side} opportunity forming',
  ], { weight: 3, ...english }),
  noise('negated', [
    'Don’t {side} {sym} yet', 'No trade on {sym} today', 'Do not enter {sym} {side} at {price}, too late', 'Missed {sym} {side} at {pent}, don’t chase', 'I would not {side} {sym} here', 'We are not taking {sym} {side} {pent}, SL {psl} too wide',
    'Avoid {sym}, news in {num} minutes', '{sym} {side} {pent} sl {psl} tp {ptp} was not valid, nobody should be in', '{sym} {side} from {pent} would have been nice, {pips} pips', 'Stay out of {sym}. No {side} today.',
  ], { weight: 3, ...english }),
  noise('question', [
    'Should I {side} {sym} at {price}?', 'Can I still enter {sym} {side}?', 'Who is in {sym} {side} from {pent}?', 'What do you think about {sym}, buy or sell?', 'Is {sym} {side} {pent} sl {psl} tp {ptp} still valid?', 'Anyone took {sym} {side} at {price}? My SL is {price}',
    'admin where is the sl for {sym}?', 'I’m in {sym} {side} from {pent}, should I close?', '{sym} {side} or wait?',
  ], { weight: 2.5, ...english }),
  noise('poll', ['{sym}: buy 🟢 or sell 🔴? Vote below', 'Poll: where is {sym} going?\n📈 {price2}\n📉 {price}', 'Guess the {sym} close today, winner gets {money}$', 'React 🔥 if you want a {sym} signal'], { weight: 1, ...english }),
  noise('contest', ['Contest! Best {sym} trade of the week wins {money}$. Rules: max {lots} lots, SL required', 'Giveaway: {num} VIP seats. Comment {sym} and your target'], { weight: 0.5, ...english }),
  noise('calendar', [
    '{date} economic calendar\n{time} USD CPI m/m | Forecast {pct}% | Previous {pct}%\n{time} EUR ECB rate {pct}%', '🔴 {time} NFP forecast {num}K previous {num}K', 'High impact news today: {time} USD GDP, {time} GBP BoE. Avoid trading {sym}', '{time} | USD | Unemployment Claims | {num}K | {num}K',
    '| Time | Cur | Event | Fcst | Prev |\n|---|---|---|---|---|\n| {time} | USD | CPI y/y | {pct}% | {pct}% |',
  ], { weight: 2, ...english }),
  noise('quote_feed', [
    '{sym} {price} ▲ {pct}%', '{sym} bid {price} ask {price2}', '{sym} {price}\n{sym2} +{pct}%\n{sym2} -{pct}%', 'Spot {sym}: buy {price} / sell {price2}', '{sym} 24h high {price2} low {price} vol {big}', 'Market open: {sym} {price} ({pct}%)', 'ALERT: {sym} crossed {price}',
  ], { weight: 2, ...english }),
  noise('liquidation_feed', ['🔴 #{symp} Liquidated Long: ${big} at {price}', '🟢 {symp} Short liquidation ${big} @ {price}', '🚨 {big} #{symp} transferred from unknown wallet to Binance', 'Whale opened {lev}x {side} on {sym}, entry {pent}, liq {psl}', '${big} longs rekt on {sym} in {num}h'], { weight: 1.5, english: true, wish: { groups: ['coin'] } }),
  noise('funding', ['{sym} funding {pct}% | OI {big} | long/short 1.4', 'Funding rates:\n{sym} 0.01%\n{sym2} -0.02%', '{sym} open interest up {pct}%, funding positive, price {price}'], { weight: 1, english: true, wish: { groups: ['coin'] } }),
  noise('binary_option', [
    '{sym} CALL 5 min expiry', '{sym} PUT 🔴 expiration {num} minutes', '{sym} {side} {time} M5 expiry, martingale 1', '{sym} OTC\n⏰ {time}\n🟢 CALL\n⌛ 5 minutes\n1st gale {time}', 'Binary: {sym} ⬆️ BUY next candle M1', '{sym} ; {time} ; PUT ; M5', 'Pocket Option {sym} HIGHER {num} min',
    '{sym} - {time}\nDirection: {side}\nExpiry: 5M\nGale: 2',
  ], { weight: 2.5, english: true, wish: { groups: ['forex'] } }),
  noise('lesson', [
    'Example: if you {side} {sym} at {pent} with SL {psl} and TP {ptp}, your RR is 1:2', 'Lesson 4: a buy limit is placed below price, e.g. {sym} buy limit {pent}, sl {psl}', 'Backtest: {sym} {side} {pent}, stop {psl}, target {ptp}, {pct}% win rate',
    'Imagine you bought {sym} at {pent} and set a stop at {psl}. That is risk management.', 'How to read our signals:\n{sym} {side} {pent} = open trade\nSL {psl} = stop\nTP {ptp} = target', 'Format (example, not a signal):\n{sym} {order} {zone}\n{sll}\n{tps}', 'Demo only: {side} {sym} {pent} {psl} {ptp}',
  ], { weight: 2.5, ...english }),
  noise('broker_notice', [
    'Order #{id} filled: {side} {lots} {symp} at {pent}', 'Position #{id} {symp} {side} closed at {ptp}, profit ${usd}', 'Deal #{id}: {side} {lots} {symp} {pent} sl {psl} tp {ptp} (closed by tp)', 'Margin call warning: equity ${usd}, {symp} {side} {lots}', 'Your {symp} {side} limit order #{id} expired',
    'Stop loss triggered: {symp} {side} {lots} lots at {psl}, P/L -{usd}', '[{time}] Trade closed {symp} | {side} | open {pent} | close {ptp} | {pips} pips', 'Take profit hit: {symp} {ptp} (+${usd})',
  ], { weight: 2, ...english }),
  noise('chatter', [
    'Good morning traders ☀️', 'Happy weekend team, see you Monday', 'Patience pays. Trust the process 🙏', 'Market is slow today', 'Who made profit today? 🙌', 'Thank you for {num} members ❤️', 'Trade what you see, not what you think. Cut losses, let winners run.', 'Long day, short night 😅', 'New members: please read the rules, SL is a must in every trade', 'Sorry no signals today, I am travelling', 'Close your eyes and breathe. We win some we lose some', 'Bank holiday in the US, gold closes at {time}', 'Live session at {time}, zoom id {id}',
  ], { weight: 2, ...english }),
  noise('past_story', [
    'Last week we bought {sym} at {pent} with stop {psl} and closed at {ptp}. +{pips} pips', 'In {num} I {side} {sym} at {pent} and lost it all', 'Remember this {sym} {side} from {pent}? Now {ptp} 🔥', 'Our {sym} {side} ({pent}) closed at {ptp}, well done', 'Yesterday: {sym} {side} {pent} SL {psl} TP {ptp}, hit at {time}',
  ], { weight: 2, ...english }),
];
