import { code, facts, note, numbers, words, type Cell, type Section } from './document.ts';
import type { Report } from './report.ts';
import { usedCell } from './tones.ts';
import { grouped, instant, plain, rounded } from './wording.ts';

export function accountSection({ account, profile, period, generatedAt, engine }: Report): Section {
  return {
    title: 'Account and period',
    blocks: [
      facts(
        {
          label: 'Status',
          text: account.status,
          tone: account.status === 'active' ? 'good' : 'bad',
        },
        { label: 'Phase, type', text: `${account.phase}, ${account.type}` },
        { label: 'Balance', text: `${grouped(account.balance)} ${account.currency}` },
        {
          label: 'Initial balance',
          text: `${grouped(account.initialBalance)} ${account.currency}`,
        },
        { label: 'Opened', text: instant(account.openedAt) },
        {
          label: 'Profile',
          text: profile ? `${plain(profile.name)}, version ${profile.version}` : 'none',
        },
        {
          label: 'Period',
          text: `${instant(period.from)} to ${instant(period.to)}, ${period.daysCounted} days counted`,
        },
        { label: 'Day starts', text: `${period.dayStartsAt} ${period.timeZone}` },
        { label: 'Generated', text: `${instant(generatedAt)}, engine ${engine}` },
        { label: 'Account id', ...code(account.id) },
        ...(profile ? [{ label: 'Profile hash (SHA-256)', ...code(profile.sha256) }] : []),
      ),
    ],
  };
}

export function limitsSection({ limits: { risk, unknown }, profile }: Report): Section {
  const title = 'Limits now';
  if (!risk) {
    const why = unknown ?? (profile ? 'nothing is limited' : 'no profile is active');
    return { title, blocks: [note(`Not known: ${why}.`)] };
  }
  const { currency } = risk;
  const rows = (
    [
      ['Daily loss', risk.dailyFloor, risk.dailyRoom, risk.dailyUsedPct],
      ['Total loss', risk.totalFloor, risk.totalRoom, risk.totalUsedPct],
    ] as const
  ).flatMap(([name, floor, room, used]) =>
    floor === null || room === null || used === null
      ? []
      : [[{ text: name }, { text: grouped(floor) }, { text: grouped(room) }, usedCell(used)]],
  );
  return {
    title,
    blocks: [
      facts(
        { label: 'Equity', text: `${grouped(risk.equity)} ${currency}` },
        { label: 'Equity at worst', text: `${grouped(risk.worstEquity)} ${currency}` },
        { label: 'Risk set aside', text: `${grouped(risk.reserved)} ${currency}` },
        { label: 'Next reset', text: instant(risk.nextReset) },
      ),
      {
        kind: 'table',
        caption: `Floors and room, ${currency}; at worst everything open runs to its stop`,
        columns: [words('Limit', 3), numbers('Floor', 3), numbers('Room', 3), numbers('In use', 2)],
        rows,
      },
    ],
  };
}

export function exposureSection({ exposure: open, account, limits }: Report): Section {
  const title = 'What is open';
  if (!open) return { title, blocks: [note(`Not known: ${limits.unknown ?? 'a price'}.`)] };
  if (open.bySymbol.length === 0) return { title, blocks: [note('Nothing is open.')] };
  const { notional, effectiveLeverage, bySymbol, byCurrency } = open;
  return {
    title,
    blocks: [
      facts(
        { label: 'Notional', text: `${grouped(notional)} ${account.currency}` },
        {
          label: 'Effective leverage',
          text:
            effectiveLeverage === null ? 'none: no equity' : `${rounded(effectiveLeverage, 2)} : 1`,
        },
      ),
      {
        kind: 'table',
        caption: `By symbol, ${account.currency}`,
        columns: [
          words('Symbol', 3),
          numbers('Long lots', 2),
          numbers('Short lots', 2),
          numbers('Notional', 3),
          numbers('Floating', 3),
          numbers('At risk', 3),
        ],
        rows: bySymbol.map((row) => [
          { text: row.symbol },
          { text: row.longLots },
          { text: row.shortLots },
          { text: grouped(row.notional) },
          { text: grouped(row.floating) },
          { text: grouped(row.risk) },
        ]),
      },
      {
        kind: 'table',
        caption: `By currency, in ${account.currency}`,
        columns: [words('Currency', 3), numbers('Net', 3)],
        rows: byCurrency.map(({ currency, net }) => [{ text: currency }, { text: grouped(net) }]),
      },
    ],
  };
}

export function auditSection({ audit: trail }: Report): Section {
  const title = 'Audit trail';
  if (!trail) return { title, blocks: [note('Nothing of this account is in the trail yet.')] };
  const { stream, firstSeq, lastSeq, headHash, checkpoint, verify } = trail;
  return {
    title,
    blocks: [
      facts(
        { label: 'Stream', ...code(stream) },
        { label: 'Entries', text: `${firstSeq} to ${lastSeq}` },
        { label: 'Hash of the last', ...code(headHash) },
        ...(checkpoint
          ? [
              {
                label: 'Newest checkpoint',
                text: `${checkpoint.size} heads, ${instant(checkpoint.at)}`,
              },
              { label: 'Its root', ...code(checkpoint.root) },
            ]
          : []),
        { label: 'To verify an export', ...code(verify) },
      ),
    ],
  };
}

export function objectivesSection({ objectives, profile }: Report): Section {
  const title = 'Objectives';
  if (objectives.length === 0) {
    const why = profile ? 'The profile asks for nothing to reach.' : 'No profile is active.';
    return { title, blocks: [note(why)] };
  }
  return {
    title,
    blocks: [
      {
        kind: 'table',
        caption: 'Since the account was opened',
        columns: [words('Objective', 5), words('Met', 2), words('How far', 9), words('When', 9)],
        rows: objectives.map(({ id, step, met, message, formula }) => [
          code(step === null ? id : `${id}, step ${step}`),
          metCell(met),
          { text: plain(message) },
          { text: formula },
        ]),
      },
    ],
  };
}

function metCell(met: boolean | null): Cell {
  if (met === null) return { text: 'not known' };
  return met ? { text: 'yes', tone: 'good' } : { text: 'not yet', tone: 'warn' };
}
