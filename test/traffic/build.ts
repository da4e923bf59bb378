import { readdirSync } from 'node:fs';
import { createRandom } from '../random/random.js';
import { makeAttacks } from './attacks.js';
import { derive } from './derive.js';
import { makeEvasions } from './evasions.js';
import { readLabels, readLog, type Traffic } from './line.js';
import { readPools } from './pools.js';
import { makeServices } from './services.js';

/** The logs that are made here, by name; the same on every machine. */
export function buildTraffic(): Readonly<Record<string, Traffic>> {
  const pools = readPools();
  const made = {
    'made-evasions': makeEvasions(pools, createRandom(101)),
    'made-attacks': makeAttacks(pools, createRandom(102)),
    'made-services': makeServices(pools, createRandom(103)),
  };
  return Object.fromEntries(
    Object.entries(made).map(([name, { lines, labels }]) => [name, { lines: derive(lines), labels }]),
  );
}

/** The logs that are not made here. */
export function givenLogs(): readonly string[] {
  return readdirSync('fixtures')
    .filter((file) => file.endsWith('.jsonl.gz') && !file.startsWith('made-'))
    .map((file) => file.replace('.jsonl.gz', ''));
}

/** A log that is not made here, with the derived fields. */
export function deriveLog(name: string): Traffic {
  return { lines: derive(readLog(name)), labels: readLabels(name) };
}
