import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '../random/random.js';

/**
 * Writes a log of the native audit record: a day of `lines` requests of 2,000 principals, a few of them far busier than the rest, some
 * repeating themselves. Lines are about 330 bytes.
 */
export function writeTraffic(path: string, lines: number, seed: number): void {
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
    block.push(
      JSON.stringify({
        ts: Math.floor(start + i * step) / 1000,
        principal: `key-${who}`,
        input_hash: hash,
        wants_probs: random.chance(0.6),
        n_features: 784,
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
