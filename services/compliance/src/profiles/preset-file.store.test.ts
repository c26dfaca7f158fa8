import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PRESETS } from './preset-file.store.ts';
import { readProfiles } from './profile.store.ts';

/** Decisions name the hash of the figures that they were taken by: what was shipped once never changes. */
const SHIPPED = {
  'ftmo 1': '6f7c3a35372a91ecafb60a4067f8a5a012f644e1d37318550629b5550edfdb18',
  'ftmo 2': 'faccb6aacededba1022dc68f4ba0c3e14ddb69f789f11b238d18a56be2cb0a2c',
  'ftmo-2-step 1': 'bff57525fb82c2f3b3b11362b8dc4d57758d0f04d481e68c90d19de9e07e0cae',
  'ftmo-1-step 1': 'b5c98df4174ca6f6898530ac71acb454b55131f577ec9ebe8c4552e1315a6f0e',
  'ftuk 1': '990933aee320d1a139f58b50b40f137eb6d618a7ef8fd9e86cb52f632905e97a',
  'ftuk 2': 'a947ce9731f64c2f559b7b5f3ea2e8fb77f34486031b7deac01f9d3ab6cfd659',
  'myforexfunds 1': '2a6a0bfa4b0fce2dd47a0b7824cfb31970c028011f1ab1d6a7c17d32915e95e2',
  'eu-mifid2 1': 'a941bc159fb1b2413f625cbe6ee8499419b91d3fee1ba0481e8fa341df3064bf',
  'eu-mifid2 2': '6102df5cffa0aabbd337ddefd5ba3cdde6aee6f9bf368ba5f0b60de500e3cc4b',
  'generic-conservative 1': 'babec7cdafdfac2b4af33e835b31f24278d14bdc52e526f260409f1cfc8fd05c',
  'the5ers-high-stakes 1': '0f46c2ca9e523c7f3383ba8aea674c89c3e9b3c3837ac05b8974e9ecc546a4fa',
  'the5ers-hyper-growth 1': 'd5969c35345ed1af79daa6d3ad2d13b10bd16dc348c425c6a8b430e0d03ab630',
  'fundednext-stellar-2-step 1': '3adf2b9904f9c5c84fbb3307867f7f13dc5c23de25d30ccecc582a050f20b0e9',
  'fundednext-stellar-1-step 1': '821d816c79ea3cad8fca50974cd0c63a70a94c23ebe1822fb5cde79847422861',
  'e8-one 1': '3be3b026d24d3c4e5d142798dd7d827b47c25899ef4e8ce4dd3bd5775297afd0',
  'topstep-50k 1': 'f97724eff16ecd7cee585b245e07cc0e441b05037bf0efc316c2f06383912507',
  'apex-eod-50k 1': '626721264197caeaa0c774b15da364b752a666a0d9c447e37c2156c29d98e41c',
  'apex-intraday-50k 1': 'b2d8a175a79704ba6aa46a8ccd8fa79f01254102ff82f4620016ee5bda1df344',
  'blue-guardian-2-step 1': 'af91e5fd4af4fb66991ac9b27164ba3e5299b941fd9684c6693eb5694e8ef538',
};

const presets = PRESETS as readonly { readonly id: string; readonly version: number }[];

it('a preset keeps its figures for good: what changes is another version', () => {
  const profiles = readProfiles();

  const hashes = presets.map(({ id, version }) => [
    `${id} ${version}`,
    profiles.get(id, version).sha256,
  ]);

  expect(Object.fromEntries(hashes)).toEqual(SHIPPED);
});

it('every file of presets is read', () => {
  const folder = join(import.meta.dirname, 'presets');
  const files = globSync('*.json', { cwd: folder });
  const inFiles = files.flatMap(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown[],
  );

  expect(PRESETS).toHaveLength(inFiles.length);
  expect(PRESETS).toEqual(expect.arrayContaining(inFiles));
});
