import type { Draft } from '../../draft.ts';
import type { Instrument } from '../../market.ts';
import { writeLayout } from '../../render.ts';
import { FLAGS } from '../../spelling.ts';
import { newTrade } from '../../trade.ts';
import { type Family, signal } from '../family.ts';

const loose = { shorthand: false } as const;

const market = { type: 'market', shorthand: false } as const;

const fair = { ...market, contradictory: false } as const;

const single = { ...fair, entries: 1 } as const;

const coins = { ...market, groups: ['coin'] } as const;

const INDIA: readonly Instrument[] = [
  {
    label: 'NIFTY',
    group: 'index',
    price: 17500,
    names: ['NIFTY', 'Nifty', 'NIFTY 50', 'nifty50', 'NIFTY FUT', 'Nifty Fut'],
  },
  {
    label: 'BANKNIFTY',
    group: 'index',
    price: 38000,
    names: ['BANKNIFTY', 'BANK NIFTY', 'BankNifty', 'BNF', 'BANKNIFTY FUT'],
  },
  {
    label: 'XAUUSD',
    group: 'metal',
    price: 2600,
    names: ['GOLD', 'Gold', 'COMEX GOLD', 'Spot Gold'],
  },
  { label: 'XAGUSD', group: 'metal', price: 31, names: ['SILVER', 'Silver', 'Spot Silver'] },
  {
    label: 'USOIL',
    group: 'energy',
    price: 72,
    names: ['CRUDE', 'CRUDEOIL', 'Crude Oil', 'CRUDE OIL'],
  },
  {
    label: 'NATGAS',
    group: 'energy',
    price: 2.9,
    names: ['NATURALGAS', 'NG', 'Natural Gas', 'NATGAS'],
  },
  { label: 'COPPER', group: 'metal', price: 4.2, names: ['COPPER', 'Copper'] },
  { label: 'USDINR', group: 'forex', price: 83, names: ['USDINR', 'USD/INR', 'USDINR'] },
];

const STOCKS: readonly Instrument[] = [
  ['AAPL', 190, 'Apple'],
  ['TSLA', 220, 'Tesla'],
  ['NVDA', 120, 'Nvidia'],
  ['AMZN', 180, 'Amazon'],
  ['MSFT', 410, 'Microsoft'],
  ['GOOGL', 165, 'Alphabet'],
  ['NFLX', 640, 'Netflix'],
].map(([label, price, name]) => ({
  label: String(label),
  group: 'coin' as const,
  price: Number(price),
  names: [String(name), String(name), `${name} (${label})`, `${label} (${name})`],
}));

/** Writes an order about one of these instruments, in one of these layouts. */
function about(draft: Draft, list: readonly Instrument[], layouts: readonly string[]): void {
  const { rng } = draft;
  const instrument = rng.pick(list);
  const type = draft.trade.type;
  draft.trade = newTrade(rng, { ...draft.wish, type, instrument });
  const [before = '', after = ''] = rng.pick(layouts).split('{!name}');
  writeLayout(draft, before);
  draft.symbolAs(rng.pick(instrument.names));
  writeLayout(draft, after);
}

/** A pair between its flags. */
function flagged(draft: Draft): string {
  const { label } = draft.trade.instrument;
  const [base, quote] = [label.slice(0, 3), label.slice(3)];
  const [first = '🏳️', second = '🏳️'] = [FLAGS[base], FLAGS[quote]];
  return draft.rng.pick([
    `${first}${base}/${quote}${second}`,
    `${base}${first}/${quote}${second}`,
    `${first}${base} ${second}${quote}`,
    `${base}${first}${quote}${second}`,
    `${first}${second} ${base}/${quote}`,
    `${base}/${quote} ${first}${second}`,
    `${first} ${base}${quote} ${second}`,
    `${first} ${base} – ${quote} ${second}`,
    `${first}/${second} ${label}`,
  ]);
}

function flags(draft: Draft): void {
  const layout = draft.rng.pick([
    '{!name}\n{order}\n{entl}\n{tps}\n{sll}',
    '{!name} {side_emoji} {order} {zone}\n{sll}\n{tps}',
    '{w:symbolLabel}{=}{!name}\n{w:sideLabel}{=}{order}\n{entl}\n{sll}\n{tps}{footer}',
    '{order} {!name} {w:at} {zone}\n\n{tps}\n\n{sll}',
    '{header}{!name} | {tf}\n{order} {zone}\n{w:tp} {joined: | }\n{w:sl} {sl}',
    '{w:tp} {joined: / }\n{w:sl} {sl}\n{order} {!name} {zone}',
    '{!name}{now} {order} {sll:bare} {tps:inline}',
  ]);
  const [before = '', after = ''] = layout.split('{!name}');
  writeLayout(draft, before);
  draft.symbolAs(flagged(draft));
  writeLayout(draft, after);
}

/** Cards of all sorts of trades. */
export const CARD_KINDS: readonly Family[] = [
  signal(
    'card_in_a_hurry',
    [
      '{side} {sym} {w:now}<!!!|!! ⚡️| 🏃| ⏰>\n{w:sl} {sl}\n{w:tp} {joined: / }\n<be fast|hurry|enter now don’t wait|fast fast|quick|don’t think>',
      '<ENTER NOW|IN NOW|GO GO GO|JUMP IN|OPEN NOW|TAKE IT NOW>\n{sym} {side}\n{w:tp} {joined: }\n{w:sl} {sl}',
      '{sym} {side} <instant|instantly|asap|immediately|at once|straight away>\n{w:price} {entry}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{side} {side} {side} {sym}\n{w:now} {entry}\n{sl} {w:sl}\n{tp} {w:tp}',
      '{sym} {side} <executed|opened|filled|live|active>, <join|copy|follow|same here> {w:at} {entry}\n{w:sl} {sl}\n{w:tp} {tp}',
      '<Fast scalp|Quick scalp|Scalp fast|1 min scalp idea> {sym} {side} {w:now}\n{w:tp} {tp}\n{w:sl} {sl}\n<out quickly|take quick profit|don’t be greedy>',
      '{sym} {side} {w:now} <small lot|half lot|light|low lot|with care> {w:sl} {sl} {w:tp} {tp}',
      '{side} {sym} {w:now}, <details|levels> 👇\n{w:tp} {joined: / }\n{w:sl} {sl}',
      '{w:now} {w:now} {w:now}\n{sym}\n{side}\n{entry}',
      '⏱ {time}\n{sym} {side} {w:now} ({entry})\n{w:sl} ({sl})\n{w:tp} ({tp})',
    ],
    { weight: 1.5, wish: market },
  ),
  signal(
    'card_current_price',
    [
      '{sym} {side}\nCMP: {entry}\n{w:tp}: {joined: / }\n{w:sl}: {sl}',
      '{side} {sym} CMP {entry} <add more|add|avg|average|also|dips> {far}\n{w:sl} {sl}\n{w:tp} {joined: / }',
      '{side} {sym} <cmp|CMP|mkt|market> ± <few pips|3 pips|$1|0.1%>\n{w:sl} {sl}\n{w:tp} {joined: , }',
      '{sym} <LTP|CMP|Spot|Last price|Live price>: {entry}\n{w:sideLabel}: {side}\n{w:tp}: {joined: - }\n{w:sl}: {sl}',
      '{sym} ({w:price} {entry}) {side} {w:now}\n{sll}\n{tps}',
      '{side} {sym} @CMP\n{w:tp}@{tp}\n{w:sl}@{sl}',
      '{w:entry}: {w:now} ({entry})\n{sym}: {side}\n{w:sl}: {sl}\n{w:tp}: {joined: ; }',
      '{sym}\n{w:entry}: {w:now}\n{w:sideLabel}: {side}\n{w:tp}: {joined: / }\n{w:sl}: {sl}',
      '{w:entry}: <Market|market price|Instant execution|Market execution|CMP|Any price here>\n{side} {sym}\n{w:tp} {tp}\n{w:sl} {sl}',
      '{sym} {side}\n<Entry type|Order type|Execution>: <market|instant|at market>\n{w:price}: {entry}\n{w:tp}: {tp}\n{w:sl}: {sl}',
    ],
    { weight: 1.5, wish: market },
  ),
  signal(
    'card_coin_futures',
    [
      '<BINANCE|BYBIT|OKX|MEXC|BITGET|KUCOIN> <FUTURES|PERP|USDT-M|:>\n{sym} {side}\n<Cross|Isolated|CROSS|Iso> {lev}x\nEntry {zone}\nTP {joined: - }\nSL {sl}',
      '#{symp} / {side} / <Cross|Isolated> {lev}X\n\nEP : {zone}\nTP : {joined: | }\nSL : {sl}\n\n<Margin|Capital|Amount|Wallet> : <2|3|5|1-2>%',
      'Coin {sym}\n{w:sideLabel} {side}\n{w:leverage} {lev}x\n{w:entry} {zone}\n{w:tp} {joined: ~ }\n{w:sl} {sl}',
      '{sym} <Perpetual|Perp|Futures|Swap> {side} {side_emoji}\n{tps}\n{sll}\n{entl}\n{levp}',
      '{side} ${symp} {lev}x <from|@|at> {zone} | targets {joined: / } | stop {sl} | <risk|risking> {risk}%',
      '{sym}\n{tps:numbered}\n{sll}\n{levp}\n{w:sideLabel}{=}{side}\n{entl}',
      '✨ <Coin|COIN|Token> - {sym}\n✨ {side} - {lev}x\n✨ Entry - {zone}\n✨ Targets - {joined: , }\n✨ Stop - {sl}',
      '{levp} | {side} {sym}\n{zone}\n{w:tp} {joined: / }\n{w:sl} {sl}',
      '{sym} {side} {lev}X\nentry <market|now|cmp>\ntp {joined: }\nsl {sl}',
      '({lev}x) {side} {sym}\n• {w:entry} {zone}\n• {w:sl} {sl}\n• {w:tp} {joined: • }',
      '{side} {sym}\nMargin mode: <Isolated|Cross>\nLeverage: {lev}\nEntry price: {zone} USDT\nTake profit: {joined: USDT, } USDT\nStop loss: {sl} USDT',
      '{sym} <Mcap|Rank|24h vol> {big}\n{side} {w:at} {zone}\n{w:tp} {joined: > }\n{w:sl} {sl}\n{w:leverage} <max|not over|up to> {lev}x',
    ],
    { weight: 2, wish: coins },
  ),
  signal(
    'card_coin_bag',
    [
      '{sym} <SPOT|spot call|Spot buy|spot 💎>\n[Buy/Sell]: {zone}\n(?Sell/Buy) 1: {tp}\n(?Sell/Buy) 2: {tp2}\n(?Sell/Buy) 3: {tp3}\nStop: {sl}',
      '[Accumulate/Unload] {sym} <slowly|in parts|between|@> {zone}\nST: {tp}\nMT: {tp2}\nLT: {tp3}\nSL: {sl}',
      '{sym}\n[Buy/Sell] <some|a bag|a little> at {zone}\nTarget <1M|1 month|short> {tp}\nTarget <3M|3 months|long> {tp2}\nClose below {sl} = out',
      '#{symp} <gem|breakout|bounce|low cap|narrative play>\n[Buy/Sell] {zone}\n{w:tp} {joined: – }\n{w:sl} {sl}\n{w:hold}: <1-2 weeks|mid term|{few} days>',
      '{sym} <(BTC dominance permitting)|(DYOR)|(risky)|(small bag)> {side} {zone}\n{w:tp} {joined: + }\n{w:sl} {sl}',
      '[BUY/SELL] ON <BINANCE|KUCOIN|GATE|MEXC>\n{sym}\n{zone}\nSELL TARGETS\n{joined:\n}\nSTOP {sl}',
    ],
    {
      weight: 1,
      wish: { ...coins, side: 'buy', contradictory: false },
    },
  ),
  signal('card_flags', [], {
    weight: 1.2,
    write: flags,
    wish: { ...loose, groups: ['forex'] },
  }),
  signal(
    'card_synthetic',
    [
      '{sym}\n{side} {w:now}\n{w:entry} {zone}\n{w:tp} {joined: / }\n{w:sl} {sl}\n<Lot|Lot size|Min lot>: {lots}',
      '<DERIV|Deriv|Synthetics|🎲 DERIV> 🔔\n{sym} {side}\n{entl}\n{sll}\n{tps}',
      '{sym} <spike|spikes|tick|drop> <catching|hunting|zone>\n{side} {zone}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{sym} {tf} {side}\n{w:tp} {joined: - }\n{w:sl} {sl}',
      '{w:symbolLabel}: {sym}\n{w:sideLabel}: {order}\n{w:lots}: {lots}\n{w:entry}: {entry}\n{w:tp}: {tp}\n{w:sl}: {sl}',
      '{order} {sym} {w:at} {entry} {w:sl} {sl} {w:tp} {joined: , } <hold for spike|24/7 market|use {lots} lot>',
      '{side_emoji} {sym} {side_emoji}\n{order} {zone}\n⛔️ {sl}\n🏆 {joined: 🏆 }',
      '{sym} {side}, <candle based|{few} candles|collect spikes>, {w:sl} {sl}, {w:tp} {tp}',
    ],
    { weight: 1.2, wish: { groups: ['synthetic'], shorthand: false } },
  ),
  signal('card_india', [], {
    weight: 1.2,
    wish: { ...single, groups: ['energy'] },
    write: (draft) =>
      about(draft, INDIA, [
        '[BUY/SELL] {!name} {w:at} {entry} SL {sl} TGT {joined:/}',
        '{!name}\n[BUY/SELL] CMP {entry}\nSL {sl}\nTGT {joined:-}\n<INTRADAY|BTST|POSITIONAL|HERO ZERO|JACKPOT>',
        '<Intraday|Positional|BTST|MCX|NSE> <call|trade|update>:\n[Buy/Sell] {!name} @ {entry}\nTgt 1 {tp}\nTgt 2 {tp2}\nSl {sl}\n<1 lot only|Trail SL|Book part profit at tgt 1|>',
        '{!name} [BUY/SELL] {entry}\nSTOPLOSS {sl}\nTARGET {joined: , }+',
        '{!name} <levels|trade|call> 🔥 [buy/sell] {w:at} {entry}, target {joined: & }, stoploss <closing basis|on closing|strict> {sl}',
        '[BUY/SELL] {!name} NEAR {entry}\nSTRICT SL : {sl}\nTG : {joined: / }++',
        '{w:symbolLabel} - {!name}\n{w:sideLabel} - {side}\n{w:entry} - {entry}\n{w:tp} - {joined: - }\n{w:sl} - {sl}',
        'SL {sl} | TGT {joined: } | [BUY/SELL] {!name} {entry} <CMP|LTP|>',
        '{!name} mein [buy/sell] karo {entry} ke paas, sl {sl}, target {joined:, }',
        'Sebi disclaimer: <educational|not registered>\n{!name} [BUY/SELL] {entry} | SL {sl} | TGT {joined:,}',
      ]),
  }),
  signal('card_stocks', [], {
    weight: 1,
    wish: { ...single, groups: ['coin'] },
    write: (draft) =>
      about(draft, STOCKS, [
        '{!name} {side}\n{w:entry} {entry}\n{w:sl} {sl}\n{w:tp} {joined: / }',
        '[Long/Short] {!name} <shares|stock|common|> from {entry}, stop {sl}, PT {joined:, }',
        '<Day trade|Swing|Earnings play|Momentum|Watchlist, now live>: {!name}\n[Buy/Sell] {entry}\nPT1 {tp}\nPT2 {tp2}\nStop {sl}',
        '{!name} <calls aside, |> [buying/selling] <shares|stock> here {entry}\nSL {sl}\nTP {tp}',
        '{w:symbolLabel}{=}{!name}\n{w:sideLabel}{=}{side}\n{w:entry}{=}{entry}\n{w:tp}{=}{joined: , }\n{w:sl}{=}{sl}',
        '{side} {!name} @ {entry}\nT: {joined: - }\nS: {sl}\n<hold 1-2 weeks|swing|overnight ok>',
        '{!name} [🟢/🔴] {side} {tf}\n{w:tp} {joined: • }\n{w:sl} {sl}\n{w:entry} {entry}',
      ]),
  }),
  signal(
    'card_dressed',
    [
      '╔══════════╗\n  {sym} {order}\n╚══════════╝\n{w:entry} {zone}\n{w:tp} {joined: / }\n{w:sl} {sl}\n<©|®|™> <FX Lions|Alpha Room|Gold Masters>',
      '<📢 FREE SIGNAL 📢|🎁 Free trade 🎁|💎 VIP ONLY 💎|🔒 PREMIUM 🔒>\n\n{sym} {order} {zone}\n{w:sl} {sl}\n{w:tp} {joined: - }\n\n<Only 1% risk please|98% sure 🔥|Good luck team 🍀|DM for VIP 📩>',
      'Signal <#|No.>{few} | {date}\n— — —\n{order} {sym}\n{zone}\n— — —\n{w:sl} {sl}\n{w:tp} {joined: , }\n— — —\n@<fxlions|pip_garden|coinbay>',
      '▁▂▃▄▅ {sym} ▅▄▃▂▁\n{order} : {zone}\n{w:sl} : {sl}\n{w:tp} : {joined: : }\n▁▂▃▄▅▅▄▃▂▁',
      '┏ {sym} {order}\n┣ {w:entry} {zone}\n┣ {w:tp} {joined: / }\n┗ {w:sl} {sl}',
      '┌ {order} {sym}\n├ {w:sl}: {sl}\n├ {w:tp}: {joined: , }\n└ {w:entry}: {zone}',
      '{sym} {order}\n ↳ {w:entry} {zone}\n ↳ {w:sl} {sl}\n ↳ {w:tp} {joined: ↳ }',
      '✦•┈๑ {sym} ๑┈•✦\n{order} {zone}\n{w:tp} {joined: | }\n{w:sl} {sl}\n✦•┈┈┈┈┈•✦',
      '<Trade|Call|Setup> of the <day|week|session> 🏆\n{order} {sym} {zone}\n{w:sl} {sl}{after:\n* # → }\n<Screenshot your profits|React 🔥 if you are in|Leave a ❤️|Comment "in">',
      '{e}{e}{e}\n{sym}\n{e}{e}{e}\n{order}\n{zone}\n{e}\n{w:sl} {sl}\n{w:tp} {joined: }',
      '🔸🔸🔸🔸🔸\n🔹{order} 🔹{sym}\n🔹{w:entry} {zone}\n🔹{w:sl} {sl}\n🔹{w:tp} {joined: 🔹 }\n🔸🔸🔸🔸🔸',
      '<Hello traders|Good morning team|Hi guys|Dear members>,\n<today’s trade|our next order|here it is|new position>:\n\n{sym} {order} {zone}\n{tps}\n{sll}\n\n<Thank you|Regards|Happy trading|God bless>',
      '<Analyst|Mentor|Posted by|Author>: <Sam|Coach K|Dr. Pips|Elena>\n{order} {sym} {zone}\n{w:tp} {joined: > }\n{w:sl} {sl}\n<Rating|Confidence|Quality>: <⭐⭐⭐⭐|8/10|A+|high>',
    ],
    { weight: 2, wish: loose },
  ),
  signal(
    'card_hashtags',
    [
      '#{symp} #{side} #{tf}\n#entry {zone}\n#sl {sl}\n#tp {joined: #tp }',
      '#{side} #{symp} | #SL {sl} | #TP {joined: , } | #now',
      '#Signal_{few} #{symp}\n{order} {zone}\n{w:sl} {sl}\n{w:tp} {joined: / }\n#<daytrading|scalping|swing> #<vip|free>',
      '${symp} {side} $$$\nentry {zone}\nstop {sl}\ntargets {joined: / }',
      '@<all|everyone|here|channel> {side} #{symp} @{entry} @sl {sl} @tp {tp}',
      '{sym} #{side}\n.\n{w:entry} {zone}\n.\n{w:tp} {joined: . . }\n.\n{w:sl} {sl}\n.\n#<fx|crypto|gold>',
      '#{symp}_{side}\n{w:entry}_{entry}\n{w:tp}_{tp}\n{w:sl}_{sl}',
      '#trade {side} #{symp} #entry{=}{entry} #tp{=}{tp} #tp2{=}{tp2} #sl{=}{sl}',
    ],
    { weight: 1, wish: single },
  ),
  signal(
    'card_sizes',
    [
      '{sym} {order} {zone}\n{w:sl} {sl}\n{w:tp} {joined: / }\n\n<$|>{money}<$| usd| account> = {lots} lot',
      '{w:lots}: {lots}\n{order} {sym}\n{w:entry}: {zone}\n{w:tp}: {joined: - }\n{w:sl}: {sl}',
      '{sym} {order} | {w:risk} {risk}% | {w:lots} {lots}\n{zone}\n{w:tp} {joined: | }\n{w:sl} {sl}',
      '<Risk|RISK|risk><: | = | ➡️ | >{risk}% <only|max|of balance|per trade|>\n{order} {sym} {zone}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{sym} {order} {zone}\n{w:tp} {tp}\n{w:sl} {sl}\n<Risk: high|Risk: medium|Risk level 3/5|Low lot please|Half size|Size: small|Use <2|3|5|10>% of your wallet|Investment <2|4|5>%>',
      '{sym} {lots} <lot|lots> {side} {w:at} {entry} · {w:sl} {sl} · {w:tp} {tp} · {w:risk} {risk}%',
      '{side} {sym}{now}\n{w:sl} {sl}\n{w:tp} {tp}\n<Lot per $1000|Lot for each 1k|For every 500$ use|Per 1000 usd>: {lots}',
      '{levp}\n{riskp}\n{sym} {order}\n{entl}\n{sll}\n{tps}',
      '{tf} | {lots} {w:lot} | {w:risk} {risk}%\n{order} {sym} {zone}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{sym} {order}\n{w:entry}{=}{zone} ({lots} {w:lot})\n{w:sl}{=}{sl} ({risk}% {w:risk})\n{w:tp}{=}{joined: ; }',
    ],
    { weight: 1.5, wish: { ...loose, entries: 1 } },
  ),
  signal(
    'card_frames',
    [
      '{sym} | {tf} <chart|TF|setup|timeframe>\n{order}\n{zone}\n{w:tp} {joined: / }\n{w:sl} {sl}',
      'TF {tf}\n{order} {sym} {zone}\n{w:sl} {sl}\n{w:tp} {tp}',
      '[{tf}] {sym} {order} {zone} {w:sl} {sl} {w:tp} {joined: , }',
      '{sym} {order} {zone}\n{w:sl} {sl}\n{w:tp} {tp}\n{w:timeframe} {tf}\n<Style|Type>: <scalp|swing|intraday>',
      '{order} {sym} {zone} <on the|on|from the|based on> {tf} <chart|timeframe|structure>\n{w:sl} {sl}\n{w:tp} {joined: & }',
      '⏰ {tf} ⏰\n{sym} {order}\n{tps}\n{entl}\n{sll}',
      '{sym} {order} {zone}\n{w:sl} {sl} (<above|below|behind|beyond> the {tfo} <high|low|order block|wick|swing>)\n{w:tp} {tp} ({tfo} <liquidity|gap|level|high|low>)',
      '{tf}-{sym}-{order}-{zone}\n{w:sl}-{sl}\n{w:tp}-{tp}',
    ],
    { weight: 1.2, wish: loose },
  ),
  signal(
    'card_pending_limit',
    [
      '<PENDING|Pending ⏳|⏳ Wait for price|Set & forget|Place now>\n{order} {sym}\n{w:at} {zone}\n{w:tp} {joined: / }\n{w:sl} {sl}',
      '{w:tp} {joined: / }\n{w:sl} {sl}\n{order} {sym} {zone}\n<delete if not filled today|expires {time}|gtc|valid {few}h>',
      '{sym} ⏳ {order} ⏳ {zone} ⏳ {w:sl} {sl} ⏳ {w:tp} {tp}',
      '{w:entry} ({order}) {zone}\n{sym}\n{w:tp} {joined: - }\n{w:sl} {sl}',
      '<Set|Put|Place> [buy/sell] <L:limit> on {sym}\n🔹{zone}\n🔻{sl}\n🔺{joined: 🔺}',
      '{sym}\n{w:sideLabel}{=}{side}\n{w:entry}{=}{zone} (<L:limit>)\n{tps}\n{sll}\n{riskp}',
      '{sym} | <L:LIMIT> | [BUY/SELL] | E {entry} | T {joined: , } | S {sl}',
      '<L:Limit> {side} @ {entry} {sym}\nTP @ {tp}\nSL @ {sl}',
    ],
    { weight: 1.2, wish: { type: 'limit', ...loose } },
  ),
  signal(
    'card_pending_stop',
    [
      '{sym} {order} {entry} ⏳\n{w:tp} {joined: / }\n{w:sl} {sl}',
      '{w:tp} {joined: - }\n{w:sl} {sl}\n{order} {sym} {w:at} {entry}',
      '[BUY/SELL] {sym} {beyond} {entry} TGT {joined:/} SL {sl}',
      '{sym}\n{beyond} {entry} {side}\n{w:sl} {sl}\n{w:tp} {tp}',
      '<Breakout|Momentum|Break> <alert|trade|play>\n{side} {sym} <only |>{beyond} {entry}\n{w:tp} {joined: , }\n{w:sl} {sl}',
      '{sym} | <S:STOP ORDER> | [BUY/SELL] | {entry} | {w:tp} {joined: & } | {w:sl} {sl}',
      '{w:entry} ({order}) {entry}\n{w:tp} {tp}\n{w:sl} {sl}\n{sym}',
      '{side} {sym}\n<Activates|Active|Valid|Trigger> {beyond} {entry}\n{w:sl} {sl}\n{w:tp} {tp}, {tp2}',
    ],
    { weight: 1.2, wish: { type: 'stop', ...loose, entries: 1 } },
  ),
];
