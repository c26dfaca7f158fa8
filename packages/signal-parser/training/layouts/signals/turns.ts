import { writeBoth } from '../../sentences.ts';
import { type Family, signal } from '../family.ts';

const market = { english: true, wish: { type: 'market' as const, shorthand: false } };

const single = { english: true, wish: { type: 'market' as const, entries: 1, shorthand: false } };

/** The other side, in an instrument that is named once. */
const TURNS = [
  '{sym}: <C:close> the (?short/long), [long/short] from {entry}, stop {sl}, target {tp}',
  '{sym}\n<C:Close> (?sells/buys) ❌\n[BUY/SELL] {entry} ✅\nSL {sl}\nTP {tp}',
  '<C:Closed> my {sym} (?short/long) at {closepx} and [bought/sold] instead. SL {sl}, TP {tp}',
  'Changed my mind on {sym}. <C:Out of> the (?sell/buy), now [buying/selling] {entry} with stop {sl} and target {tp}',
  '{sym} flip 🔄 <C:close> (?shorts/longs) → [long/short] {entry} / sl {sl} / tp {tp}',
  'I was wrong on {sym}, <C:cutting> it here at {closepx} and turning [long/short]. Stop {sl}, first target {tp}',
  '{sym} reversal: <C:exit> all (?sells/buys). Fresh [buy/sell] at {entry}, sl {sl}, tp {tp}',
  '<C:Cover> the {sym} (?short/long) and get [long/short] right away, {sl} is the stop',
  '<C:Flatten> {sym} and reverse: [long/short] {entry}, {sl} stop, {tp} target',
  '{sym} <C:exit> (?shorts/longs) @ {closepx}, go [long/short] same price, sl {sl} tgt {tp}',
  '<X:Cancel> my {sym} order, we go [long/short] at market instead. SL {sl} TP {tp}',
  'Not waiting for the {sym} limit any longer: <X:delete> it and [buy/sell] here at {entry}. Stop {sl}, TP {tp} and {tp2}',
  '{sym}: <X:scrap> the pending at {price}, [buy/sell] <L:limit> now sits at {entry}, stop {sl}, target {tp}',
  '<X:Remove> the {sym} (?buy/sell) limit and place a [buy/sell] <S:stop> at {entry}, SL {sl}, TP {tp}',
  '{sym} first position: <B:stop to entry>. Adding a second [long/short] at {entry}, stop {sl}, target {tp}',
  '{sym}: <P:take partials> on the old one, and add another [buy/sell] at {entry}, sl {sl}',
  '<C:Close> the losing {sym} layer, then one more [buy/sell] at {entry}, SL {sl}, TP {tp}',
];

/** An old trade ends, and a new one begins. */
export const TURNS_ROUND: readonly Family[] = [
  signal(
    'old_out_new_in',
    [
      '{!update}<C:Close> the {sym} (?short/long).{!signal}{!other} New one: [long/short] {sym} {entry}, stop {sl}, target {tp}',
      '{!update}<C:Out of> {sym} at {closepx}.{!signal}{!other}\n\nNext: {sym} {order} {zone}\n{sll}\n{tps}',
      '1) {!update}{sym}: <C:close> <H:half>, <B:SL to entry>\n2) {!signal}{!other}{sym}: [buy/sell] {entry}, SL {sl}, TP {tp}',
      '❌ {!update}<C:CLOSE> {sym}\n✅ {!signal}{!other}[BUY/SELL] {sym} {zone}\n{sll}\n{tps}',
      '{!update}Update {sym}: SL {newsl}, TP {newtp}\n➖➖➖➖\n{!signal}{!other}New signal\n{sym} {order} {zone}\n{sll}\n{tps}',
      '{!signal}{sym} {order} {zone}\n{sll}\n{tps}\n\nAlso: {!update}{!other}{sym} <C:close> at {closepx}',
      '{!signal}[Buy/Sell] {sym} {entry}, sl {sl}, tp {tp}. And {!update}{!other}on {sym} <P:take> {closepct}% off',
      '{!signal}New {sym} [long/short] @ {entry} | SL {sl} | TP {tp}\n{!update}{!other}Old {sym} limit: <X:cancel>',
      '{!update}Rotating: <C:out> of {sym}, {!signal}{!other}[long/short] {sym} at {entry}. Stop {sl}, objective {tp}.',
      '{!update}{sym} +{pips} pips ✅ <B:BE> please\n\n{!signal}{!other}And here comes another one 👇\n{order} {sym} {zone}\n{sll}\n{tps}',
      'Switching horses. {!update}<C:Closed> {sym} at {closepx}, {!signal}{!other}[bought/sold] {sym} at {entry}, stop {sl}, looking for {tp}',
      '| {!update}{sym} | <C:CLOSE> | {closepx} | | |\n| {!signal}{!other}{sym} | [BUY/SELL] | {entry} | {sl} | {tp} |',
      '{!update}{sym} <X:cancelled>, not triggered. {!signal}{!other}{sym} [buy/sell] now {entry} sl {sl} tp {tp}',
      'Desk summary\n{!update}– {sym}: <P:reduce> by {closepct}%, stop {newsl}\n{!signal}{!other}– {sym}: new [long/short] from {entry}, stop {sl}, target {tp}',
      '{!update}{sym} <C:exit>\n{!other}{sym} <B:stop to entry>\n{!signal}{!other}{sym} [long/short] {entry} stop {sl} target {tp}',
    ],
    { weight: 2, ...market },
  ),
  signal(
    'reversed',
    [
      '{!update}<C:Close> the {sym} (?short/long) at {closepx}.{!signal} [Long/Short] {sym} {entry}, stop {sl}, target {tp}',
      '{!update}{sym} (?SELL/BUY) <C:CLOSE>\n\n{!signal}{sym} [BUY/SELL] {zone}\n{sll}\n{tps}',
      'FLIP ‼️\n{!update}<C:Exit> all {sym} (?sells/buys)\n{!signal}[Buy/Sell] {sym} {zone}\n{sll}\n{tps}',
      'Stop & reverse: {!update}<C:out of> {sym} (?shorts/longs), {!signal}new {sym} [long/short] {entry}, sl {sl}, tp {tp}, {tp2}',
      '{!update}<X:Cancel> the {sym} (?buy/sell) limit {price}. {!signal}New order: {sym} {order} {zone}, {sll:bare}, {tps:inline}',
      '{!update}{sym} pending <X:deleted>, {!signal}taking {sym} [long/short] at market {entry} instead. Stop {sl}. Target {tp}.',
      '{!update}Old {sym} trade: <B:SL to entry>\n{!signal}New {sym} trade: [buy/sell] {entry}\n{sll}\n{tps}',
      '{!update}<C:Flat> {sym} from the (?short/long) side {closepx}. {!signal}{sym} [long/short] {entry}, {sl} stop, first out {tp}',
    ],
    {
      weight: 1.5,
      english: true,
      wish: { type: 'market', contradictory: false, shorthand: false },
    },
  ),
  signal('turned_round', [], {
    weight: 1.5,
    ...single,
    write: (draft) => {
      writeBoth(draft, draft.rng.pick(TURNS));
    },
  }),
  signal(
    'old_and_new_words',
    [
      '{!update}{C} {sym}\n\n{!signal}{!other}{w:new}: {sym} {order} {zone}\n{sll}\n{tps}',
      '{!update}{sym} {B}\n{!signal}{!other}{order} {sym} {zone}\n{sll}\n{tps}',
      '{!update}❌ {X} {sym} {w:pending}\n{!signal}{!other}✅ {sym} {side}{now} {entry}\n{sll}\n{tps}',
      '{!signal}{sym} {order} {zone}\n{sll}\n{tps}\n\n{!update}{!other}{sym} {C}',
      '{!signal}{side} {sym} {entry} {w:sl} {sl} {w:tp} {tp}\n{!update}{!other}{sym}: {w:sl} {newsl}',
      '{!update}{sym}: {P} {closepct}%, {B}\n———\n{!signal}{!other}{sym} {order}\n{entl}\n{sll}\n{tps}',
      '1. {!update}{sym} {C} {closepx}\n2. {!signal}{!other}{sym} {side} {entry}, {w:sl} {sl}, {w:tp} {tp}',
      '{!update}{C} {sym} ➡️ {!signal}{side} {sym} {entry}\n{sll}\n{tps}',
    ],
    { weight: 1.5, wish: { type: 'market', shorthand: false } },
  ),
];
