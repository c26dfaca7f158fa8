import { type Family, noise } from '../family.ts';

const english = { english: true };

/** What became of trades without anybody’s doing. */
export const REPORTS: readonly Family[] = [
  noise(
    'talk_of_management',
    [
      'Order #{id} {symp} closed by <stop loss|take profit|SL|TP> at {price}',
      '{symp} position closed: TP hit, +{usd} USD',
      '{sym} stopped out at <breakeven|entry>, 0 pips',
      '{sym} limit <filled|triggered|activated> at {pent}',
      'We usually close half at TP1 and move the stop to entry. That is how you survive.',
      'Should I move my {sym} stop to {price} or keep it?',
      'Did you guys close {sym} already?',
      'can i close half of {sym} at {price2}?',
      'How to set breakeven in MT5: open the order, right click, modify.',
      'Why a trailing stop? Because {num}% of winners turn back.',
      'Those who closed {sym} at {price2}, congrats 🎉',
      '{sym}: no changes, SL and TP stay where they are',
      'Holding {sym}, nothing to do. SL still {psl}, TP still {ptp}.',
      'I will move the stop on {sym} later, not now',
      'Do not close {sym} yet, do not move anything',
      'If {sym} gets to {ptp} we will close half. Until then sit tight.',
      'Yesterday we closed {sym} with +{pips} and cancelled {num} orders. Good day.',
      'Weekly recap: {sym} +{pips} (closed at TP2), {sym2} BE, {num} trades cancelled',
      'I should have closed {sym} at {price2} 😤',
      'Reminder: secure profits, never let a winner become a loser',
      'my broker closed my {sym} trade at {price}, spread hit the stop',
    ],
    { weight: 2.5, ...english },
  ),
];
