import type { Family } from './family.ts';
import { DECOYS } from './noise/decoys.ts';
import { EVERYDAY } from './noise/everyday.ts';
import { MARKETS } from './noise/markets.ts';
import { NEAR_MISSES } from './noise/near-misses.ts';
import { NOISE } from './noise/noise.ts';
import { NON_UPDATES } from './noise/non-updates.ts';
import { REPORTS } from './noise/reports.ts';
import { SCREENS } from './noise/screens.ts';
import { BASKETS } from './signals/baskets.ts';
import { BOARDS } from './signals/boards.ts';
import { CARD_KINDS } from './signals/card-kinds.ts';
import { CARD_KIT } from './signals/card-kit.ts';
import { CARDS } from './signals/cards.ts';
import { FORMATS } from './signals/formats.ts';
import { IN_WORDS } from './signals/in-words.ts';
import { LABELLED } from './signals/labels.ts';
import { MACHINES } from './signals/machines.ts';
import { ORDERS } from './signals/orders.ts';
import { PROSE } from './signals/prose.ts';
import { RARITIES } from './signals/rarities.ts';
import { RECORDS } from './signals/records.ts';
import { ROWS } from './signals/rows.ts';
import { SEVERAL } from './signals/several.ts';
import { SPOKEN } from './signals/spoken.ts';
import { TURNS_ROUND } from './signals/turns.ts';
import { VOICES } from './signals/voices.ts';
import { CIRCUMSTANCES } from './updates/circumstances.ts';
import { CORRECTIONS } from './updates/corrections.ts';
import { HANDLING_WORDS } from './updates/handling-words.ts';
import { HANDLING } from './updates/handling.ts';
import { MANAGEMENT } from './updates/management.ts';
import { UPDATES } from './updates/updates.ts';

/** All ways in which messages are set out. */
export const LAYOUTS: readonly Family[] = [
  ...DECOYS,
  ...EVERYDAY,
  ...MARKETS,
  ...NEAR_MISSES,
  ...NOISE,
  ...NON_UPDATES,
  ...REPORTS,
  ...SCREENS,
  ...BASKETS,
  ...BOARDS,
  ...CARD_KINDS,
  ...CARD_KIT,
  ...CARDS,
  ...FORMATS,
  ...IN_WORDS,
  ...LABELLED,
  ...MACHINES,
  ...ORDERS,
  ...PROSE,
  ...RARITIES,
  ...RECORDS,
  ...ROWS,
  ...SEVERAL,
  ...SPOKEN,
  ...TURNS_ROUND,
  ...VOICES,
  ...CIRCUMSTANCES,
  ...CORRECTIONS,
  ...HANDLING_WORDS,
  ...HANDLING,
  ...MANAGEMENT,
  ...UPDATES,
];
