import { describe, expect, it } from 'vitest';
import { flip, type KillSwitch } from './switch.ts';

const aSwitch = (state: KillSwitch['state'], byOperator: boolean): KillSwitch => ({
  target: { scope: 'user', userId: 'u' },
  state,
  byOperator,
  reason: 'test',
  setBy: byOperator ? 'operator' : 'u',
  setAt: new Date(0),
});

describe('a kill switch', () => {
  it.each([
    ['HALTED', 'ACTIVE'],
    ['HALTED', 'REDUCING'],
    ['REDUCING', 'ACTIVE'],
  ] as const)('that an operator set to %s is not relaxed to %s by its owner', (from, to) => {
    expect(() => flip(aSwitch(from, true), aSwitch(to, false))).toThrow(
      expect.objectContaining({ code: 'kill-switch-of-operator' }),
    );
    expect(flip(aSwitch(from, true), aSwitch(to, true)).state).toBe(to);
    expect(flip(aSwitch(from, false), aSwitch(to, false)).state).toBe(to);
  });

  it('stays the operator’s when its owner makes it stricter', () => {
    const stricter = flip(aSwitch('REDUCING', true), aSwitch('HALTED', false));

    expect(stricter).toMatchObject({ state: 'HALTED', byOperator: true });
    expect(() => flip(stricter, aSwitch('REDUCING', false))).toThrow('HALTED');
  });

  it('is its owner’s again once an operator let everything go', () => {
    const owned = flip(aSwitch('ACTIVE', true), aSwitch('HALTED', false));

    expect(flip(owned, aSwitch('ACTIVE', false)).state).toBe('ACTIVE');
  });
});
