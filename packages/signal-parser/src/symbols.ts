const CURRENCIES = new Set(
  'usd eur gbp jpy chf cad aud nzd sek nok dkk mxn zar try sgd hkd cnh pln huf czk'.split(' '),
);

/** Coins whose ticker or name means nothing else in a message. */
const COINS = new Set(
  `btc eth xrp bnb doge ada ltc sol avax matic shib pepe trx xlm inj sui apt arb tia fet egld kava
   render aave algo hbar icp wif bonk jup ena ondo`.split(/\s+/),
);
/** Coins that are also words: only with # or $ before them. */
const TAGGED_COINS = new Set(
  'link near op ton atom dot uni fil gala sand one gas ape theta gmt sei eos etc bch'.split(' '),
);

const ALIASES = new Map(
  `gold goldd xau xauusd xuausd=XAUUSD; silver xag xagusd=XAGUSD; us30 dow dowjones dj30 dji ws30=US30;
   nas nas100 nasdaq us100 ustec ndx nq100=NAS100; spx spx500 sp500 s&p500 us500=SPX500;
   dax ger30 ger40 de40 de30=GER40; ftse uk100=UK100; cac fra40=FRA40; jp225 jpn225 nikkei=JPN225;
   esp35 ibex=ESP35; usoil wti crude crudeoil oil xtiusd=USOIL; brent ukoil xbrusd=UKOIL;
   natgas naturalgas xngusd=NATGAS; v75 vol75 volatility75 volatility75index=V75; boom1000=BOOM1000;
   crash500=CRASH500; crash1000=CRASH1000; stepindex=STEPINDEX; bitcoin=BTCUSDT; ethereum=ETHUSDT;
   cable gu=GBPUSD; fiber eu=EURUSD; uj=USDJPY; gj=GBPJPY; ej=EURJPY; aussie au=AUDUSD;
   kiwi nu=NZDUSD; uc=USDCAD; ucad=USDCAD; uchf swissy=USDCHF`
    .split(';')
    .flatMap((entry) => {
      const [names = '', symbol = ''] = entry.split('=');
      return names
        .trim()
        .split(/\s+/)
        .map((name) => [name, symbol] as const);
    }),
);

/** Shorter names end in such letters by themselves. */
const SUFFIXED_LENGTH_MIN = 6;
const BROKER_SUFFIX = /(perp|swap|pro|raw|ecn|[mrip])$/;

/** The instrument that a word, or words run together, stand for; `tagged` after # or $. */
export function findSymbol(word: string, tagged = false): string | undefined {
  const plain = findPlain(word, tagged);
  if (plain || word.length <= SUFFIXED_LENGTH_MIN) return plain;
  return findPlain(word.replace(BROKER_SUFFIX, ''), tagged);
}

const findPlain = (word: string, tagged: boolean) =>
  ALIASES.get(word) ?? findPair(word) ?? findCoin(word, tagged);

/** Six letters that are two currencies, or a coin against one. */
function findPair(word: string): string | undefined {
  const [base, quote] = [word.slice(0, 3), word.slice(3)];
  const isForex = CURRENCIES.has(base) && CURRENCIES.has(quote) && base !== quote;
  const isCoin = COINS.has(base) && quote === 'usd';
  const isTether = /^\d{0,7}[a-z]{2,10}usdt$/.test(word);
  return isForex || isCoin || isTether ? word.toUpperCase() : undefined;
}

function findCoin(word: string, tagged: boolean): string | undefined {
  const isCoin = COINS.has(word) || (tagged && TAGGED_COINS.has(word));
  return isCoin ? `${word.toUpperCase()}USDT` : undefined;
}
