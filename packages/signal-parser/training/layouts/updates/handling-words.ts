import type { Draft } from '../../draft.ts';
import type { Role } from '../../pieces.ts';
import { writeLayout } from '../../render.ts';
import { type Family, update } from '../family.ts';

/** An instruction in the words of the language, and what it is in English. */
const TWICE: readonly (readonly [string, Role, readonly string[]])[] = [
  ['{C}', 'CLS', ['Close', 'CLOSE', 'close now', 'Exit', 'exit now', 'Get out', 'Close all']],
  ['{B}', 'BE', ['SL to entry', 'Breakeven', 'SL to BE', 'Risk free', 'stop to entry', 'BE']],
  ['{P}', 'PRT', ['Take partials', 'partial close', 'Secure some profit', 'Book partials']],
  ['{H} {C}', 'PRT', ['Close half', 'half off', 'CLOSE HALF']],
  ['{X}', 'CAN', ['Cancel', 'Delete', 'cancel the order', 'Remove', 'no longer valid']],
];

const SEAMS = [' / ', '\n', '\n\n', ' | ', ' - ', '\n🇬🇧 ', '\n🇺🇸 ', ' (', '\n———\n', '\nEN: '];

/** The same thing said in two languages: one instruction. */
function twice(draft: Draft): void {
  const { rng } = draft;
  const [own, role, words] = rng.pick(TWICE);
  const name = rng.pick(['before', 'before', 'after', 'none']);
  const seam = rng.pick(SEAMS);
  if (name === 'before') writeLayout(draft, '<{any} |>{sym}< |: | 👉 >');
  writeLayout(draft, own);
  if (name === 'after') writeLayout(draft, ' {sym}');
  draft.add(seam);
  if (name === 'before' && seam.includes('\n') && rng.chance(0.6)) writeLayout(draft, '{sym} ');
  draft.add(rng.pick(words), 'word', role);
  if (name === 'after' && seam.includes('\n')) writeLayout(draft, ' {sym}');
  draft.add(seam === ' (' ? ')' : rng.pick(['', '', ' ✅', '!', ' 🙏', ' ❗️']));
}

const NAME_GAPS = [' and ', ' & ', ' + ', ', ', ' / ', '/', ' | '];

const COMMON = ['{C}', '{B}', '{X}', '{P}', '{P} {closepct}%', '{H} {C}', '{C}{now}', '{B} ✅'];

/** Two or three names first, and then what becomes of each. */
function namesFirst(draft: Draft): void {
  const { rng } = draft;
  const gap = rng.pick(NAME_GAPS);
  const others = rng.pick([1, 1, 1, 2]);
  draft.symbol();
  for (let left = others; left > 0; left -= 1) {
    draft.add(gap);
    draft.change();
    draft.symbol();
  }
  draft.add(rng.pick([': ', ': ', ' → ', '\n', ' ➡️ ', ' – ', ' 👉 ']));
  writeLayout(draft, rng.pick(COMMON));
  const last = draft.updates.at(-1);
  if (!last) return;
  for (let left = others; left > 0; left -= 1) {
    draft.instruct(last.type, {}).percent = last.percent;
  }
}

/** The same in the words of any language. */
export const HANDLING_WORDS: readonly Family[] = [
  update('names_first', [], { weight: 1.2, write: namesFirst }),
  update(
    'not_this_but_that',
    [
      '{w:not} {w:close}, {B} {sym}',
      '❌ {w:breakeven} ❌ ✅ {C} ✅ {sym}',
      '{sym}: {w:tp} {w:same}, {w:sl} {newsl}',
      '{sym} {w:sl} {w:same}, {w:new} {w:tp} {newtp}',
      '{w:not} {w:wait}! {sym} {C}',
      '{w:not} {w:hold}, {C} {sym} {closepx}',
      '{w:not} {w:tp} {oldtp}, {w:tp} {newtp} ({sym})',
      '{sym} {w:hold} ✅ {w:new} {w:sl} {newsl}',
      '{!ghost}{sym}: {w:hold}. {!update}{!other}{sym}: {C}.',
      '{!ghost}{sym} ✅ {w:hold}\n{!update}{!other}{sym} ❌ {C}\n{!other}{sym} 🔒 {B}',
    ],
    { weight: 1.5 },
  ),
  update('two_tongues', [], { weight: 2, write: twice }),
  update(
    'bare_words',
    [
      '{C}',
      '{C}<!|!!!| !| ‼️| ❌| ✅|.>',
      '{any} {C} {w:now} {any}',
      '{w:all} {C}',
      '{C} {w:all}< ❌| 🙏|>',
      '{H} {C}',
      '{P}<!| ✅| 💰|>',
      '{B}<!| 🔒| ✅|>',
      '{w:now} {B}',
      '{X} {w:pending}',
      '{w:pending} ❌ {X}',
      '{C} @ {closepx}',
      '{w:sl} {newsl}< 🙏| ❗️|!|>',
      '{w:tp} → {newtp}',
      '{P} {w:and} {B}',
      '{sym}?! {C}!',
      '@{w:all} {C} {sym}',
    ],
    { weight: 2 },
  ),
  update(
    'greeting_in_words',
    [
      '{w:greet}! {sym}: {C}',
      '{w:greet} 👋\n\n{sym} {w:sl} {newsl}\n\n🙏',
      '{w:greet}, {sym} {w:profit} {pips} {w:pips}, {B}',
      '@{w:all} ❗️ {sym} {P} {closepct}%',
      '{w:greet}\n1) {sym}: {B}\n2) {!other}{sym}: {C}',
      '❗️❗️ {w:greet} ❗️❗️\n{X} {sym} {w:pending}',
      '{w:greet} ☀️ {w:new} {w:tp} {sym}: {newtp}',
      '📢 {sym} 📢\n{C}\n{w:greet} 🌙',
    ],
    { weight: 1.5 },
  ),
  update(
    'reasons_in_words',
    [
      '{w:news} {time} ⚠️ {sym} {C}',
      '⚠️ {w:news}! {w:all} {C}',
      '{w:news} ({few} {w:minute}) → {B}',
      '🇺🇸 {time} {w:news}\n{sym} ➡️ {P} {closepct}%\n{!other}{sym} ➡️ {C}',
      '{sym}: {w:news}, {X} {w:limit} {pent}',
      'CPI {time} 🔴 {sym} {w:sl} {newsl}',
      'NFP ⏰ {w:pending} {X}',
      '{w:loss} -{pips} {w:pips}, {sym} {C} {closepx}',
      '⛔️ {sym} {tfo}: {C}',
      '{sym} {tfo} 🔄 {C} {w:now}',
      'FOMC {time}: {sym} {H} {C}, {B}',
    ],
    { weight: 2 },
  ),
  update(
    'ticks_then_words',
    [
      '{w:tp}1 ✅ {w:tp}2 ✅ ➡️ {w:sl} {newsl}',
      '✅✅⬜ {sym}\n{w:sl} → {newsl}',
      '{sym} {pent} ✅ {ptp} ✅\n👉 {B}',
      '{sym} 🟢 +{pips} ➜ {P} {closepct}% ➜ {B}',
      '{w:tp} 1 ☑️\n{w:tp} 2 ☑️\n{w:new} {w:tp} 3 ➡️ {newtp}\n{w:new} {w:sl} ➡️ {newsl}',
      '🎯 {ptp} 🎯 {sym}! {H} {C}',
      '{sym} +{pct}% 🚀 {C} {closepct}%',
      '{w:hit} ✅ {w:tp}1 {ptp} | {w:new} {w:sl} {newsl}',
      '{w:first} {w:tp} ✅ {w:hit}, {C} {sym}',
      '1️⃣✅ 2️⃣✅ 3️⃣⏳\n{B} {sym}',
      '{sym} ({side_word}) {w:tp}1 {ptp} {w:hit} 🥳\n• {P} {closepct}%\n• {w:sl} {newsl}\n• {w:new} {w:tp}2 {newtp}',
    ],
    { weight: 3 },
  ),
  update(
    'reply_marks',
    [
      '{!quote}↩️ {sym} {side} {pent} {w:sl} {psl} {w:tp} {ptp}\n{!update}{C}',
      '{!quote}↩️ {side} {sym} {w:entry} {pent}\n\n{!update}{P} {closepct}%, {B}',
      '{!quote}#{id} {sym} {side} {pent} {w:sl} {oldsl}\n{!update}⬆️ {w:sl} {newsl}',
      '{!quote}«{side} {sym} {pent}, {w:sl} {psl}, {w:tp} {ptp}»\n{!update}👆 {X}',
      '{!quote}[{time}] {sym} {side} {w:limit} {pent}\n{!update}[{time}] {X}',
      '{!quote}> {w:symbolLabel}: {sym}\n> {w:sideLabel}: {side}\n> {w:entry}: {pent}\n> {w:sl}: {psl}\n\n{!update}{C} {w:now}',
      '{!quote}{sym} {side} {pent}\n{w:sl} {oldsl}\n{w:tp} {oldtp}\n➖➖➖➖\n{!update}🔄 {w:sl} {newsl} / {w:tp} {newtp}',
      '{!quote}"{sym} {side}" {!update}→ {C} @ {closepx}',
    ],
    { weight: 2.5 },
  ),
  update(
    'change_slips',
    [
      '{w:symbolLabel}: {sym}\n{w:order}: #{id}\n{w:sl}: {oldsl} ➡️ {newsl}',
      '🔧 {sym}\n🛑 {oldsl} → {newsl}\n🎯 {oldtp} → {newtp}',
      '{oldsl} ❌\n{newsl} ✅\n({w:sl} {sym})',
      '{sym} {w:tp}: {oldtp} ⏩ {newtp}',
      '{w:new} {w:sl} ({sym}, {side_word}, {pent}): {newsl}',
      '┌ {sym}\n├ {w:sl} {newsl}\n├ {w:tp} {newtp}\n└ #{id}',
      '{w:symbolLabel} {sym} | {w:sl} {newsl} | {w:tp} {newtp} | {w:new}',
      '✏️ #{id} {sym}: {w:sl}={newsl}',
      '{date} {time}\n{sym}\n{w:move} {w:sl}: {newsl}',
      '{w:tp}1 {oldtp} ⇒ {newtp} ({sym})',
      '{newtp} 🎯 {newsl} 🛑 {sym}',
      '{sym}: {w:sl} {newsl}, {w:tp} {w:same}',
      '{sym}: {w:tp} {newtp}, {w:sl} {w:same}',
      '{w:last} {w:order} {sym}: {w:sl} {newsl}',
    ],
    { weight: 3 },
  ),
  update(
    'rows_of_trades',
    [
      '{sym} 🟢 +{pips} → {P}\n{!other}{sym} 🔴 -{pips} → {C}\n{!other}{sym} ⚪️ 0 → {B}',
      '📋 {w:order} ({date})\n{sym} ……… {C}\n{!other}{sym} ……… {w:sl} {newsl}\n{!other}{sym} ……… {X}',
      '#{symp} {side_word} {pent} ➡️ {B}\n{!other}#{symp} {side_word} {pent} ➡️ {C}',
      '{sym} = {C}; {!other}{sym} = {B}; {!other}{sym} = {w:tp} {newtp}',
      '1⃣ {sym}\n   {H} {C}\n2⃣ {!other}{sym}\n   {w:sl} {newsl}',
      '{C}: {sym}\n{B}: {!other}{sym}\n{X}: {!other}{sym}',
      '| # | {w:symbolLabel} | {w:sl} | {w:tp} |\n|---|---|---|---|\n| {id} | {sym} | {newsl} | {newtp} |',
      '{sym}\t{side_word}\t{pent}\t{C}\n{!other}{sym}\t{side_word}\t{pent}\t{B}',
      '{sym} ✋ {C}; {!other}{sym} 🔐 {B}; {!other}{sym} ✂️ {P} {closepct}%',
      '{sym} {w:limit} {pent}: {X}\n{!other}{sym}: {C} {closepx}',
    ],
    { weight: 2.5 },
  ),
  update(
    'parts_in_words',
    [
      '{P} {closepct}% @ {closepx} {sym}',
      '{closepct}% {P} ✂️ {sym}',
      '{C} {closepct}% {w:now}, {B}',
      '{sym} {side_word} {pent} → {closepx}: {P}',
      '{sym}\n✂️ {closepct}% {C}\n🔒 {B}\n🎯 {newtp}',
      '{sym} {H} {C} {closepx}, {w:sl} {newsl}',
      '💵 {P} ({closepct}%) 💵\n{sym} {w:hold}',
      '{w:first} {w:tp} ✅ → {P} {closepct}% ({sym})',
      '{sym} {lots} {w:lots}: {C} {closepct}%',
      '{P}, {w:hold} {sym}',
      '{sym} {w:profit} {pct}%: {C} {H}',
    ],
    { weight: 2 },
  ),
  update(
    'pendings_in_words',
    [
      '{sym} {w:limit} {pent} ❌ {X}',
      '🗑 {X}: {w:pending} {sym} #{id}',
      '{w:pending} {sym} ({w:entry} {pent}, {w:sl} {psl}, {w:tp} {ptp}) → {X}',
      '{sym} {near} 🏃 {w:pending} {X}',
      '{w:order} #{id} {sym} {X}',
      '❌ {w:symbolLabel}: {sym}\n❌ {w:order}: {pent}\n❌ {X}',
      '{w:all} {w:pending} {X} ⚠️',
      '{sym} {side_word} {w:limit}: {X}. {!other}{sym}: {B}.',
      '{w:second} {w:entry} {pent} {sym}: {X}',
      '⌛️ {time} {sym} {X}',
    ],
    { weight: 1.5 },
  ),
  update(
    'targets_in_words',
    [
      '{w:new} {w:tp} {sym}: {newtp} | {newtp} | {newtp}',
      '{sym} ➕ {w:tp}4 {newtp}',
      '{w:last} {w:tp} {sym} {newtp}',
      '🎯🎯 {sym}\n{newtp}\n{newtp}',
      '{w:tp}2{=}{newtp}\n{w:tp}3{=}{newtp}\n{sym}',
      '{sym} 🚀 {w:tp} {newtp} 🔝 {w:sl} {newsl} 🔐',
      '{w:move} {w:tp}1 {newtp}, {w:tp}2 {newtp}',
      '{w:tp} {sym} ⬆️⬇️ {newtp}',
      '{w:new} {w:tp} {w:and} {w:sl} {sym}\n{w:tp} {newtp}\n{w:sl} {newsl}',
      '{w:order} #{id}: {w:tp} {newtp}',
      '{sym} {w:tp}: {newtp} ({w:new})',
    ],
    { weight: 2 },
  ),
];
