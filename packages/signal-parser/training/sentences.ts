import type { Draft } from './draft.ts';
import type { Language } from './language.ts';
import { writeNodes } from './render.ts';
import { type Node, parseTemplate } from './template.ts';

const INSTRUCTIONS = new Set(['C', 'P', 'H', 'B', 'X', 'T']);
const UPDATE_SLOTS = new Set(['newsl', 'newtp', 'closepx', 'closepct']);
const PRICES = new Set(['entry', 'sl', 'tp', 'slpips', 'tppips']);

const isSlot = (node: Node | undefined, name: string) =>
  node?.kind === 'slot' && node.name === name;
const isSide = (node: Node) => node.kind === 'side' && node.real;
const isInstruction = (node: Node) =>
  (node.kind === 'mark' && INSTRUCTIONS.has(node.mark)) ||
  (node.kind === 'slot' && UPDATE_SLOTS.has(node.name));

/** Where the second order of a sentence begins: at its direction word or else at its instrument. */
function secondOrder(nodes: readonly Node[]): number {
  const named = nodes.findIndex((node) => isSlot(node, 'symB'));
  if (named < 0) return nodes.length;
  const side = nodes.findLastIndex((node, at) => at < named && isSide(node));
  const isOwn =
    nodes.findIndex((node) => isSlot(node, 'sym')) < side &&
    !nodes.slice(side, named).some((node) => node.kind === 'slot' && PRICES.has(node.name));
  return isOwn && side > 0 ? side : named;
}

const RISK =
  /ri[ez]?[sz][cgikq]|ryzyk|kockáz|rủi ro|рис[кц]|ризи[кц]|مخاطر|خطر|ريسك|ریسک|رسک|जोखिम|रिस्क|ঝুঁকি|রিস্ক|リスク|风险|風險|리스크|위험|סיכון|เสี่ยง|ρίσκ/i;

/** A share without a word for risk is the size of the order. */
const isSize = (source: string) => !RISK.test(source.replaceAll('{risk}', ''));

/** The unit of a number of minutes or hours, at the start of what follows it. */
function unitOf(text: string, language: Language): string {
  const gap = /^[\s\-–]*/.exec(text)?.[0] ?? '';
  const rest = text.slice(gap.length).toLowerCase();
  const units = [...(language.words['minute'] ?? []), ...(language.words['hour'] ?? [])];
  const known = units
    .filter((unit) => rest.startsWith(unit))
    .toSorted((a, b) => b.length - a.length);
  const word = language.spaces ? (/^[\p{L}\p{M}]+/u.exec(rest)?.[0] ?? '') : (known[0] ?? '');
  return text.slice(0, word === '' ? 0 : gap.length + word.length);
}

/** A time frame takes its unit along: "15 minutes". */
function writeWithUnit(draft: Draft, nodes: readonly Node[], at: number): boolean {
  const [node, before] = [nodes[at], nodes[at - 1]];
  const isUnit = isSlot(before, 'tfm') || isSlot(before, 'tfh');
  if (node?.kind !== 'text' || !isUnit) return false;
  const unit = unitOf(node.text, draft.language);
  const frame = draft.pieces.at(-1);
  if (frame?.role === 'TF') frame.text += unit;
  else draft.add(unit);
  draft.add(node.text.slice(unit.length));
  return true;
}

export function writeSignal(draft: Draft, source: string): void {
  const nodes = parseTemplate(source, false);
  const second = secondOrder(nodes);
  const mute = source.includes('{risk}') && isSize(source);
  for (const [at, node] of nodes.entries()) {
    if (at === second) draft.next(false, isSide(node) ? undefined : draft.trade.side);
    if (writeWithUnit(draft, nodes, at)) continue;
    if (mute && isSlot(node, 'risk')) draft.number(draft.rng.pick(['1', '2', '3', '5', '10']));
    else if (isSlot(node, 'symB')) draft.symbol();
    else writeNodes(draft, [node]);
  }
}

export function writeUpdate(draft: Draft, source: string): void {
  draft.mode = 'update';
  for (const node of parseTemplate(source, false)) {
    if (isSlot(node, 'symB')) draft.change();
    writeNodes(draft, [node]);
  }
}

/** One that ends an old trade and opens a new one: each word counts for what stands around it. */
export function writeBoth(draft: Draft, source: string): void {
  const nodes = parseTemplate(source, false);
  const has = (name: string) => nodes.some((node) => isSlot(node, name));
  const old = has('symB') ? 'sym' : 'sym2';
  const isAlone = !has('symB') && !has('sym2');
  const fresh = draft.trade;
  if (!isAlone) draft.change();
  const other = draft.trade;
  for (const node of nodes) {
    const isOld = isInstruction(node) || isSlot(node, old);
    draft.mode = isOld ? 'update' : 'signal';
    draft.trade = isOld ? other : fresh;
    if (isSlot(node, 'sym2')) draft.symbol();
    else writeNodes(draft, [node]);
  }
  if (isAlone) shareName(draft, nodes);
  draft.mode = 'signal';
  draft.trade = fresh;
}

/** The instrument of both, when it is named before the new order begins. */
function shareName(draft: Draft, nodes: readonly Node[]): void {
  const name = nodes.findIndex((node) => isSlot(node, 'sym'));
  if (name >= 0 && name < nodes.findIndex(isSide)) draft.mention();
}

export function writeNoise(draft: Draft, source: string): void {
  draft.mode = 'ghost';
  writeNodes(draft, parseTemplate(source, false));
}
