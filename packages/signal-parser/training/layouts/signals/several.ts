import { type Family, signal } from '../family.ts';

const single = { entries: 1, shorthand: false } as const;

/** Orders for several instruments in one message, and steps into one. */
export const SEVERAL: readonly Family[] = [
  signal(
    'label_lines_twice',
    [
      '{sym}\n{side}: {entry}\n{w:loss}: {sl}\n{w:profit}: {tp}\n\n{!next}{sym}\n{side}: {entry}\n{w:loss}: {sl}\n{w:profit}: {tp}',
      '{sym}\n{side}: {entry}\n{w:sl}: {sl}\n{w:tp}: {tp}\n\n{!next}{sym}\n{side}: {entry}\n{w:sl}: {sl}\n{w:tp}: {tp}',
      '{sym}\n{order}\n{entl}\n{sll}\n{tps}\n———————\n{!next}{sym}\n{order}\n{entl}\n{sll}\n{tps}',
      '1) {sym} {order} {zone}\n{w:sl} {sl}\n{w:tp} {joined: }\n\n{!next}2) {sym} {order} {zone}\n{w:sl} {sl}\n{w:tp} {joined: }',
      '{w:symbolLabel}{=}{sym}\n{w:sideLabel}{=}{side}\n{w:sl}{=}{sl}\n{w:tp}{=}{tp}\n\n{!next}{w:symbolLabel}{=}{sym}\n{w:sideLabel}{=}{side}\n{w:sl}{=}{sl}\n{w:tp}{=}{tp}',
      '{any} {sym} {order} {entry}\n{sll}\n{tps:lines}\n\n{!next}{any} {sym} {order} {entry}\n{sll}\n{tps:lines}\n\n{!next}{any} {sym} {order} {entry}\n{sll}\n{tps:lines}',
      '<Trade|Signal|No.|#> 1\n{sym} {order} {zone}\n{sll}\n{tps}\n<Trade|Signal|No.|#> 2\n{!next}{sym} {order} {zone}\n{sll}\n{tps}',
    ],
    { weight: 2.5, wish: { shorthand: false } },
  ),
  signal(
    'orders_in_a_line',
    [
      '{side} {sym} {entry} {w:sl} {sl} {w:tp} {tp} <and|also|&|+|;|,|{lit:|}|//> {!next}{side} {sym} {entry} {w:sl} {sl} {w:tp} {tp}',
      '{sym} {side} {entry}/{sl}/{tp}, {!next}{sym} {side} {entry}/{sl}/{tp}',
      '{side} {sym} @{entry} (sl {sl}, tp {tp}) {w:and} {!next}{side} {sym} @{entry} (sl {sl}, tp {tp})',
      '<1.|1)|a)|①> {sym} {side} {entry} sl {sl} tp {tp} <2.|2)|b)|②> {!next}{sym} {side} {entry} sl {sl} tp {tp}',
      '{side} {sym} {w:sl} {sl} {w:tp} {tp}. <Also|And|Then> {!next}{side} {sym} {w:sl} {sl} {w:tp} {tp}',
      '[Buying/Selling] {sym} at {entry}, stop {sl}, target {tp}, <and also|as well as|plus> {!next}[buying/selling] {sym} at {entry}, stop {sl}, target {tp}',
    ],
    { weight: 2, wish: single },
  ),
  signal(
    'one_side_for_all',
    [
      '{side}\n{sym} {entry} {w:sl} {sl} {w:tp} {tp}\n{!with}{sym} {entry} {w:sl} {sl} {w:tp} {tp}',
      '{side}{now}: {sym} ({w:sl} {sl}, {w:tp} {tp}) {w:and} {!with}{sym} ({w:sl} {sl}, {w:tp} {tp})',
      '{side} {sym} {entry} sl {sl} tp {tp}\n{!with}{sym} {entry} sl {sl} tp {tp}\n{!with}{sym} {entry} sl {sl} tp {tp}',
      '{side}{now} {sym} {w:and} {!with}{sym}',
      '{side}{now} {sym}, {!with}{sym}, {!with}{sym}',
      '{side} {sym} + {!with}{sym}, {slpips} {w:pips} {w:sl}, {tppips} {w:pips} {w:tp}',
      '{side} {sym} {w:at} {entry} {w:and} {!with}{sym} {w:at} {entry}',
      '{sym} & {!with}{sym} {side}{now}',
      '{sym} / {!with}{sym} {side}{now}, <SL|{w:sl}> {slpips} {w:pips} <each|both|>',
    ],
    { weight: 1.5, wish: { ...single, type: 'market', contradictory: false, targets: 1 } },
  ),
  signal(
    'steps',
    [
      '{sym}\n{side}{now} {entry}\n{!same}{side} <L:limit> {entry}\n{!same}{side} <L:limit> {entry}\nSL {sl}\nTP {tp}',
      '{side} {sym} {entry}\n{!same}<L:Limit> {side} {entry}\n{w:sl} {sl} <both|for both|>\n{w:tp} {tp} <both|for both|>',
      '{sym}\n<#1|1st|first> {side}{now} {entry}\n{!same}<#2|2nd|second> {side} <L:limit> {entry}\n{w:sl} {sl}\n{w:tp} {tp}',
      '{sym} {side} {entry} + {!same}{side} <L:limit> {entry}, {w:sl} {sl}, {w:tp} {tp}',
    ],
    { weight: 1, wish: { ...single, type: 'market', contradictory: false } },
  ),
  signal(
    'entry_steps',
    [
      '{sym} {side}\n{w:entry} 1: {entry} ({pct}%)\n{w:entry} 2: {far} ({pct}%)\n{tps}\n{sll}',
      '{sym} {side} {entry} <then|add at|DCA|avg|average at|2nd entry> {far}\n{tps}\n{sll}',
      '{side} {sym} <first bullet|first position|half> at {entry}, <second bullet|second position|other half> at {far}. SL {sl} TP {tp}',
      '{sym}\n{side} 1 {entry}\n{side} 2 {far}\n{sll}\n{tps}',
      '{side} {sym}\n<①|1️⃣|➊> {entry}\n<②|2️⃣|➋> {far}\n{w:tp}:\n{joined:\n}\n{w:sl}:\n{sl}',
    ],
    { weight: 1.5, wish: { type: 'market', shorthand: false } },
  ),
];
