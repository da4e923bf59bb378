import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeCase } from '../random/cases.js';
import { describeFailure } from './failure.js';
import { shrink } from './shrink.js';
import { tryCase } from './trial.js';

/*
 * RULEWRIGHT_SEED (1) is the first seed, RULEWRIGHT_RUNS (60) how many follow each other.
 */

const test = suite('evaluator against oracle');
const first = Number(process.env.RULEWRIGHT_SEED ?? 1);
const runs = Number(process.env.RULEWRIGHT_RUNS ?? 60);

test(`${runs} random packs and logs, from seed ${first} on`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-differential-'));
  let findings = 0;
  let onEdge = 0;
  try {
    for (let seed = first; seed < first + runs; seed++) {
      const one = makeCase(seed);
      const verdict = await tryCase(one, folder);
      findings += verdict.findings;
      onEdge += verdict.onEdge;
      if (verdict.kind === 'agreed') continue;
      const small = await shrink(
        one,
        async (smaller) => (await tryCase(smaller, folder)).kind === verdict.kind,
      );
      const { kind, differences } = await tryCase(small, folder);
      console.log(describeFailure(small, [kind, ...differences]));
      assert.unreachable(`seed ${seed} failed; it is shown above`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.ok(findings > 0, 'no case had a finding');
  console.log(
    `       seeds ${first} to ${first + runs - 1}: ${findings} findings, ${onEdge} windows on the edge of a sum`,
  );
});

test.run();
