import apex from './presets/apex.json' with { type: 'json' };
import blueGuardian from './presets/blue-guardian.json' with { type: 'json' };
import e8 from './presets/e8.json' with { type: 'json' };
import eu from './presets/eu.json' with { type: 'json' };
import ftmo from './presets/ftmo.json' with { type: 'json' };
import ftuk from './presets/ftuk.json' with { type: 'json' };
import fundedNext from './presets/fundednext.json' with { type: 'json' };
import generic from './presets/generic.json' with { type: 'json' };
import myForexFunds from './presets/myforexfunds.json' with { type: 'json' };
import the5ers from './presets/the5ers.json' with { type: 'json' };
import topstep from './presets/topstep.json' with { type: 'json' };

/** As they stand in their files, one for each firm; every version that there ever was. */
export const PRESETS: readonly unknown[] = [
  ...ftmo,
  ...ftuk,
  ...myForexFunds,
  ...eu,
  ...generic,
  ...the5ers,
  ...fundedNext,
  ...e8,
  ...topstep,
  ...apex,
  ...blueGuardian,
];
