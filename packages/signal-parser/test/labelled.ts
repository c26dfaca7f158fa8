import { readLabelled } from '../training/labelled.ts';

export const labelledMessages = (name: string) =>
  readLabelled(new URL(`data/${name}.jsonl`, import.meta.url));
