import type { Look } from '../../look.ts';
import type { Rng } from '../../rng.ts';
import { type Family, signal } from '../family.ts';

const one = { entries: 1, type: 'market' as const };
const below = (rng: Rng): Partial<Look> => ({
  equals: rng.pick(['\n', '\n', ':\n', ' :\n', ':\n\n', ' 👇\n', '\n\n']),
});
const leaders = (rng: Rng): Partial<Look> => ({
  equals: rng.pick([
    ' ....... ',
    '......',
    ' .......... ',
    ' ....... : ',
    ' …… ',
    ' _____ ',
    ' ------- ',
    ' ······ ',
  ]),
});

/** Layouts by where a level stands from its label, and by what the labels are. */
export const LABELLED: readonly Family[] = [
  signal(
    'value_first',
    [
      '{sym} {side} {zone}\n{sl} {w:sl}\n{before: *#\n}',
      '{side} {sym}{now} {sl} {w:sl} | {tp} {w:tp}',
      '{sym} {side} {entry} ({w:entry}) {sl} ({w:sl}) {tp} ({w:tp})',
      '{sym} {side}\n{entry} <{lit:<-}|←|⬅️|◀> {w:entry}\n{sl} <{lit:<-}|←|⬅️|◀> {w:sl}\n{before: <- *#\n}',
      '{side} {sym}\n{zone} - {w:entry}\n{sl} - {w:sl}\n{before: - *#\n}',
      '{sym} {order}\n{zone} ({w:entry})\n{before: (*#)\n}{sl} ({w:sl})',
      '{sym} {order} {zone}, {sl} {w:sl}, {tp} {w:tp}',
      '{sym} {side}{now}, {sl} {w:sl} {tp} {w:tp}1 {tp2} {w:tp}2',
      '{order} {sym}\n{entry} = {w:entry}\n{sl} = {w:sl}\n{tp} = {w:tp}',
      '{zone} {w:entry} {sym} {side}\n{sl} {w:sl}\n{tp} {w:tp}',
      '{side} {sym} from {entry} | {sl} <as|is my|is the|for> {w:sl} | {tp} <as|is my|is the|for> {w:tp}',
      '{sym} {order} {entry} [{sl} {w:sl}] [{tp} {w:tp}] [{tp2} {w:tp}]',
    ],
    { weight: 3, wish: { shorthand: false } },
  ),
  signal(
    'value_below',
    [
      '{sym}\n{order}\n\n{entl}\n\n{sll}\n\n{tps:lines}',
      '{header}{w:symbolLabel}{=}{sym}\n{w:sideLabel}{=}{order}\n{entl}\n{tps:lines}\n{sll}{extras}',
      '{sym} {side}{now}\n{sll}\n{tps:lines}{footer}',
      '{order} {sym}\n{w:entry}\n{zone}\n{w:sl}\n{sl}\n{w:tp}{after:\n}',
      '{sym} {order}\n{w:entry}\n{zone}\n\n{w:tp}\n{joined:\n}\n\n{w:sl}\n{sl}',
      '{order} {sym} {zone}<{after:\nT.P.#\n}|{after:\nt.p #\n}|{after:\n*#\n}>\n<S.L.|S.L|{w:sl}>\n{sl}',
      '{w:sideLabel}\n{side}\n{w:symbolLabel}\n{sym}\n{w:entry}\n{entry}\n{w:sl}\n{sl}\n{w:tp}\n{joined:\n}',
    ],
    { weight: 2.5, wish: { look: below } },
  ),
  signal(
    'dotted_leaders',
    [
      '{sym} {order}\n{entl}\n{sll}\n{tps:lines}{extras}',
      '{w:symbolLabel}{=}{sym}\n{w:sideLabel}{=}{order}\n{entl}\n{tps:lines}\n{sll}',
      '{header}{order} {sym}\n{entl}\n{tps:lines}\n{sll}{footer}',
    ],
    { weight: 1, wish: { look: leaders } },
  ),
  signal(
    'profit_loss',
    [
      '{sym} {side} {zone}\n{w:profit}{=}{tp}\n{w:loss}{=}{sl}',
      '{sym} {order} {zone} {w:profit} {tp} {w:loss} {sl}',
      '{sym}\n{side}: {entry}\n{w:loss}: {sl}\n{w:profit}: {tp}',
      '{side} {sym}{now}\n{w:loss}{=}{sl}\n{w:profit} 1{=}{tp}\n{w:profit} 2{=}{tp2}',
      '{sym}\n{side} {w:at} {zone}\n{w:profit} {w:at} {tp}\n{w:loss} {w:at} {sl}',
      '{order} {sym} {entry} / {w:loss} {sl} / {w:profit} {tp}',
      '{side} {sym}{now} | {w:profit} {joined: - } | {w:loss} {sl}',
      'in: {entry}\nout: {tp}\n{w:loss}: {sl}\n{sym} {side}',
    ],
    { weight: 2.5, wish: { shorthand: false } },
  ),
  signal(
    'in_out',
    [
      '{sym} {side}\n<in|In|IN>: {entry}\n<out|Out|OUT>: {tp}\n<stop|Stop|sl|cut>: {sl}',
      '{side} {sym} <in|in at> {zone} <out|out at> {tp} stop {sl}',
      '{sym} [long/short] | in {entry} | stop {sl} | out {tp}, {tp2}',
      '{sym} {side} open price {entry} sl {sl} tp {tp}',
      '{sym}\nopen: {entry}\ntype: {side}\nstop: {sl}\nexit: {tp}',
      '{side} {sym}, open {entry}, loss {sl}, take {tp}',
      'Opened {side} {sym}\nOpen: {entry}\nStop: {sl}\nTake: {tp}',
      '{sym} {side}\nOpen price: {entry}\nS/L: {sl}\nT/P: {tp}',
      'IN {entry} OUT {tp} STOP {sl} {sym} {side}',
      '[long/short] {sym} from {entry}, cover at {tp}, stop {sl}',
    ],
    { weight: 2, wish: { ...one } },
  ),
  signal(
    'other_side_targets',
    [
      '{side} {sym} {w:at} {zone}\n{against} {w:at} {joined: - }\n{sll}',
      '{sym}\n{side}: {zone}\n{against}: {joined: / }\n{w:sl}: {sl}',
      '{side} {sym} {zone}\n{against} {tp}\n{against} {tp2}\n{sll}',
      '{side} {sym} {entry}, {against} {tp}, {w:sl} {sl}',
      '{sym} {side} {w:zone}{=}{zone}\n{against} {w:zone}{=}{joined:, }\n{sll}',
      '{side} {sym} {entry} → {against} {tp} ({w:sl} {sl})',
      '{sym}\n{side} {w:at} {entry}\n{against} 1 {w:at} {tp}\n{against} 2 {w:at} {tp2}\n{w:sl} {sl}',
      '[Buy/Sell] {sym} at {zone}\n<{against} back|{against} it back|{against}> at {tp} and {tp2}\nStop {sl}',
      '[Buy/Sell] {sym} now {entry}, we {against} at {tp}. Stop loss {sl}',
      '[Buying/Selling] {sym} here, plan to {against} half at {tp} and the rest at {tp2}, out below {sl}',
    ],
    { weight: 2, wish: { type: 'market', contradictory: false, shorthand: false } },
  ),
  signal(
    'entry_last',
    [
      '{sym} {side}\n{sll}\n{tps}\n{entl}',
      '{sym} {side} {sll:bare} {tps:inline}, {w:entry} {zone}',
      '{side} {sym}\n{tps}\n{sll}\n({w:price} {entry})',
      '{sym} {side}\n{tps}\n{sll}\n({w:now} {entry})',
      '{sym} {side} {sll:bare} {w:tp} {tp} (<CMP|cmp|current price|price now|market price|now at> {entry})',
      '{side} {sym}. {w:sl} {sl}. {w:tp} {tp}. <Current price|Price now|CMP|Price at the moment|Last> {entry}',
      '{sym} {order} | {sll:bare} | {tps:row} | {entl}',
      '{sym}\n{tps}\n{sll}\n{order} {w:at} {zone}',
      '<current price|cmp|price now|market now>: {entry}\n{side} {sym}\n{sll}\n{tps}',
      '{side} {sym} <at current price|at cmp|at market> ({entry})\n{sll}\n{tps}',
    ],
    { weight: 2, wish: { shorthand: false } },
  ),
  signal(
    'worded_zone',
    [
      '{side} {sym} <anywhere between|between|somewhere between> {entry} <and|to> {far}\n{sll}\n{tps}',
      '{sym} {side} {entry}\n<up to|to|till|until|down to> {far}\n{sll}\n{tps}',
      '{side} {sym} from {entry} <down to|up to|to as low as|all the way to> {far}, sl {sl}, tp {tp}',
      '{sym} {side} at {entry}, as <low|high|deep> as {far}\n{sll}\n{tps}',
      '{side} {sym} {entry}<, can add to| , add till| and layer until> {far}\n{sll}\n{tps}',
      '{sym} {side} {w:from} {entry} {w:to} {far}\n{sll}\n{tps}',
      '{sym}\n{side} {w:zone}\n{w:from} {entry}\n{w:to} {far}\n{sll}\n{tps}',
      '{sym} {side}\n{w:entry} {w:from}: {entry}\n{w:entry} {w:to}: {far}\n{tps}\n{sll}',
      '{sym} {side}\nEntry (low): {entry}\nEntry (high): {far}\n{sll}\n{tps}',
      '{sym} {side} <best|ideal|aggressive> entry {entry}, <worst|safe|conservative> entry {far}\n{sll}\n{tps}',
      'Use any price between {entry} and {far} to {side} {sym}. SL {sl}. TP {tp}, {tp2}',
    ],
    { weight: 2.5, wish: { type: 'market', shorthand: false } },
  ),
  signal(
    'remarks',
    [
      '{sym} {order} {zone}\n{sll}\n{tps:lines}{footer}',
      '{header}{sym} {side}{now} {zone}\n{tps:lines}\n{sll}',
      '{order} {sym}\n{entl}\n{tps:lines}\n{sll}\n<R:R|RR|Risk/Reward|R/R> <1:2|1:1.9|1:3.2|2.4> ',
      '{sym} {side} {zone}\n{sll}\n{tps:lines}\n<confidence|Confidence|accuracy|probability|Score>: {pct}%',
      '{sym} {side} {zone} {sll:bare} {tps:row}',
      '{sym} {order}\n{w:entry}{=}{zone}\n{sll}\n{tps:numbered}',
    ],
    {
      weight: 2.5,
      wish: {
        aside: ['pips', 'plus', 'bare', 'percent', 'share', 'ratio', 'word'],
        shorthand: false,
      },
    },
  ),
  signal(
    'distances',
    [
      '{side} {sym}{now}\n<TPs|TP|{w:tp}>: {distances:, } {w:pips}\n{w:sl}: {slpips} {w:pips}',
      '{sym} {side} {entry} | {w:sl} {slpips} | {w:tp} {distances:/} | (<all in pips|pips|in pips>)',
      '{side} {sym}{now}, {w:sl}/{w:tp} {slpips}/{tppips} {w:pips}',
      '{side} {sym} {w:at} {entry}, {slpips} {w:pips} {w:sl}, {w:tp} {distances: - } {w:pips}',
      '{sym} [buy/sell] now, <risk|risking> {slpips} pips <to make|for> {tppips}',
      '{side} {sym} @ {entry} stop {slpips} target {tppips} (pips)',
      '{sym} {side} {w:sl} {slpips}p {w:tp} {distances:p }p',
      '{sym} {side}{now}\n{w:sl} -{slpips}\n{w:tp} +{distances: +} {w:pips}',
      '{sym} {side} {zone}\n{w:tp}1 {tppips} {w:pips}\n{w:tp}2 {tppips} {w:pips}\n{w:sl} {slpips} {w:pips}',
      'sl {slpips} pips and tp {distances:/} pips, {side} {sym} now',
    ],
    { weight: 2, wish: { type: 'market', shorthand: false, targets: 3 } },
  ),
  signal(
    'lost_spaces',
    [
      '{symp}{w:leverage} : {lev}x{w:sl} : {sl}{w:entry} : {zone}{w:tp} : {joined: }',
      '{symp} {side} {w:entry} {zone}{w:sl} {sl}{w:tp} {joined: }',
      '{symp} {side}:{entry}{w:sl}:{sl}{w:tp}:{tp}',
      '{side} {symp}{w:entry}: {zone} {w:tp}1: {tp}{w:tp}2: {tp2}{w:sl}: {sl}',
      '#{symp} {side}{zone}{after: *#:}{w:sl}{sl}',
      '{symp} {side} {lev}x{w:entry}-{entry}{w:tp}-{tp}{w:sl}-{sl}',
      '{side} {symp}@{entry} SL{sl} TP{tp}',
      'Coin:{symp} Position:{side}Leverage:{lev}xEntry:{zone}Targets:{joined:,}SL:{sl}',
    ],
    {
      weight: 1.5,
      silent: false,
      wish: { plain: true, shorthand: false, type: 'market', contradictory: false },
    },
  ),
];
