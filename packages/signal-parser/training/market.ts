import { power } from './numbers.ts';
import type { Rng } from './rng.ts';

export type Group = 'metal' | 'forex' | 'index' | 'energy' | 'synthetic' | 'coin';

export interface Instrument {
  readonly label: string;
  readonly group: Group;
  readonly price: number;
  /** Names that stand for it in any language. */
  readonly names: readonly string[];
}

const list = (group: Group, table: string): Instrument[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [head = '', names = ''] = line.trim().split('|');
      const [label = '', price = ''] = head.trim().split(' ');
      return {
        label,
        group,
        price: Number(price),
        names: names
          .split(',')
          .map((n) => n.trim())
          .filter(Boolean),
      };
    });

const METALS = list(
  'metal',
  `
XAUUSD 2600 | GOLD, Gold, gold, XAU, XAUUSD, XAU/USD, Xauusd, xauusd, XUAUSD, Goldd, XAUSD, 🥇 GOLD
XAGUSD 31 | SILVER, Silver, silver, XAG, XAG/USD
XPTUSD 980 | Platinum, XPT/USD
XPDUSD 1050 | Palladium, XPD/USD`,
);

const ENERGY = list(
  'energy',
  `
USOIL 72 | WTI, CRUDE, crude oil, Oil, OIL, XTIUSD, Crude Oil, US OIL, WTI Oil, XTI/USD, USOUSD
UKOIL 76 | BRENT, Brent, XBRUSD, Brent Oil, UK OIL, XBR/USD
NATGAS 2.9 | natural gas, Natural Gas, XNGUSD, NATGAS, NG, Nat Gas, NGAS`,
);

const INDICES = list(
  'index',
  `
US30 39000 | US30, Dow, Dow Jones, DJ30, DJI, WS30, us30, US 30, DOW
NAS100 18500 | NAS100, NAS, Nasdaq, US100, USTEC, NDX, nasdaq, NASDAQ 100, Nas100, NASDAQ, US TECH 100
SPX500 5400 | SPX500, S&P 500, US500, SP500, S&P500, SPX, US 500
GER40 18200 | DAX, GER30, GER40, DE40, Dax, DAX40, DE30
UK100 8200 | FTSE, FTSE 100, UK100, FTSE100
FRA40 7500 | CAC 40, CAC40, FRA40
JPN225 38500 | Nikkei, JP225, JPN225, NIKKEI 225, NIKKEI
ESP35 11200 | ESP35, IBEX 35, IBEX
EU50 4900 | EU50, STOXX50, EUSTX50
AUS200 7900 | AUS200, ASX200, ASX 200
HK50 17800 | HK50, Hang Seng, HSI
US2000 2150 | US2000, Russell 2000`,
);

const SYNTHETICS = list(
  'synthetic',
  `
V75 480000 | V75, Volatility 75, Vol 75, VIX75, Volatility 75 Index, VIX 75, v75
V10 6500 | V10, Volatility 10, Volatility 10 Index
V25 2900 | V25, Volatility 25 Index, Vol 25
V50 310 | V50, Volatility 50 Index
V100 1500 | V100, Volatility 100 Index, Vol 100
BOOM1000 16500 | Boom 1000, BOOM 1000 INDEX, Boom1000, BOOM1000, Boom 1000 Index
BOOM500 5200 | Boom 500, BOOM500, Boom 500 Index
CRASH500 3400 | Crash 500, CRASH500, Crash 500 Index
CRASH1000 6200 | Crash 1000, CRASH1000, Crash 1000 Index
STEPINDEX 8400 | Step Index, STEP INDEX, StepIndex, step index`,
);

const FOREX = list(
  'forex',
  `
EURUSD 1.085 | EU, the euro, fiber, Fiber, Euro
GBPUSD 1.271 | GU, Cable, cable, the pound
USDJPY 149.5 | UJ, dollar yen, Dollar/Yen, USD-YEN
USDCHF 0.886 | UCHF, Swissy, swissy
AUDUSD 0.656 | AU, Aussie, aussie
NZDUSD 0.604 | NU, Kiwi, kiwi
USDCAD 1.362 | UC, UCAD, Loonie, loonie
EURJPY 162.5 | EJ
GBPJPY 190.2 | GJ, Guppy
EURGBP 0.853 | EG
EURAUD 1.652 | EA
EURCAD 1.478
EURNZD 1.796
EURCHF 0.961
GBPAUD 1.936 | GA
GBPCAD 1.731
GBPNZD 2.105 | GN
GBPCHF 1.127
AUDJPY 98.1 | AJ
AUDCAD 0.894
AUDNZD 1.087
AUDCHF 0.581
NZDJPY 90.3 | NJ
NZDCAD 0.823
NZDCHF 0.535
CADJPY 109.8 | CJ
CADCHF 0.65
CHFJPY 168.9
USDSEK 10.45
USDNOK 10.72
USDMXN 17.1
USDZAR 18.6
USDTRY 32.4
USDSGD 1.345
USDCNH 7.24
USDPLN 3.98
EURTRY 35.1
EURPLN 4.31
EURSEK 11.3
EURNOK 11.6
USDHUF 358.4`,
);

const COINS = list(
  'coin',
  `
BTCUSDT 62000 | Bitcoin, bitcoin, BTC, btc, Btc, BITCOIN
ETHUSDT 3100 | Ethereum, ETH, eth, ether, ETHEREUM
SOLUSDT 150 | SOL, Solana
BNBUSDT 570 | BNB
XRPUSDT 0.58 | XRP, Ripple
DOGEUSDT 0.14 | DOGE, Dogecoin
ADAUSDT 0.45 | ADA, Cardano
LTCUSDT 82 | LTC, Litecoin
AVAXUSDT 31 | AVAX, Avalanche
DOTUSDT 6.4 | DOT, Polkadot
LINKUSDT 14 | LINK, Chainlink
MATICUSDT 0.68 | MATIC
TRXUSDT 0.12 | TRX, Tron
SHIBUSDT 0.0000221 | SHIB
1000PEPEUSDT 0.0118
1000SHIBUSDT 0.0221
1000BONKUSDT 0.0243
1000FLOKIUSDT 0.18
PEPEUSDT 0.0000112 | PEPE
TONUSDT 6.7
NEARUSDT 5.2
APTUSDT 8.6
ARBUSDT 0.95 | ARB
OPUSDT 2.3
SUIUSDT 1.1 | SUI
INJUSDT 26 | INJ
TIAUSDT 9.1 | TIA
FETUSDT 1.6 | FET
RNDRUSDT 8.1 | RNDR
FILUSDT 5.8
ATOMUSDT 8.3
UNIUSDT 9.2
ETCUSDT 27
BCHUSDT 440
XLMUSDT 0.11 | XLM
HBARUSDT 0.09 | HBAR
ICPUSDT 11.7 | ICP
AAVEUSDT 93 | AAVE
MKRUSDT 2900
GALAUSDT 0.042 | GALA
SANDUSDT 0.44
MANAUSDT 0.43
AXSUSDT 7.1
APEUSDT 1.2
GMTUSDT 0.21
CHZUSDT 0.11
ALGOUSDT 0.18 | ALGO
VETUSDT 0.034
EGLDUSDT 39 | EGLD
KAVAUSDT 0.65
THETAUSDT 2.1
RUNEUSDT 5.4 | RUNE
SEIUSDT 0.5
WIFUSDT 2.8 | WIF
BONKUSDT 0.000024 | BONK
JUPUSDT 0.98
ENAUSDT 0.9
ONDOUSDT 1.1 | ONDO
WLDUSDT 4.9 | WLD
LDOUSDT 2.1
DYDXUSDT 2.2 | DYDX
CRVUSDT 0.41
SNXUSDT 2.7
IMXUSDT 2.1
STXUSDT 2
ORDIUSDT 42 | ORDI
TAOUSDT 310
NOTUSDT 0.016
CAKEUSDT 2.6
ZECUSDT 24
EOSUSDT 0.77
XMRUSDT 168
BTCUSD 62000 | BTC/USD, btcusd, BTC-USD
ETHUSD 3100 | ETH/USD, ethusd`,
);

/** A ticker nobody has heard of, as new ones appear every week. */
function unheard(rng: Rng): Instrument {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const vowels = 'AEIOU';
  const length = rng.int(3, 6);
  let ticker = '';
  for (let at = 0; at < length; at += 1)
    ticker += rng.pick(at % 2 === 1 && rng.chance(0.7) ? vowels : letters);
  const scale = power(rng.int(-4, 1));
  return { label: `${ticker}USDT`, group: 'coin', price: rng.int(10, 99) * scale, names: [] };
}

const GOLD = METALS.slice(0, 1);
/** Of each group, first those that most messages are about. */
const USUAL: Readonly<Record<Group, readonly [share: number, usual: readonly Instrument[]]>> = {
  metal: [0.6, GOLD],
  forex: [0.5, FOREX.slice(0, 11)],
  index: [0.5, INDICES.slice(0, 4)],
  energy: [0, ENERGY],
  synthetic: [0, SYNTHETICS],
  coin: [0.45, COINS.slice(0, 12)],
};
const ALL: Readonly<Record<Group, readonly Instrument[]>> = {
  metal: METALS,
  forex: FOREX,
  index: INDICES,
  energy: ENERGY,
  synthetic: SYNTHETICS,
  coin: COINS,
};
const UNHEARD = 0.15;

/** The instrument of a message: gold is a third of what is not coins, as in the wild. */
export function pickInstrument(rng: Rng, only?: readonly Group[]): Instrument {
  if (only) return pickOf(rng, rng.pick(only));
  if (rng.chance(0.34)) return pickOf(rng, 'coin');
  const draw = rng.next();
  if (draw < 0.36) return rng.pick(GOLD);
  if (draw < 0.74) return pickOf(rng, 'forex');
  if (draw < 0.87) return pickOf(rng, 'index');
  if (draw < 0.92) return pickOf(rng, 'synthetic');
  return pickOf(rng, draw < 0.96 ? 'energy' : 'metal');
}

function pickOf(rng: Rng, group: Group): Instrument {
  if (group === 'coin' && rng.chance(UNHEARD)) return unheard(rng);
  const [share, usual] = USUAL[group];
  return rng.pick(rng.chance(share) ? usual : ALL[group]);
}
