import { startEngine } from './engines/engine.js';

/*
 * The agreement suites at full size: the evaluator against the oracle over thousands of random packs and logs, and what is compiled on the
 * engines that it is compiled for, which are built and started here. `npm run conformance`; RULEWRIGHT_RUNS changes the number of runs, and
 * `npm run conformance -- --record` writes the evidence of what the targets commit.
 */
process.env.RULEWRIGHT_RUNS ??= '2000';
if (process.argv.includes('--record')) process.env.RULEWRIGHT_RECORD = '1';
process.argv.splice(2, process.argv.length, 'differential/differential', '.conformance.ts');
// One engine for all suites; where there is none, each says so.
const engine = await startEngine('elasticsearch');
if ('url' in engine) process.env.RULEWRIGHT_ELASTICSEARCH = engine.url;
await import('./run.js');
