import type { Entry, Head } from './entry.ts';
import { faulty } from './fault.ts';
import { hashFromHex } from './hash.ts';

const FORMAT = 'signalos-audit-export-v1';
const BRACE = 0x7d;
/** Longer than what comes before the body of an entry. */
const HEAD_LENGTH_MAX = 200;
const ENTRY =
  /^\{"seq":([1-9]\d{0,15}),"prevHash":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","body":/;

/** The first line of an export. */
export interface ExportHeader {
  readonly stream: string;
  /** Of its checkpoint, as the exporter says; only one that is known from elsewhere proves anything. */
  readonly key: string | null;
}

/** Where the stream stood when a checkpoint was made, with the proof that the checkpoint has seen it. */
export interface Coverage extends Omit<Head, 'stream'> {
  readonly note: string;
  /** The head's place in the log of heads. */
  readonly index: number;
  readonly proof: readonly Uint8Array[];
}

export function headerLine({ stream, key }: ExportHeader): string {
  return `${JSON.stringify({ format: FORMAT, stream, key })}\n`;
}

export function coverageLine({ note, index, seq, hash, proof }: Coverage): string {
  const checkpoint = { note, index, seq, hash: hex(hash), proof: proof.map(hex) };
  return `${JSON.stringify({ checkpoint })}\n`;
}

/** The body goes in as it is: a line is valid JSON, and its bytes are still those that were hashed. */
export function entryLine({ seq, prevHash, hash, body }: Omit<Entry, 'stream'>): Buffer {
  const head = `{"seq":${seq},"prevHash":"${hex(prevHash)}","hash":"${hex(hash)}","body":`;
  return Buffer.concat([Buffer.from(head), body, Buffer.from('}\n')]);
}

/** Throws no fault where the file is about something else: a failed download is no bad trail. */
export function parseHeader(line: Buffer | undefined): ExportHeader {
  const { format, stream, key } = parseObject(line);
  if (format !== FORMAT) {
    const what = line ? `its first line is no header of ${FORMAT}` : 'it is empty';
    throw new Error(`This is no export of an audit trail: ${what}`);
  }
  const isKey = typeof key === 'string' || key === null;
  if (typeof stream !== 'string' || !isKey) {
    return faulty('malformed', 'The header is not in its form');
  }
  return { stream, key };
}

/** Undefined where the line is about something else. */
export function parseCoverage(line: Buffer | undefined): Coverage | undefined {
  if (!line?.subarray(0, 14).equals(Buffer.from('{"checkpoint":'))) return undefined;
  const { note, index, seq, hash, proof } = parseObject(line)['checkpoint'] as Record<
    string,
    unknown
  >;
  const head = hashFromHex(hash);
  const hashes = Array.isArray(proof) ? proof.map(hashFromHex) : [undefined];
  if (
    typeof note !== 'string' ||
    !isCount(index) ||
    !isCount(seq) ||
    !head ||
    !hashes.every(isHash)
  ) {
    return faulty('malformed', 'The line of the checkpoint is not in its form');
  }
  return { note, index, seq, hash: head, proof: hashes };
}

/** Reads the line as it was written, to the byte: parsing it as JSON would be slower and prove less. */
export function parseEntry(line: Buffer, expectedSeq: number): Omit<Entry, 'stream'> {
  const start = line.toString('latin1', 0, HEAD_LENGTH_MAX);
  const match = ENTRY.exec(start);
  const [head = '', seq = '', prevHash = '', hash = ''] = match ?? [];
  if (!match || line[line.length - 1] !== BRACE) {
    return faulty('malformed', 'The line is no entry', expectedSeq);
  }
  return {
    seq: Number(seq),
    prevHash: Buffer.from(prevHash, 'hex'),
    hash: Buffer.from(hash, 'hex'),
    body: line.subarray(head.length, -1),
  };
}

/** An object without fields for what is no object. */
export function parseObject(line: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line?.toString() ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const isHash = (value: Buffer | undefined): value is Buffer => value !== undefined;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
