/**
 * What whoever breaks a rule is to do, by the rule’s id, in the order of judging. It stands in
 * docs/rules.md beside what the engine says of the rule itself.
 */
export const REMEDIES: Readonly<Record<string, string>> = {
  INPUT_INVALID_VOLUME: 'Send `lots` as a plain decimal within the bounds.',
  INPUT_UNKNOWN_SYMBOL:
    'Use a symbol of [instruments.json](../packages/trading/src/instruments.json), spelled as there.',
  INPUT_VOLUME_STEP: 'Round `lots` down to a multiple of `lotStep` that is not below `minLot`.',
  INPUT_INVALID_PRICE:
    'Send the figure that the formula names as a plain decimal within the bounds. Limit and stop orders need an `entryPrice`; the others may be left out.',
  INPUT_NO_QUOTE:
    'No price has been heard of `inputs.symbol`, which the order, an open position or a conversion takes. Ask again under a new `clientTradeId` when there is one.',
  QUOTE_STALE:
    'The newest price of `inputs.symbol` is too old. Ask again under a new `clientTradeId` when there is a newer one.',
  SL_WRONG_SIDE: 'Put the stop of a buy below its entry, and that of a sell above.',

  PROFILE_UNKNOWN:
    'The profile that the account trades under is not there any more: activate one, by `POST /compliance/activate`. Positions may be closed.',
  PROFILE_NOT_ACTIVE:
    'Activate a profile, by `POST /compliance/activate`. Positions may be closed.',
  KILL_SWITCH:
    'See what was set, by `GET /compliance/kill-switch`. What an operator has set, only an operator relaxes. Where it is `REDUCING`, positions may be closed.',
  ACCOUNT_NOT_ACTIVE:
    'Close positions, nothing else. A breached account trades again when an operator has reinstated it.',
  ACCOUNT_PAUSED: 'Wait until `pausedUntil`. Positions may be closed.',
  ACCOUNT_ZERO_EQUITY: 'Close positions, or pay money in.',

  IDEMPOTENCY_CONFLICT: 'Use a new `clientTradeId` for a new order.',
  DUPLICATE_TRADE:
    'If it is meant, and not sent twice by mistake: send it under a new `clientTradeId` when `duplicateWindowMs` are over.',
  MESSAGE_RATE: 'Send fewer orders a second; send this one again, under a new `clientTradeId`.',
  SYMBOL_NOT_PERMITTED: 'Trade one of `permittedSymbols`. Positions may be closed.',

  POSITION_NOT_FOUND: 'Send the `positionId` of a position that is open on this account.',
  REDUCE_ONLY_INCREASES:
    'Send the opposite side of the position’s, its symbol, and no more than its lots.',

  SL_REQUIRED: 'Send an `slPrice`.',
  LOT_MAX_PER_TRADE: 'Make the order smaller.',
  LOT_MAX_OPEN_TOTAL: 'Make the order smaller, or close positions first.',
  MAX_ORDER_VOLUME: 'Make the order smaller.',
  MAX_ORDER_VALUE: 'Make the order smaller.',
  DAILY_LOSS_LIMIT:
    'Make the order smaller or its stop nearer, move stops of open positions nearer, close some, or wait for `risk.nextReset`.',
  DAILY_LOSS_BREACHED:
    'Nothing passes under it. By the profile, the account is paused until the trading day is over, or ended until an operator reinstates it.',
  TOTAL_LOSS_LIMIT:
    'Make the order smaller or its stop nearer, move stops of open positions nearer, or close some.',
  TOTAL_LOSS_BREACHED: 'Nothing passes under it until an operator reinstates the account.',
  NEGATIVE_BALANCE_RISK:
    'Make the order smaller or its stop nearer, move stops of open positions nearer, or close some.',
  RISK_PER_TRADE_MAX: 'Make the order smaller, or its stop nearer.',
  RISK_PER_SYMBOL_MAX:
    'Make the order smaller or its stop nearer, or close positions in the symbol.',
  OPEN_RISK_MAX:
    'Make the order smaller or its stop nearer, move stops of open positions nearer, or close some.',
  MAX_OPEN_POSITIONS: 'Close a position first.',
  MAX_TRADES_PER_DAY: 'Wait for `risk.nextReset`.',
  LEVERAGE_EFFECTIVE_MAX: 'Make the order smaller, or close positions first.',
  LEVERAGE_MAX_ASSET_CLASS: 'Ask for `leverageCap` or less, or leave `leverage` out.',
  MARGIN_INSUFFICIENT: 'Make the order smaller, or close positions first.',
  MARGIN_CLOSE_OUT:
    'Close positions, or pay money in, until equity is above the limit; nothing may be opened before.',
  PRICE_COLLAR: 'Send an `entryPrice` nearer to the market.',
  REPEATED_EXECUTION_THROTTLE:
    'A person enables the strategy again, by `POST /compliance/strategies/{strategyId}/enable`.',
  NEWS_BLACKOUT: 'Wait until `afterMs` have passed since `release`.',
  PRE_CLOSE_WINDOW: 'Wait for the next week.',
  HEDGE_CROSS_ACCOUNT:
    'Close the position of `linked.accountId` first, or trade the same side. The profile says whether it refuses or warns.',
  MARTINGALE:
    'Trade less than `limit` after a loss in the symbol. The profile says whether it refuses or warns.',

  NEWS_CALENDAR_EMPTY:
    'The profile forbids trading around news, and nobody keeps the calendar: an operator enters releases, by `PUT /compliance/news`.',

  FLOATING_LOSS_MAX:
    'Close what loses. After as many as the profile’s `monitors.floatingLoss.strikes`, the account is ended.',
  INACTIVITY: 'Open a trade.',
  MIN_HOLD_TIME: 'Hold trades longer.',
  TICK_SCALPING: 'Hold trades longer than `minHoldMs`, until their share is within the limit.',
  COPY_ACROSS_ACCOUNTS: 'Do not open the same on two accounts within `withinMs`.',
};
