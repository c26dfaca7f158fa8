import type { Route } from '@signalos/http';
import { accountRoutes } from './accounts/account.routes.ts';
import { actionRoutes } from './actions/action.routes.ts';
import { changeRoutes } from './changes/change.routes.ts';
import type { Deps } from './deps.ts';
import { deviceRoutes } from './devices/device.routes.ts';
import { messageRoutes } from './messages/message.routes.ts';
import { cashFlowRoutes } from './paper/cash-flow.routes.ts';
import { quoteRoutes } from './paper/quote.routes.ts';
import { statusRoutes } from './statuses/status.routes.ts';
import { syncRoutes } from './syncs/sync.routes.ts';
import { tradeRoutes } from './syncs/trade.routes.ts';

/** Everything this service serves; its documentation is made of it. */
export const routes = (deps: Deps): Route[] => [
  ...accountRoutes(deps),
  ...cashFlowRoutes(deps),
  ...deviceRoutes(deps),
  ...messageRoutes(),
  ...tradeRoutes(deps),
  ...syncRoutes(deps),
  ...changeRoutes(deps),
  ...statusRoutes(deps),
  ...actionRoutes(deps),
  ...quoteRoutes(deps),
];
