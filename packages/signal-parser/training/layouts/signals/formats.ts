import type { Draft } from '../../draft.ts';
import { DECOR } from '../../look.ts';
import { writeLayout } from '../../render.ts';
import { type Family, signal } from '../family.ts';

const strict = { wish: { plain: true, shorthand: false } };

/** Layouts of bots, tables and programs, and of the big coin channels. */
export const FORMATS: readonly Family[] = [
  signal(
    'table',
    [
      '<Pair|Symbol|Instrument>  <Side|Type>  Entry  SL  TP\n{sym}  {order}  {entry}  {sl}  {tp}',
      '{sym} | {order} | {entry} | {sl} | {tp}',
      '{sym}\t{side}\t{entry}\t{sl}\t{tp}',
      'SYMBOL: {sym}  SIDE: {side}\nENTRY   {entry}\nSL      {sl}\nTP1     {tp}\nTP2     {tp2}',
      '+----------+\n| {sym} {order} |\n+----------+\n| Entry | {entry} |\n| SL | {sl} |\n| TP | {tp} |\n+----------+',
      '```\n{sym}   {order}\nEntry   {zone}\nStop    {sl}\nTarget  {tp}\n```',
    ],
    { weight: 1.2, wish: { entries: 1, shorthand: false } },
  ),
  signal(
    'markdown_table',
    [
      '| Symbol | Side | Entry | SL | TP |\n|---|---|---|---|---|\n| {sym} | {order} | {entry} | {sl} | {tp} |',
      '| Pair | Type | Entry | TP1 | TP2 | SL |\n|:--|:--|--:|--:|--:|--:|\n| {sym} | {order} | {entry} | {tp} | {tp2} | {sl} |',
      '| **{sym}** | **{order}** |\n|---|---|\n| Entry | {zone} |\n| Stop loss | {sl} |\n| Target 1 | {tp} |\n| Target 2 | {tp2} |',
      '| {w:symbolLabel} | {w:sideLabel} | {w:entry} | {w:sl} | {w:tp} |\n| --- | --- | --- | --- | --- |\n| {sym} | {order} | {entry} | {sl} | {tp} |\n{!next}| {sym} | {order} | {entry} | {sl} | {tp} |',
    ],
    { weight: 1.2, wish: { entries: 1, shorthand: false } },
  ),
  signal(
    'json',
    [
      '{"symbol":"{symp}","side":"{side}","entry":{entry},"sl":{sl},"tp":{tp}}',
      '{"symbol": "{symp}", "action": "{side}", "entry": {entry}, "stopLoss": {sl}, "takeProfit": [{tp}, {tp2}]}',
      '{\n  "pair": "{symp}",\n  "type": "{order}",\n  "price": {entry},\n  "sl": {sl},\n  "tp1": {tp},\n  "tp2": {tp2}\n}',
      '{"ticker":"{symp}","order":"{order}","price":"{entry}","stop_loss":"{sl}","targets":["{tp}","{tp2}","{tp3}"],"leverage":{lev}}',
      '{"action":"{side}","symbol":"{symp}","volume":{lots},"sl":{sl},"tp":{tp}}',
    ],
    { weight: 1.5, wish: { ...strict.wish, entries: 1 } },
  ),
  signal(
    'key_value',
    [
      'symbol={symp} side={side} entry={entry} sl={sl} tp={tp}',
      'symbol={symp};action={side};price={entry};sl={sl};tp1={tp};tp2={tp2}',
      'PAIR={symp} TYPE={order} PRICE={entry} SL={sl} TP={tp} LOT={lots}',
      '{side} {symp} sl={sl} tp={tp} q={lots}',
      '{symp},{side},{entry},SL={sl},TP={tp}',
      'sym:{symp} dir:{side} e:{entry} s:{sl} t:{tp},{tp2} lev:{lev}x',
    ],
    { weight: 1.5, wish: { ...strict.wish, entries: 1 } },
  ),
  signal(
    'bot_command',
    [
      '/{side} {symp} sl={sl} tp={tp}',
      '/{side} {symp} {entry} sl {sl} tp {tp} {tp2}',
      '!{side} {symp} @{entry} sl:{sl} tp:{tp}',
      '/open {symp} {side} {lots} sl {sl} tp {tp}',
      '/trade {symp} {order} {entry} {sl} {tp}',
      '/signal {symp} {side} entry={entry} sl={sl} tp={tp},{tp2}',
      '/{side} {symp} {lev}x entry {entry} tp {tp} sl {sl}',
      '.{side} {symp} {lots} sl={sl} tp={tp}',
    ],
    { weight: 1.2, wish: { ...strict.wish, entries: 1 } },
  ),
  signal(
    'hashtag_cloud',
    [
      '#{symp} #{side} {zone}\n{sll}\n{tps}\n#forex #trading #signals',
      '#{symp} {order} {zone} {sll:bare} {tps:row} #vip #scalp',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\n#{symp} #{side} #signal',
      '#signal #{symp} #{side}\n{entl}\n{sll}\n{tps}',
      '#crypto #futures\n#{symp} #{side}\n{entl}\n{tps}\n{sll}\n#trading',
    ],
    { weight: 1.5 },
  ),
  signal(
    'cornix_list',
    [
      '⚡️⚡️ {sym} ⚡️⚡️\n<Client: Demo\n|>Exchanges: <Binance Futures|Bybit USDT|OKX|KuCoin Futures>\nSignal Type: Regular ({side})\nLeverage: <Isolated|Cross> ({lev}X)\n\nEntry Targets:\n1) {entry}\n2) {far}\n\nTake-Profit Targets:\n1) {tp}\n2) {tp2}\n3) {tp3}\n\nStop Targets:\n1) {sl}',
      '#{symp} {side}\nLeverage: {lev}x\nEntry Targets:\n1) {entry} - 50%\n2) {far} - 50%\nTake-Profit Targets:\n1) {tp} - 30%\n2) {tp2} - 40%\n3) {tp3} - 30%\nStop Target: {sl}<\nTrailing Configuration:\nStop: Breakeven - Trigger: Target (1)|>',
      '📩 #{symp} {tf} | Mid-Term\n{side_emoji}{side} Entry Zone: {zone}\n🎯 Strategy Accuracy: {pct}%\n\n⏳ Signal details:\nTarget 1: {tp}\nTarget 2: {tp2}\nTarget 3: {tp3}\n_____\n🧲Trend-Line: {psl}\n❌Stop-Loss: {sl}\n💡After reaching the first target you can put the rest of the position to breakeven.',
      'Coin : #{symp}\n{side}\nLeverage : {lev}x\n\nEntry : {zone}\n\n🎯 {tps:numbered}\n\nStoploss : {sl}',
      '{sym}\nSignal type: {side}\nEntry zone: {zone}\nTargets: {tp} - {tp2} - {tp3} - {tp4}\nStop: {sl}\nLeverage: {lev}x',
      'Exchange: Binance Futures\nPair: {sym}\n{side}\nEntry: {zone}\nTargets: {tp}, {tp2}, {tp3}\nSL: {sl}\nLeverage: Cross {lev}x\nTrade Amount: 3%\n{riskp}',
    ],
    { weight: 2.5, english: true, wish: { groups: ['coin'], type: 'market' } },
  ),
  signal(
    'crypto_bot',
    [
      '{header}{sym} {side} {levp}{nl}{entl}\n{tps}\n{sll}{footer}',
      'SIGNAL ID: #{id}\nCOIN: {sym} ({lev}x)\nDirection: {side}\n➖➖➖➖➖➖\nENTRY: {zone}\nTARGETS: {tp} - {tp2} - {tp3}\nSTOP LOSS: {sl}',
      '🪙 {sym}\n{side_emoji} {side} {lev}x\n💵 Entry {zone}\n🏁 TP {tp} | {tp2} | {tp3}\n🛑 SL {sl}',
      '{side} {sym}\nEntry: market\nLeverage {lev}x (cross)\nTP1 {tp} (25%)\nTP2 {tp2} (25%)\nTP3 {tp3} (50%)\nSL {sl}\nMargin 2% of wallet',
      '${symp} {side}\n\nEntry 1: {entry}\nEntry 2: {far}\n\nTP1 {tp}\nTP2 {tp2}\n\nSL {sl}\n\n{lev}x leverage, wallet 1-3%',
      '{side} #{symp} {lev}x\nentry cmp {entry} & {far}\ntp {tp} {tp2} {tp3}\nsl {sl}',
      '🔥 #{symp} ({side} setup, {lev}x - 75x)\nEntry: {zone}\n🎯 TP: {tp} / {tp2} / {tp3}\n⛔ SL: {sl}',
      '{sym} {side} signal\nMax leverage: {lev}x\nEntry price (USDT): {entry}\n{tps:numbered}\nStop loss (USDT): {sl}',
    ],
    { weight: 3, english: true, wish: { groups: ['coin'], type: 'market' } },
  ),
  signal(
    'spot',
    [
      '{sym} spot {side}\n{entl}\n{tps}\n{sll}',
      'SPOT SIGNAL\n{side} {sym}\nBuy zone{=}{zone}\nSell targets{=}{tp} - {tp2} - {tp3}\n{sll}',
      '#{symp} SPOT\n{side} {zone}\nTargets: {tp}, {tp2}\nHold: 2-4 weeks\n{w:sl}{=}{sl}',
      'spot {side} {sym} at {zone}, targets {tp} {tp2} {tp3}, no leverage',
      '{sym} (spot)\nAccumulate / {side}: {zone}\nTP: {tp} | {tp2}\nSL: daily close below {sl}',
    ],
    {
      weight: 1.2,
      english: true,
      wish: { groups: ['coin'], type: 'market', side: 'buy', contradictory: false },
    },
  ),
  signal(
    'layers',
    [
      '{sym} {side}{now} {zone} layer <3|5|4> entries\n{sll}\n{tps}',
      '{side} {sym} layering {zone}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{sym} {side} <L:limit> layers: {entry} / {far}\nSL all {sl}\nTP all {tp}',
      '{side} {sym}\n1st layer {entry}\n2nd layer {far}\n{sll}\n{tps}',
    ],
    { weight: 1.2, english: true, wish: { type: 'market' } },
  ),
  signal(
    'forwarded_header',
    [
      'Forwarded from <GoldPro Signals|FX Desk|Coin Whisper>\n{sym} {order} {zone}\n{sll}\n{tps}',
      '<Mike FX|Admin|Trader Joe>, [{date} {time}]\n{sym} {order}{now}\n{sll}\n{tps}',
      '<VIP ROOM|Signals|Premium> | {date} {time} UTC\n{order} {sym} {zone}\n{sll}\n{tps}{footer}',
      '[{time}] {sym} {side} {zone}\n{sll}\n{tps}',
      '#{num} | {date}\n{sym} {order}\n{entl}\n{sll}\n{tps}',
    ],
    { weight: 1.5 },
  ),
  signal(
    'side_emoji_only',
    [
      '{side_word_emoji} {sym} {zone}\n{sll}\n{tps}',
      '{sym} {side_word_emoji}\n{entl}\n{sll}\n{tps}',
      '{side_word_emoji}{sym}{side_word_emoji}\n{entl}\n{tps}\n{sll}',
      '{sym} {side_word_emoji} {zone} {sll:bare} {tps:inline}',
    ],
    { weight: 1.2, wish: { type: 'market', contradictory: false } },
  ),
  signal(
    'side_with_emoji',
    [
      '{side_emoji} {side} {sym} {zone}\n{sll}\n{tps}',
      '{sym} {side} {side_emoji}\n{entl}\n{sll}\n{tps}',
      '{side_emoji}{order} {sym}{side_emoji}\n{entl}\n{tps}\n{sll}{footer}',
    ],
    { weight: 1.5 },
  ),
  signal('numbered_entries', [], { weight: 1, write: numberedEntries }),
  signal(
    'multi_mention',
    [
      '{sym} ({symp}) {order} {zone}\n{sll}\n{tps}',
      '{sym} {order}\n{entl}\n{sll}\n{tps}\n\n#{symp} {side}',
      '{e} {sym} {e}\n{order} {symp} {zone}\n{sll}\n{tps}',
    ],
    { weight: 1 },
  ),
];

/** Three to five entries below a heading, each with its number. */
function numberedEntries(draft: Draft): void {
  const { rng, trade, voice } = draft;
  const [first = trade.price] = trade.entries;
  const away = Math.max(1, Math.round((trade.stop - first) / rng.int(5, 8)));
  const step = Math.abs(away) * (trade.stop < first ? -1 : 1);
  draft.symbol();
  draft.add(' ');
  draft.side();
  draft.add(`\n${rng.pick(DECOR)}`, 'emoji');
  draft.add(voice.word('entry'), 'word');
  draft.add(rng.pick([':', '', ' :']));
  const dot = rng.pick([') ', '. ', ' - ', ': ', '️⃣ ']);
  const count = rng.int(2, 4);
  for (let at = 0; at < count; at += 1) {
    draft.add(`\n${at + 1}${dot}`);
    draft.entry(Math.max(1, first + at * step));
  }
  writeLayout(draft, rng.pick(['\n{tps}\n{sll}{extras}', '\n\n{tps}\n\n{sll}', '\n{sll}\n{tps}']));
}
