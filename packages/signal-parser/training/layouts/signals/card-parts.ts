/** What stands above an order and says nothing of it. */
export const HEADS: readonly string[] = [
  '<🔔|📣|🚨|⚡️|🆕|🔥> <FREE SIGNAL|VIP SIGNAL|NEW TRADE|TRADE ALERT|SIGNAL TIME|LIVE TRADE|PREMIUM ENTRY>',
  '<Signal|Trade|Setup|Call|Idea> <#|no. |№ |n°>{few}',
  '#<vip|free|gold|forexsignals|crypto|daytrade|scalp>',
  '<Gold Masters|Pip Hunters FX|The Coin Room|Delta Desk|Sniper Zone|King of Pips> <👑|🦁|📊|®|™|>',
  '<{date}|{date} {time}|{time} GMT|{time} UTC+3>',
  '{w:new} {w:order}<!| 🔥| 👇|:>',
  '<London|New York|Asia|Morning|Evening> <session|signal|scalp> <☀️|🌙|🇬🇧|🗽|>',
  '<Scalp|Swing|Intraday|Day trade|Quick scalp|High risk|Low risk> <trade|setup|⚠️|>',
  '<Attention|Get in|Team|Family|Guys|Ready>{e}',
  '═══════════════',
  '▬▬▬▬▬▬▬▬▬▬',
  '<★ ★ ★|◆◇◆◇◆|〰️〰️〰️|🔻🔻🔻|•••••>',
];

/** What stands below it. */
export const FEET: readonly string[] = [
  '<Good luck|Good luck all|Be fast|Enter now, don’t wait|Trade safe|Let’s get it><!|🍀|🚀|>',
  '<Use proper risk management|Manage your trades|Small lot only|Mind your lot size|Protect your capital><.|❗️|>',
  '<Not financial advice|NFA / DYOR|Trading is risky|Only invest what you can lose|High risk, small lot>',
  '<DM me|Contact|VIP access|Questions|Join us>{=}@<pipsking_fx|coin_harbour|desk_admin|mr_gold7>',
  '<https://t.me/|t.me/|www.>pips<room|desk|club>',
  '© <Gold Masters|FX Desk|The Coin Room> <2024|2025>',
  '#<forex #gold #scalping|btc #futures|trading #signals #vip>',
  '<R:R|RR|Risk/Reward>{=}<1:2|1:3|1:1.5|2.4>',
  '<Updates will follow|I will update here|Stay tuned for updates|More later>',
  '{w:accuracy}{=}{pct}%',
  '<Valid for {few} hours|Valid today only|Expires {time}|Posted {time}>',
  '<👍|❤️|🔥> {few}   👁 {big}',
  '—————————',
];

/** More about the order. */
export const MORE: readonly string[] = [
  '{lotsp}',
  '{riskp}',
  '{riskp}',
  '{levp}',
  '{tfp}',
  'TF: {tf}',
  '<Lev|LEV|Leverage|L>{=}{lev}<x|X>',
  '<Exchange|Broker>{=}<Binance|Bybit|Exness|IC Markets|any>',
  '<Style|Type of trade|Plan>{=}<scalp|swing|intraday|position>',
  '<Lot|Size|Lot size>{=}<small|half|as per balance|low>',
  '<Duration|Hold|Time>{=}<{few} hours|{few}-{few} days|today|short>',
];

export const ORDERS = [
  'XNTL',
  'XNTL',
  'XNLT',
  'XNLT',
  'XLTN',
  'XTLN',
  'XTNL',
  'XLNT',
  'TLNX',
  'LTNX',
  'NTLX',
  'NLTX',
  'TNLX',
  'SNDTL',
  'SNTLD',
  'SNLTD',
  'STLND',
  'SDNTL',
  'SDNLT',
  'DSNTL',
  'DSTNL',
  'DNLTS',
  'NLTDS',
  'LNTDS',
  'NXTL',
  'TXNL',
  'LXNT',
  'NDSTL',
  'SLDNT',
];

export const BREAKS = ['\n', '\n', '\n', '\n', '\n', '\n', '\n\n', '\n\n', '\n \n'];

export const GAPS = [
  ' | ',
  ', ',
  ' ',
  '  ',
  ' • ',
  '; ',
  ' / ',
  ' // ',
  ' — ',
  '. ',
  ' ~ ',
  ' + ',
  ' ⚡️ ',
];

export const EQUALS = [
  ': ',
  ': ',
  ' ',
  ' ',
  ' : ',
  ':',
  ' - ',
  ' = ',
  ' @ ',
  ' → ',
  '➡️',
  ' ⏩ ',
  ' .. ',
  '\n',
  ':\n',
];

export const WRAPS: readonly (readonly [string, string])[] = [
  ['`', '`'],
  ['**', '**'],
  ['(', ')'],
  ['[', ']'],
  ['"', '"'],
  ['_', '_'],
  ['<', '>'],
  ['*', '*'],
  ['« ', ' »'],
  ['{ ', ' }'],
  ['|', '|'],
];

export const NAMES = {
  N: ['E', 'EP', 'EN', 'Ent', 'ENT', 'Entry @', 'Open @', 'Price', 'In', 'Enter', 'Zone', 'Area'],
  L: ['S/L', 'SLoss', 'S', 'Stop', 'Cut', 'Invalidation', 'ST', 'Stop @', 'SL 🛑', 'Exit if wrong'],
  T: ['T', 'TP', 'TGT', 'Target', 'Take-Profit', 'Goal', 'Tgt', 'Take', 'P', 'Exit', 'TP 🎯'],
} as const;
/** In the author's language. */
export const ANY_NAMES = { N: ['{w:entry}'], L: ['{w:sl}'], T: ['{w:tp}'] } as const;

export const ORDINALS = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th', '8th', '9th', '10th'];

export const JOINTS = [
  ' / ',
  '/',
  ' - ',
  ' – ',
  ' & ',
  ' | ',
  ' → ',
  ' ➡️ ',
  ' > ',
  '  ',
  ' • ',
  ' ; ',
  ' , ',
  ' … ',
  ' + ',
  '\n',
  '\n\n',
  ' ✦ ',
];

export const TARGET_ASIDES = [
  ' (+{pips} pips)',
  ' [{pips} {w:pips}]',
  ' ({pct}%)',
  ' +{pct}%',
  ' (1:<1|2|3>)',
  ' (<1|2|1.5|3>R)',
  ' ({closepct}%)',
  ' (<close|book|take> {closepct}%)',
  ' <🎯|💰|🔥|🚀>',
];

export const STOP_ASIDES = [
  ' (-{pips} pips)',
  ' ({pips} {w:pips})',
  ' (-{pct}%)',
  ' (<fixed|must|strict|tight|hard>)',
  ' (1R)',
  ' ❗️',
];
