/*
 * The agreement suites at full size: the evaluator against the oracle over thousands of random packs and logs, and what is compiled on the
 * engines that it is compiled for, which are built and started here. `npm run conformance`; RULEWRIGHT_RUNS changes the number of runs, and
 * `npm run conformance -- --record` writes the evidence of what the targets commit. Parts of paths that end in `.conformance.ts` run those
 * suites alone.
 */
process.env.RULEWRIGHT_RUNS ??= '2000';
if (process.argv.includes('--record')) process.env.RULEWRIGHT_RECORD = '1';
const parts = process.argv.slice(2).filter((argument) => argument !== '--record');
const all = ['differential/differential', '.conformance.ts'];
process.argv.splice(2, process.argv.length, ...(parts.length === 0 ? all : parts));
await import('./run.js');

export {};
