/*
 * The agreement suites at full size: the evaluator against the oracle over thousands of random packs and logs. No suite runs on a real engine
 * yet, so none is skipped, and no target claims evidence. `npm run conformance`; RULEWRIGHT_RUNS changes the number of runs.
 */
process.env.RULEWRIGHT_RUNS ??= '2000';
process.argv.splice(2, process.argv.length, 'differential/differential');
console.log('engines  none: no suite runs on a real engine yet, and every target says so (no evidence)');
await import('./run.js');

export {};
