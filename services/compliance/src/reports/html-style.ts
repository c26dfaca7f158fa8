import { INKS, type Ink } from './drawing.ts';
import { SHADES } from './inks.ts';

const variables = (paper: 'light' | 'dark') =>
  INKS.map((ink: Ink) => `--${ink}:${SHADES[ink][paper]}`).join(';');

const inks = INKS.map(
  (ink) => `.line.${ink}{stroke:var(--${ink})}.area.${ink}{fill:var(--${ink})}`,
).join('');

/** On paper it is always light. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--panel:#f5f6f9;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{--paper:#12151c;--panel:#1b202b;${variables('dark')}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 3rem;max-width:68rem;background:var(--paper);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header{border-bottom:3px solid var(--equity);padding-bottom:.75rem;margin-bottom:1.5rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
header p{margin:.25rem 0 0;color:var(--muted)}
section{margin:0 0 2.5rem}
h2{font-size:1.15rem;margin:0 0 .75rem}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem 1.25rem;margin:0 0 1rem;
background:var(--panel);border-radius:8px;padding:1rem}
dt{color:var(--muted);font-size:.8rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
dl .code{font-size:.75rem}
.note{color:var(--muted);margin:0 0 1rem;max-width:46rem}
figure{margin:0 0 1.25rem}
figcaption{font-weight:600;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline}
figcaption ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0;
font-weight:400;font-size:.8rem;color:var(--muted)}
figcaption svg{width:16px;height:10px;margin-right:.35rem}
figure>svg{width:100%;height:auto;display:block;margin-top:.5rem}
svg text{font-family:inherit}
.line{fill:none;stroke-linejoin:round;stroke-linecap:round}${inks}
.wide{overflow-x:auto;margin:0 0 1.25rem}
.wide:focus-visible{outline:2px solid var(--equity);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.85rem;font-variant-numeric:tabular-nums}
caption{text-align:start;font-weight:600;padding:0 0 .5rem}
th,td{padding:.4rem .6rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--grid);font-weight:400}
thead th{color:var(--muted);font-weight:600;border-bottom:2px solid var(--grid);white-space:nowrap}
td.end,th.end{text-align:end;white-space:nowrap}
.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.78rem}
tbody th{white-space:nowrap}
.good{color:var(--good)}td.warn,dd.warn{color:var(--warn)}td.bad,dd.bad{color:var(--bad)}
footer{border-top:1px solid var(--grid);padding-top:.75rem;color:var(--muted);font-size:.8rem}
@media print{body{max-width:none;padding:0;font-size:10pt}.wide{overflow:visible}
figure,dl,tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
@page{size:A4;margin:16mm}
`;
