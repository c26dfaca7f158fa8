import { readProfiles } from './profile.store.ts';
import { oldFigures } from './published.ts';

// Which published figures somebody should compare with their source again.
for (const line of oldFigures(readProfiles().list, new Date())) process.stdout.write(`${line}\n`);
