import { type Family, update } from './family.ts';

const english = { english: true };

/** Instructions about trades that exist. */
export const UPDATES: readonly Family[] = [
  update('close', [
    '<C:Close> {sym}<| now| here| all| trade| position|!>',
    '{sym} <C:close> <now|here|it|all trades>',
    '<C:Exit> {sym} at {closepx}', '<C:Close> {sym} @ {closepx}', '<C:Closing> {sym} here, not liking the price action',
    '<C:Close> all <trades|positions|running trades> <now|before news|before the weekend>',
    '<C:Closed> {sym} manually at {closepx}', "I'm <C:out> of {sym}", '<C:Get out> of {sym}, setup is no longer valid',
    '{sym} <C:cut> the loss here at {closepx}', '<C:Cut> {sym} now guys', '<C:Close> it', '<C:close> now +{pips} pips',
    '{sym} (?buy/sell) <C:close> at {closepx} ✅ +{pips} pips', '<C:Close> your {sym} (?buys/sells) now',
    '<C:Close> at market', 'We <C:exit> {sym} here with +{pips} pips', '<C:Take profit now> on {sym}', '❌ <C:CLOSE> {sym} ❌',
    '{sym}: <C:closed> in profit by hand, {closepx}', '<C:Closing> the (?long/short) on {sym} at breakeven price {closepx}',
    'Everyone <C:close> {sym} please, CPI in {num} minutes',
  ], { weight: 6, ...english }),
  update('close_word', [
    '{w:close} {sym}', '{sym} {w:close}', '{w:close} {sym}{now}', '{sym} {w:close} {closepx}',
  ].map((line) => line.replace('{w:close}', '{C}')), { weight: 1.5 }),
  update('close_partial', [
    '<P:Close> {closepct}% of {sym}<| now|, let the rest run>', '<C:Close> <H:half> of {sym}', '<C:Close> <H:half> now and let the rest run',
    '<P:Take> {closepct}% off {sym} here', '<P:Secure some profits> on {sym}', '<P:Book partials> on {sym} at {closepx}', '<P:Take partial profit> on {sym}',
    '{sym} +{pips} pips, <P:take some off>', '<P:Take partials> here', '{sym} <P:partial close> {closepct}%', '<P:Close> {closepct}% at {closepx}',
    '<P:Book some profit> {sym}', '<C:Closing> <H:half> the {sym} (?long/short) at {closepx}', 'TP1 hit on {sym}, <C:close> <H:half>',
    '<P:Secure partials> team 💰', '<P:Trim> {closepct}% of your {sym} position', '<P:Reduce> {sym} by {closepct}%', '<H:Half> <C:off> the table on {sym}',
  ], { weight: 5, ...english }),
  update('breakeven', [
    '{sym} SL to <B:breakeven>', 'Set <B:BE> on {sym}', 'Move <B:SL to entry>', '{sym} +{pips} pips, <B:SL to entry>', 'TP1 hit ✅ <B:move SL to BE>',
    '{sym} <B:risk free> now', 'Make it <B:risk free>', 'Secure {sym} at <B:entry>', 'stop <B:to b.e> on {sym} pls', '{sym} move stop loss to <B:entry price>',
    'Set <B:break even> on all trades', '{sym} running {pips} pips, <B:secure at entry>', '<B:B.E> {sym}', 'put your <B:stop at entry> on the {sym} (?buy/sell)',
    '{sym} TP1 ✅ <B:set breakeven> and enjoy the free ride', 'SL @ <B:BE> 🔒', 'Stops to <B:breakeven> everyone',
  ], { weight: 5, ...english }),
  update('breakeven_word', ['{sym} {B}', '{B} {sym}', '{B}', '{w:move} {w:sl} {B}'], { weight: 1.5 }),
  update('move_stop', [
    'Move SL to {newsl}', '{sym} move SL to {newsl}', 'Move {sym} stop to {newsl}', 'New SL {newsl} for {sym}', 'Change SL: {newsl}', '{sym} SL update: {newsl}',
    'Trail stop to {newsl} on {sym}', 'Raise stop loss to {newsl}', 'Correction: SL is {newsl}', 'SL typo, should be {newsl}', 'Lower your stop on {sym} to {newsl}',
    '{sym} trailing stop now at {newsl} 🔒', 'Adjust stoploss {newsl} {sym}', 'lock profits, sl {newsl}', '{sym} (?buy/sell): SL now {newsl}', 'Tighten the stop to {newsl}',
    'Set SL at {newsl} to lock {pips} pips', 'SL from {price} to {newsl}',
  ], { weight: 5, ...english }),
  update('modify_tp', [
    'Change TP to {newtp}', '{sym} new TP {newtp}', 'TP moved to {newtp}', 'Set take profit at {newtp} for {sym}', '{sym} TP update {newtp}', 'Target changed to {newtp}',
    '<T:Remove TP> on {sym}', '<T:Take the TP off> and let it run', '{sym} <T:delete take profit>, we hold', 'Extend target to {newtp}', 'Correction, TP is {newtp}',
    'Move TP1 to {newtp} and TP2 to {newtp}', 'No TP for now on {sym}: <T:remove targets>', 'Update {sym} final target {newtp}',
  ], { weight: 4, ...english }),
  update('cancel', [
    '<X:Cancel> {sym} <limit|pending|order|signal>', '<X:Delete> {sym} pending order', '<X:Cancel> the {sym} (?buy/sell) limit', '<X:Delete> all limits', '<X:Cancel> all pending orders',
    '{sym} limit not triggered, <X:delete> it', '<X:Remove> the pending (?buy/sell) stop on {sym}', 'Signal <X:cancelled> {sym}', '<X:Ignore> the {sym} order if not triggered',
    'If not activated, <X:cancel>', '{sym} <X:invalid>, delete', '<X:Cancel> this trade', '<X:Cancel> order {sym} at {price}', 'Missed the entry, <X:cancel> {sym} limit',
  ], { weight: 4, ...english }),
  update('cancel_word', ['{X} {sym}', '{sym} {X}', '{X} {w:pending} {sym}'], { weight: 1 }),
  update('compound_update', [
    '<C:Close> <H:half> and <B:SL to BE>', 'TP1 ✅ <P:take partials> & move <B:SL to entry>', '{sym}: <C:close> <H:half>, move SL to {newsl}', '{sym} <P:close> {closepct}%, set <B:BE> on the rest',
    'SL {newsl}, TP {newtp}', '<B:Breakeven> on {sym} and change TP to {newtp}', '<P:Secure some> and trail SL to {newsl}', '<C:Close> {sym} and <X:delete> all pendings',
    '{sym} move SL {newsl} and <T:remove TP>', '<C:Close> <H:half> of {sym} at {closepx} and <B:risk free> the rest', '{sym} +{pips} pips 🔥 <P:book partials>, <B:sl to be>, hold for TP2',
    '{sym}\n<P:Close> {closepct}%\n<B:SL to breakeven>\nTP {newtp}', '<X:Cancel> the limit and <B:BE> the running one',
  ], { weight: 4, ...english }),
  update('levels_followup', [
    '{w:sl}{=}{newsl}\n{w:tp}{=}{newtp}', '{w:sl} {newsl} {w:tp} {newtp}', '{w:tp}{=}{newtp}\n{w:sl}{=}{newsl}', '{w:tp}1{=}{newtp}\n{w:tp}2{=}{newtp}\n{w:sl}{=}{newsl}',
    '{w:sl} {newsl}', '{w:tp} {newtp}', '{sym} {w:sl} {newsl} {w:tp} {newtp}', '{sym}\n{w:sl}{=}{newsl}\n{w:tp}{=}{newtp}', '{w:sl}{=}{newsl}\n\n{w:tp}{=}{newtp}\n{w:tp}{=}{newtp}\n{w:tp}{=}{newtp}',
  ], { weight: 3.5 }),
  update('quoted_reply', [
    '> {!quote}{sym} {side} {pent}\n> {w:sl} {psl}\n> {w:tp} {ptp}\n\n{!update}<C:Close> now', '{!quote}> {sym} {side} @ {pent} sl {psl} tp {ptp}\n{!update}<B:Move SL to BE>',
    '{!quote}| {side} {sym} {pent}\n| {w:sl}: {psl}\n| {w:tp}: {ptp}\n{!update}SL to {newsl}', '{!quote}In reply to: "{sym} {side} {pent}, SL {psl}, TP {ptp}"\n{!update}<X:Cancel> this one',
    '{!quote}«{sym} {side} now {pent}»\n{!update}<C:Close> <H:half> here', '{!quote}> {sym} {side} {pent} / {psl} / {ptp}\n\n{!update}change tp to {newtp}',
    '{!quote}↩️ {sym} {side} limit {pent}\n{!update}<X:delete> it', '{!quote}"{side} {sym} {pent}"\n\n{!update}<P:take partials>, sl {newsl}',
  ], { weight: 3, ...english }),
  update('result_then_instruction', [
    '{sym} TP1 hit +{pips} pips ✅ <B:SL to entry>', '{sym} running +{pips} pips 🔥 <C:close> <H:half>', 'TP2 done on {sym} 🎯 move SL to {newsl}', 'Boom 💥 {sym} +{pips} pips, <P:secure some profits>',
    '{sym} (?buy/sell) from {price} now {price2}, +{pips} pips. <C:Close> here.', '{sym} in {pct}% profit, <P:close> {closepct}%', 'First target ✅ {price2}. <B:Stop to entry>. Next target {price2}.',
  ], { weight: 3, ...english }),
  update('command_update', [
    '/close {symp}', '/be {symp}', '/sl {symp} {newsl}', '/tp {symp} {newtp}', '/cancel {symp}', '/close {symp} {closepct}%', '!modify {symp} sl={newsl} tp={newtp}',
    '{"action":"<C:close>","symbol":"{symp}"}', '{"action":"modify","symbol":"{symp}","sl":{newsl}}',
  ].map((line) => line.replace('/close {symp} {', '/<P:close> {symp} {').replace('/close', '/<C:close>').replace('/be', '/<B:be>').replace('/cancel', '/<X:cancel>')), { weight: 1.5, ...english, wish: { plain: true } }),
];
