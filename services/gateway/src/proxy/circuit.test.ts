import { describe, expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';

const options = { failuresMax: 3, openMs: 1_000 };

/** A circuit that opened at this moment. */
function opened(nowMs = 0) {
  const circuit = createCircuit(options);
  for (let n = 0; n < 3; n++) circuit.fail(nowMs);
  return circuit;
}

describe('a circuit', () => {
  it('stays closed while failures are not in a row', () => {
    const circuit = createCircuit(options);
    for (let n = 0; n < 20; n++) {
      if (n % 3 === 2) circuit.succeed();
      else circuit.fail(n);
    }

    expect(circuit.state(20)).toBe('closed');
    expect(circuit.enter(20)).toBe(true);
  });

  it('opens after so many in a row, for so long', () => {
    const circuit = opened();

    expect([circuit.state(0), circuit.state(999), circuit.state(1_000)]).toEqual([
      'open',
      'open',
      'half-open',
    ]);
    expect(circuit.enter(999)).toBe(false);
  });

  it('lets one try when half-open, and closes when it succeeds', () => {
    const circuit = opened();

    expect([circuit.enter(1_000), circuit.enter(1_000)]).toEqual([true, false]);
    circuit.succeed();

    expect(circuit.state(1_000)).toBe('closed');
    expect([circuit.enter(1_000), circuit.enter(1_000)]).toEqual([true, true]);
  });

  it('opens again when the one that tries fails', () => {
    const circuit = opened();
    circuit.enter(1_000);

    circuit.fail(1_500);

    expect([circuit.state(1_500), circuit.state(2_499), circuit.state(2_500)]).toEqual([
      'open',
      'open',
      'half-open',
    ]);
    expect(circuit.enter(2_500)).toBe(true);
  });

  it('lets another try when the one that tried was abandoned', () => {
    const circuit = opened();
    circuit.enter(1_000);

    circuit.abandon();

    expect(circuit.enter(1_000)).toBe(true);
  });

  it('does not stay open for longer because of stragglers', () => {
    const circuit = opened(0);

    circuit.fail(900);

    expect(circuit.state(1_000)).toBe('half-open');
  });
});
