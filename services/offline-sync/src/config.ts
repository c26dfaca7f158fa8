import { DecimalString } from '@signalos/contracts';
import { serviceConfig, ServiceEnv } from '@signalos/runtime';
import { z } from 'zod';

/** The environment of this service; names are grouped for the code. */
export const Config = ServiceEnv.extend({
  /** Which market the paper broker plays: the same seed gives the same prices. */
  PAPER_SEED: z.string().min(1).max(100).default('signalos'),
  /** Charged per lot when a position is closed, in the account's currency. */
  PAPER_COMMISSION_PER_LOT: DecimalString.refine(
    (text) => !text.startsWith('-'),
    'must not be negative',
  ).default('0'),
}).transform((env) => ({
  ...serviceConfig(env),
  paper: { seed: env.PAPER_SEED, commissionPerLot: env.PAPER_COMMISSION_PER_LOT },
}));
export type Config = z.output<typeof Config>;
