import type { Ink } from './drawing.ts';

interface Shades {
  readonly light: string;
  readonly dark: string;
}

/** Every colour stands out from its paper by 4.5 : 1 at least, but for the grid. */
export const SHADES: Readonly<Record<Ink, Shades>> = {
  text: { light: '#1a1f2b', dark: '#e8eaf0' },
  muted: { light: '#5b6475', dark: '#a3abbb' },
  grid: { light: '#dde1e8', dark: '#333a48' },
  equity: { light: '#1d63c4', dark: '#6ea8fe' },
  balance: { light: '#1a1f2b', dark: '#e8eaf0' },
  daily: { light: '#9a5b00', dark: '#f0b35a' },
  total: { light: '#b3261e', dark: '#ff8a80' },
  good: { light: '#1b7a43', dark: '#63c98d' },
  warn: { light: '#9a5b00', dark: '#f0b35a' },
  bad: { light: '#b3261e', dark: '#ff8a80' },
};
