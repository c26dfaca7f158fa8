import type { Route } from '@signalos/http';
import { activationRoutes } from './accounts/activation.routes.ts';
import { reinstatementRoutes } from './accounts/reinstatement.routes.ts';
import { reservationRoutes } from './accounts/reservation.routes.ts';
import { statusRoutes } from './accounts/status.routes.ts';
import { auditRoutes } from './audits/audit.routes.ts';
import { decisionRoutes } from './decisions/decision.routes.ts';
import { violationRoutes } from './decisions/violation.routes.ts';
import type { Deps } from './deps.ts';
import { newsRoutes } from './news/news.routes.ts';
import { profileRoutes } from './profiles/profile.routes.ts';
import { reportRoutes } from './reports/report.routes.ts';
import { strategyRoutes } from './strategies/strategy.routes.ts';
import { switchRoutes } from './switches/switch.routes.ts';

/** Everything this service serves; its documentation is made of it. */
export const routes = (deps: Deps): Route[] => [
  ...profileRoutes(deps),
  ...activationRoutes(deps),
  ...statusRoutes(deps),
  ...decisionRoutes(deps),
  ...violationRoutes(deps),
  ...auditRoutes(deps),
  ...switchRoutes(deps),
  ...reportRoutes(deps),
  ...reinstatementRoutes(deps),
  ...reservationRoutes(deps),
  ...strategyRoutes(deps),
  ...newsRoutes(deps),
];
