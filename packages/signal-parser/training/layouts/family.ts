import type { Draft, Wish } from '../draft.ts';

export type Kind = 'signal' | 'update' | 'noise';

/** One way in which messages are set out. */
export interface Family {
  readonly name: string;
  readonly kind: Kind;
  /** Whether its own words are English; otherwise it takes them from any language. */
  readonly english: boolean;
  readonly weight: number;
  readonly wish?: Wish;
  /** Without a direction word: the levels have to tell it. */
  readonly silent?: boolean;
  readonly templates: readonly string[];
  readonly write?: (draft: Draft) => void;
}

type Options = Partial<Omit<Family, 'name' | 'kind' | 'templates'>>;

const make =
  (kind: Kind) =>
  (name: string, templates: readonly string[], options: Options = {}): Family => ({
    name,
    kind,
    templates,
    english: false,
    weight: 1,
    ...options,
  });

export const signal = make('signal');
export const update = make('update');
export const noise = make('noise');
