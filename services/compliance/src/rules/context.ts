import type { Limits } from '../profiles/limits.ts';
import type { AccountRisk } from './account-risk.ts';
import type { Exposure } from './exposure.ts';
import type { Order } from './order.ts';
import type { Pricing } from './pricing.ts';
import type { Situation } from './situation.ts';
import type { Valuation } from './valuation.ts';

/** What every rule may look at: an order that was understood, and where it came from. */
export interface Standing {
  readonly situation: Situation;
  readonly order: Order;
}

/** What the rules about risk may look at besides, worked out once. */
export interface Context extends Standing {
  readonly limits: Limits;
  readonly pricing: Pricing;
  readonly valuation: Valuation;
  readonly risk: AccountRisk;
  readonly exposure: Exposure;
}
