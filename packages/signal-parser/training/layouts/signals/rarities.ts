import { type Family, signal, update } from '../family.ts';

const single = { entries: 1, shorthand: false } as const;
const market = { type: 'market', shorthand: false } as const;

/** Layouts that one channel in a hundred has, each of another kind. */
export const RARITIES: readonly Family[] = [
  signal(
    'unset_levels',
    [
      '{sym} {side} {zone}\n<no SL|without SL|SL: none|SL: mental|sl later|SL coming>\n{tps}',
      '{sym} {side} {zone}\n{sll}\n<no TP|TP: will update|tp later|TP manual|TP = none yet|we close by hand>',
      '{side} {sym}{now} <no sl no tp|SL & TP later|levels to follow|details soon>',
      '{sym} {side}{now}<!!!|.|,> <levels|stop and target|the rest|sl tp> <in|after> {num} <min|minutes|sec>',
      '{sym} {side}{now}\n{w:sl}: <–|x|0|0.00|none|TBD>\n{tps:lines}',
      '{sym} {side} {zone}\n{w:not} {w:sl}\n{tps}',
    ],
    { weight: 1.2 },
  ),
  signal(
    'conditional_words',
    [
      '{sym} {side} {zone}\n{w:sl}: {tfo} {w:close} {w:below} {sl}\n{tps}',
      '{sym} {side} {zone}\n{w:sl}{=}{sl} ({tfo} {w:close})\n{tps}',
      '{order} {sym} {zone}, {w:sl} {w:if} {tfo} {w:close} {w:above} {sl}, {w:tp} {tp}',
      '{sym} {side}{now}\n{w:tp} {tp}\n{w:close} {w:if} {w:below} {sl}',
      '{sym} {side} {zone}\n{w:sl} {sl} (<body close|candle close|H4 close|1h close|daily close> only)\n{tps}',
    ],
    { weight: 1.5, wish: { shorthand: false } },
  ),
  signal(
    'two_stops',
    [
      '{sym} {side} {zone}\nSL {sl} (hard {price})\n{tps}',
      '{sym} {side} {zone}\n{sll}\nEmergency stop {price}\n{tps}',
      '{side} {sym} {zone} sl {sl} (or {price} for bigger accounts) {tps:row}',
      '{sym} {side} {zone}\n<SL 1|SL1|First SL>: {sl}\n<SL 2|SL2|Second SL>: {price}\n{tps}',
    ],
    { weight: 0.8, english: true, wish: market },
  ),
  signal(
    'asked_and_answered',
    [
      'Pair? {sym}. Direction? {side}. Entry? {entry}. Stop? {sl}. Target? {tp}.',
      'What: {sym}\nHow: {side}\nWhere: {entry}\nOut if wrong: {sl}\nOut if right: {tp}',
      'Symbol ➜ {sym}\nBuy or sell ➜ {side}\nFrom ➜ {entry}\nStop ➜ {sl}\nTake ➜ {tp}',
      '☐ {sym}\n☐ {side}\n☐ Entry {entry}\n☐ SL {sl}\n☐ TP {tp}',
      '[x] {sym} {side}\n[x] entry {zone}\n[x] sl {sl}\n[x] tp {tp}',
    ],
    { weight: 1, wish: single },
  ),
  signal(
    'bilingual_labels',
    [
      '{sym} {order}\n{w:entry} / Entry: {zone}\n{w:sl} / SL: {sl}\n{w:tp} / TP: {joined:, }',
      '{side} [Buy/Sell] {sym}\n{w:entry} (Entry) {zone}\n{w:tp} (TP) {joined: - }\n{w:sl} (SL) {sl}',
      'Pair {w:symbolLabel}: {sym}\nType {w:sideLabel}: {order}\nEntry {w:entry}: {zone}\nSL {w:sl}: {sl}\nTP {w:tp}: {joined: / }',
      '{sym} {side} ([BUY/SELL])\nEntry {w:entry} {zone}\nStop {w:sl} {sl}\nTarget {w:tp} {tp}',
    ],
    { weight: 1.5, wish: { shorthand: false } },
  ),
  signal(
    'said_twice',
    [
      '[BUY/SELL] ([LONG/SHORT]) {sym} {zone}\n{sll}\n{tps}',
      '{sym} {side} | {w:sideLabel}: {side}\n{entl}\n{sll}\n{tps}',
      '{side} {side} {sym} {zone}\n{sll}\n{tps}',
      '{side} {sym}{now}\n\n{sym} {side} {zone}\n{sll}\n{tps}',
      '{side_emoji}{side_emoji} {sym} {side} {side_emoji}{side_emoji}\n{zone}\n{sll}\n{tps}',
      '#{symp} #[Long/Short]\n{sym} {side} {zone}\n{sll}\n{tps}',
    ],
    { weight: 1.5, wish: market },
  ),
  signal(
    'order_type_market',
    [
      '{w:symbolLabel}: {sym}\n{w:sideLabel}: {side}\n<Order type|Execution|Type of order>: <Market|Instant|Instant execution|market order>\n{entl}\n{sll}\n{tps}',
      '{sym} {side}\n<Strategy|Setup|Reason>: <Breakout|Stop hunt|trend reversal|break and retest|range|double top|limit down bounce>\n{entl}\n{sll}\n{tps}',
      '{header}{sym} {side} {zone}\n{sll}\n{tps}\n<Trade type|Style>: <scalp|swing|intraday|day trade|position>\n<Duration|Hold time>: <1-3 days|2 hours|today|{num} days>',
      'Date: {date}\nTime: {time}\nPair: {sym}\nSide: {side}\nEntry: {entry}\nSL: {sl}\nTP: {tp}',
    ],
    { weight: 2, wish: market },
  ),
  signal(
    'order_type_limit',
    [
      '{w:symbolLabel}: {sym}\n{w:sideLabel}: {side}\n<Order type|Execution|Type of order>: <L:Limit>\n{entl}\n{sll}\n{tps}',
      '{sym} {side} {zone}\n{sll}\n{tps}\n(<L:limit order>)',
      '<L:LIMIT ORDER>\n{sym} {side} {zone}\n{sll}\n{tps}',
      '{sym} - <L:pending limit> - {side} - {zone}\n{sll}\n{tps}',
      '{side} {sym} on <L:limit> {zone}. {sll:bare}. {tps:row}',
    ],
    { weight: 1.2, wish: { type: 'limit', shorthand: false } },
  ),
  signal(
    'one_level',
    [
      '{sym} {side} @ {entry}\n{w:tp} {tp}',
      '{sym} {side} @ {entry}\n{w:sl} {sl}',
      '{sym} {side} {entry}\n{w:tp}: {tp}',
      '{sym} {side} {entry}\n{w:sl}: {sl}',
      '{side} {sym} {entry} {w:tp} {tp}',
      '{side} {sym} {entry}, {w:sl} {sl}',
      '{sym} {side}\n{w:entry} {entry}\n{w:tp} {tp}',
      '{side} {sym}\n{w:sl} {sl}',
      '{side} {sym}{now}\n{w:tp} {tp}',
      '{sym} {side} @ {entry}\n{w:tp} {tp}\n{w:tp} {tp2}',
      '{sym}\n{side} {entry}\n{w:sl} {sl}',
      '{sym} {side} @ {entry} - {w:tp} @ {tp}',
    ],
    { weight: 4, wish: { ...market, entries: 1, contradictory: false } },
  ),
  signal(
    'order_type_column',
    [
      'id;dir;market;kind;at;stop;goal1;goal2;risk %\n{id};{side};{symp};<L:LIMIT>;{entry};{sl};{tp};{tp2};{risk}',
      'symbol;side;type;entry;sl;tp\n{symp};{side};<L:limit>;{entry};{sl};{tp}',
      '| Instrument | Way | Kind | Price | SL | TP |\n|---|---|---|---|---|---|\n| {sym} | {side} | <L:Limit> | {entry} | {sl} | {tp} |\n{!next}| {sym} | {side} | Market | {entry} | {sl} | {tp} |',
      '| {w:symbolLabel} | {w:sideLabel} | Type | {w:entry} | {w:sl} | {w:tp} |\n|:-:|:-:|:-:|:-:|:-:|:-:|\n| {sym} | {side} | <S:Stop> | {entry} | {sl} | {tp} |',
      '| Instrument | Way | Kind | Price | SL | TP |\n|--|--|--|--|--|--|\n| {sym} | {side} | <S:Stop> | {entry} | {sl} | {tp} |\n{!next}| {sym} | {side} | <L:Limit> | {entry} | {sl} | {tp} |',
      '{sym}  {side}  <L:Limit>  {entry}  {sl}  {tp}\n{!next}{sym}  {side}  <S:Stop>  {entry}  {sl}  {tp}',
    ],
    { weight: 1.2, wish: { ...market, ...single, contradictory: false } },
  ),
  signal(
    'order_type_stop',
    [
      '{w:symbolLabel}: {sym}\n{w:sideLabel}: {side}\n<Order type|Execution|Type of order>: <S:Stop>\n{entl}\n{w:tp} {tp}\nStop loss {sl}',
      '{sym} {side} <S:stop order> {entry}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{w:if} {sym} <S:breaks> {entry}: {side}, {w:sl} {sl}, {w:tp} {tp}',
      '{side} {sym} {w:if} {entry} <S:breaks>\n{sll}\n{tps}',
    ],
    { weight: 1, wish: { type: 'stop', ...single } },
  ),
  signal(
    'stop_beside_side',
    [
      '[Buy/Sell] {sym}, stop {sl}, target {tp}',
      '[Buy/Sell] {sym} {entry} stop {sl}',
      '{sym} [buy/sell], stop at {sl} target at {tp}, entry {entry}',
      '{side}. {w:sl} {sl}. {w:tp} {tp}. {sym}.',
      '[BUY/SELL] {sym} NOW, STOP {sl}',
      'stop {sl} target {tp} {sym} [long/short] {entry}',
    ],
    { weight: 1, wish: { ...single, type: 'market' } },
  ),
  signal(
    'dips_and_rallies',
    [
      '[Buy/Buy] the dip on {sym} {zone}, stop {sl}, target {tp}',
      '{sym} [buy/buy] <dips|pullbacks|on weakness> {zone}\n{sll}\n{tps}',
      '{sym}: [buy/sell] every <dip|pullback> into {zone}, sl {sl}, tp {joined:, }',
    ],
    { weight: 0.6, english: true, wish: { ...market, side: 'buy', contradictory: false } },
  ),
  signal(
    'time_stamped',
    [
      '{time} {sym} {side} {zone} {sll:bare} {tps:row}',
      '{date} {time} | {sym} | {order} | {entry} | {sl} | {tp}',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\n{time} ✓✓',
      '<Trader|Admin|FX Pro>:\n{sym} {order} {zone}\n{sll}\n{tps}\n👁 {num}  {time}',
      'Signal #{num} / {date}\n{sym} {order} {zone}\n{sll}\n{tps}\nID: {id}',
      'v{num} | {time} | conf {pct}% | {sym} {side} | E {entry} | SL {sl} | TP {tp}',
    ],
    { weight: 1.5, wish: single },
  ),
  signal(
    'opened_reports',
    [
      '{w:opened} {sym} {side} {w:at} {entry}\n{sll}\n{tps}',
      '{w:opened} {side} {sym} {entry}, {w:sl} {sl}, {w:tp} {tp}',
      '{sym} {side} {w:opened}\n{entl}\n{sll}',
      '{w:add} {side} {sym} {w:at} {entry}\n{w:same} {w:sl} {sl}\n{w:same} {w:tp} {tp}',
      '{w:new} {w:order}: {sym} {side} {zone}\n{sll}\n{tps}',
    ],
    { weight: 1.2, wish: market },
  ),
  update(
    'quoted_words',
    [
      '> {!quote}{sym} {side} {pent}\n> {w:sl} {psl}\n> {w:tp} {ptp}\n\n{!update}{C}',
      '{!quote}"{sym} {side} {pent} {w:sl} {psl} {w:tp} {ptp}"\n{!update}{B}',
      '{!quote}> {side} {sym} {pent}\n{!update}{X}',
      '{!quote}> {sym} {side} {pent}, {w:tp} {ptp}\n{!update}{H} {C}',
      '{!quote}↩️ {sym} {side} {pent}\n{!update}{w:sl} {newsl}',
      '{!quote}| {sym} {side} {pent}\n| {w:sl} {psl}\n{!update}{w:new} {w:tp} {newtp}',
    ],
    { weight: 2.5 },
  ),
  update(
    'several_words',
    [
      '{sym} {H} {C}, {B}',
      '{sym}: {P}, {w:sl} {newsl}, {w:tp} {newtp}',
      '{w:tp}1 {w:hit} ✅ {P}\n{B}',
      '{sym} +{pips} {w:pips} 🔥\n{w:sl} {newsl}\n{w:tp} {newtp}',
      '{B} {sym}, {w:new} {w:tp} {newtp}',
      '{X} {w:limit} {sym}',
      '{sym} {w:pending} {X}',
      '{w:not} {w:wait}, {C} {sym}',
      '{sym} {w:hold}, {B}',
      '{C} {w:all}',
      '{w:if} {w:not} {w:hit}, {X}',
    ],
    { weight: 2.5 },
  ),
];
