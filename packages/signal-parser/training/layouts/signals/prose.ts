import { type Family, signal } from '../family.ts';

const english = { english: true };
const market = { english: true, wish: { type: 'market' as const } };

/** Orders in the words of English channels. */
export const PROSE: readonly Family[] = [
  signal(
    'prose',
    [
      "I'm [buying/selling] {sym} here around {entry}, stop at {sl}, looking for {tp}",
      'Taking a [long/short] on {sym} at {entry}. If we lose {sl} I am out. Targets {tp} and {tp2}.',
      '{sym} [long/short] from {entry} with my stop {w:at} {sl}, first target {tp}, then {tp2}',
      'Just [bought/sold] {sym} {w:at} {entry}. SL {sl}, TP {tp}',
      'We are [long/short] {sym} at {entry}, protecting <below|above|at> {sl} and aiming for {tp}',
      'Team, [buy/sell] {sym} now please, sl is {sl} and tp is {tp}. No greed.',
      'Go [long/short] on {sym} between {entry} and {far}, cut it at {sl}, objective {tp}',
      'Adding {sym} [longs/shorts] here. Wrong if {sl}. Out at {tp}.',
      '[Longing/Shorting] {sym} at {entry} targeting {tp}, invalidation {sl}',
      'I like {sym} here, so [buying/selling] {entry}. Stop {sl}. Not a big size. Target {tp}',
      'Alright everyone, don’t miss this one: [buy/sell] {sym} around {entry} to {far}, stop loss {sl}, take profit at {tp} then {tp2}',
      'Quick scalp: [buy/sell] {sym} at market, {sl} stop, {tp} target',
      'We hit our target yesterday and here is the next one: {sym} [buy/sell] {entry}, sl {sl}, tp {tp}',
      'Swing idea for patient people. {sym} [long/short] {entry}-{far}. Stop is {sl}. Looking for {tp}, {tp2} and {tp3}.',
      'My last loss was {pips} pips, let’s get it back. [Buy/Sell] {sym} {entry} SL {sl} TP {tp}',
      'Wait is over! [Buy/Sell] {sym} now @ {entry} sl {sl} tp {tp}',
    ],
    { weight: 4, english: true, wish: { type: 'market', entries: 1 } },
  ),
  signal(
    'ict_style',
    [
      '{sym} {side}\nSwept the <Asian low|previous day high|sell side liquidity>, tapping into {tfo} <FVG|order block|breaker>\n{entl}\n{sll}\nDOL: {tp}',
      'Liquidity grab at {price}, MSS confirmed. [Long/Short] {sym} from the OB {zone}, SL {sl}, TP {tp} (<BSL|SSL>)',
      '{sym} [longs/shorts] from the {tfo} FVG {zone}. Stop {sl}. Draw on liquidity {tp}.',
      '{side} {sym} {entry}\nOB retest + CHoCH on {tfo}\n{sll}\n{tps}',
      '{sym} {tf} | BOS, retrace to OTE\n{order} @ {entry}\nSL {sl}\nTP1 {tp} (EQ)\nTP2 {tp2} (liquidity)',
    ],
    { weight: 2, ...market },
  ),
  signal(
    'conditional_stop',
    [
      '{sym} [buy/sell] {zone}\nSL: {tfo} close <below|above|under> {sl}\n{tps}',
      '[Long/Short] {sym} at {entry}, stop only on a {tfo} close <below|above> {sl}, target {tp}',
      '{sym} {side}{now}\nStop: <daily|H4|4h|1h> candle close <below|above> {sl}\nTP {tp} / {tp2}',
      '{order} {sym} {zone}, exit if {tfo} closes <under|over> {sl}, tp {tp}',
      '{sym} [buy/sell] {entry}\nSL {sl} (hard stop {price})\nTP {tp}',
      '{side} {sym} {zone}. Cut only on a solid break of {sl}. Targets {tp}, {tp2}',
    ],
    { weight: 2, ...market },
  ),
  signal(
    'breakout_prose',
    [
      '[Buy/Sell] {sym} <S:if it breaks> {entry}, stop {sl}, target {tp}',
      'If {sym} <S:breaks> {entry} we [buy/sell], SL {sl}, TP {tp}',
      'Only [buy/sell] {sym} <S:on a break of> {entry}. Stop {sl}. TP {tp} and {tp2}',
      '{sym} [long/short] <S:on a break of> {entry}\nSL {sl}\nTP {tp}',
      'Place [buy/sell] <S:stop> on {sym} at {entry}, sl {sl}, tp {tp}',
      '{sym}: [buy/sell] only <S:if it clears> {entry} → {tp}, sl {sl}',
      'Breakout play. [Long/Short] {sym} <S:if it breaks> {entry}. SL {sl} TP {tp} TP2 {tp2}',
    ],
    { weight: 2, english: true, wish: { type: 'stop', entries: 1 } },
  ),
  signal(
    'limit_prose',
    [
      'Place a [buy/sell] <L:limit> order on {sym} at {entry}, stop loss {sl}, take profit {tp}',
      'Setting [buy/sell] <L:limits> on {sym} between {entry} and {far}, SL {sl}, TP {tp}',
      'I will [buy/sell] {sym} on the <dip|pullback|retest> at {entry} (<L:limit>). Stop {sl}, target {tp}',
      'Pending order: {sym} [buy/sell] <L:limit> {entry} | sl {sl} | tp {tp}. If it doesn’t trigger today, delete it.',
      '<L:Limit order> {sym} [long/short] {entry} sl {sl} tp {tp} {tp2}',
      'Pending order placed: [buy/sell] <L:limit> {sym} @ {entry} SL {sl} TP {tp}',
      'Put your [buy/sell] <L:limit> at {entry} on {sym} and wait for it. SL {sl}. TP {tp}.',
    ],
    { weight: 2, english: true, wish: { type: 'limit', entries: 1 } },
  ),
  signal(
    'add_reenter',
    [
      'Add another {sym} [buy/sell] here at {entry}, same stop {sl}, same target {tp}',
      '{sym} once more, [buy/sell] at {entry}, sl {sl}, tp {tp}',
      'One more layer: [buy/sell] {sym} now',
      'Second entry {sym} [buy/sell] {entry}\nSL {sl}\nTP {tp}',
      'Re-entry {side} {sym} {zone}\n{sll}\n{tps}',
      'SL hit earlier, we go again. [Buy/Sell] {sym} {entry} stop {sl} target {tp}',
      'Scale in more {sym} [longs/shorts] at {entry}, stop {sl}',
    ],
    { weight: 1.5, ...market },
  ),
  signal(
    'chatter_around',
    [
      'Good morning traders ☀️\n\n{sym} {order} {zone}\n{sll}\n{tps}\n\nHave a great day',
      'Hello team, as promised here is today’s signal\n{sym} {order}{now}\n{sll}\n{tps}\nUse small lots please',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\nReason: <double bottom|RSI divergence|trendline break|rejection from resistance at {price}> on {tfo}',
      'Price is reacting from {price} support, so here we go 👇\n{order} {sym}{now}\n{sll}\n{tps}',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\nOnce TP1 is hit move SL to entry',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\nClose half at TP1 and let the rest run 🚀',
      'Gold analysis was right again! New trade:\n{sym} {side} {zone}\n{sll}\n{tps}',
      'NFP today at {time}, be careful.\n{sym} {order} {zone}\n{sll}\n{tps}',
      'Last {num} signals: {num} wins. Next one 👇\n{order} {sym} {zone} {sll:bare} {tps:row}',
    ],
    { weight: 3, ...english },
  ),
  signal(
    'footer_ads',
    [
      '{sym} {order} {zone}\n{sll}\n{tps}\n\nJoin our VIP: t.me/joinchat/AbC{id}',
      '{header}{sym} {order}{now}\n{sll}\n{tps}\n\n💎 VIP membership ${money} / month, DM @admin_{num}\n⚠️ Trading involves risk. Past results {pct}% accuracy.',
      '{sym} {order}\n{entl}\n{sll}\n{tps}\n➖➖➖➖➖➖\nWant lot size guidance? Deposit {money}$ with our broker and get {pct}% bonus',
      '{sym} {side}{now}\n{tps}\n{sll}\n\n📲 WhatsApp +44 7{id}\n🌐 www.bestfx{num}.com',
      '{order} {sym} {zone}\n{sll}\n{tps}\n\n© {num} FX Academy | {num}+ members | since {date}',
      '🔥 Free signal of the day (VIP gets {num} more)\n{sym} {order} {zone}\n{sll}\n{tps}\nJoin 👉 @vipfx',
      '{sym} {order} {zone}\n{sll}\n{tps}\n\nDisclaimer: not financial advice, you can lose more than your deposit.',
    ],
    { weight: 3, ...english },
  ),
  signal(
    'many_shared',
    [
      '[Buy/Sell] {sym} and {!with}{sym}{now}',
      '{sym} & {!with}{sym} [buy/sell] now, target {tppips} pips for {slpips} of risk',
      '[Long/Short] {sym} / {!with}{sym} here. SL {slpips} pips each, TP {tppips} pips',
    ],
    { weight: 0.8, ...market },
  ),
  signal(
    'ladder_prose',
    [
      '{sym}\nStep 1: [buy/sell] now {entry}\n{!same}Step 2: [buy/sell] <L:limit> {entry}\nSL for all {sl}\nTP {tp} {tp2}',
      '1st [buy/sell] <L:limit> {sym} {entry}\n{!same}2nd [buy/sell] <L:limit> {entry}\n{!same}3rd [buy/sell] <L:limit> {entry}\nSL {sl}\nTP {tp}',
      '{sym} [buy/sell] {entry} sl {sl} tp {tp}\nIf it goes against us:\n{!same}[buy/sell] <L:limit> {entry} same sl, same tp',
    ],
    { weight: 1.5, english: true, wish: { type: 'market', entries: 1, contradictory: false } },
  ),
  signal(
    'copy_trade_notice',
    [
      'New trade opened ✅\n{sym} [Buy/Sell] {lots} lots at {entry}\nSL {sl} TP {tp}',
      '🤖 Master account opened: [BUY/SELL] {sym} @ {entry}, S/L {sl}, T/P {tp}',
      'I just opened this: {sym} [buy/sell] {entry}. sl {sl}. tp {tp}',
      'We entered {sym} [long/short] at {entry}. Stop {sl}. Targets {tp}/{tp2}.',
    ],
    { weight: 1.2, ...market },
  ),
  signal(
    'signal_plus_update',
    [
      '{!update}<C:Close> {sym} now ✅\n\n{!signal}{!other}New: {sym} {order} {zone}\n{sll}\n{tps}',
      '{!signal}{sym} {order} {zone}\n{sll}\n{tps}\n\n{!update}{!other}{sym} SL to <B:breakeven>',
      '{!update}Move SL on {sym} to {newsl}.\n{!signal}{!other}[Buy/Sell] {sym} {entry} sl {sl} tp {tp}',
      '{!update}<C:Close> all {sym} positions at {closepx}. {!signal}{!other}Now [buy/sell] {sym} {zone}, SL {sl}, TP {tp}',
      '{!update}<X:Delete> the {sym} pending.\n{!signal}{!other}{sym} {order}{now}\n{sll}\n{tps}',
      '{!update}<P:Take partials> on {sym} and <B:SL to entry>. {!signal}{!other}Next signal 👇\n{order} {sym} {zone}\n{sll}\n{tps}',
    ],
    { weight: 2, english: true, wish: { type: 'market' } },
  ),
];
