import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '../random/random.js';

/** How much a line says: all that a gateway may, or only what it must. */
export type LineShape = 'full' | 'minimal';

/**
 * Writes a log of the native audit record: a day of `lines` requests of 2,000 principals, a few of them far busier than the rest, some
 * repeating themselves. Full lines are about 350 bytes, minimal ones 165.
 */
export function writeTraffic(path: string, lines: number, seed: number, shape: LineShape): void {
  const random = createRandom(seed);
  const file = openSync(path, 'w');
  const start = 1_768_176_000_000;
  const step = 86_400_000 / lines;
  let block: string[] = [];
  for (let i = 0; i < lines; i++) {
    const who = random.whole(0, random.whole(0, random.whole(0, 1999)));
    const input = random.chance(0.8) ? i : random.whole(0, 50);
    const hash = createHash('sha256').update(`${who} ${input}`).digest('hex');
    const margin = random.whole(0, 9999) / 10_000;
    const required = {
      ts: Math.floor(start + i * step) / 1000,
      principal: `key-${who}`,
      input_hash: hash,
      wants_probs: random.chance(0.6),
      n_features: 784,
    };
    if (shape === 'minimal') block.push(JSON.stringify(required));
    else
      block.push(
        JSON.stringify({
          ...required,
          model: 'digits-v3',
          src_ip: `10.${who >> 8}.${who & 255}.7`,
          status: 200,
          label: String(random.whole(0, 9)),
          max_prob: Number((0.5 + margin / 2).toFixed(4)),
          margin,
          ood: random.whole(0, who % 50 === 7 ? 1400 : 1005) / 1000,
          near_dup: random.chance(0.05),
          input_bucket: hash.slice(0, 6),
          user_agent: 'python-requests/2.32.3',
        }),
      );
    if (block.length === 10_000) {
      writeSync(file, `${block.join('\n')}\n`);
      block = [];
    }
  }
  if (block.length > 0) writeSync(file, `${block.join('\n')}\n`);
  closeSync(file);
}
