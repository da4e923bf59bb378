import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Runs every test/**\/*.test.ts, or what is named, and closes with `N passed, N failed, N skipped`.
 * uvu alone passes an empty list, a forgotten .run(), .only and a throwing hook; here each of these fails.
 * Usage: node dist/test/run.js [PART-OF-A-PATH …]
 */

type Suite = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>;
declare global {
  var UVU_DEFER: number | undefined;
  var UVU_QUEUE: [name: string, ...suites: (Suite | string)[]][] | undefined;
  var UVU_INDEX: number | undefined;
}

const sources = fileURLToPath(new URL('../../test', import.meta.url));
const built = new URL('./', import.meta.url);
const wanted = process.argv.slice(2);
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter(
    (file) =>
      file.endsWith('.test.ts') ||
      (wanted.some((part) => part.endsWith('.conformance.ts')) && file.endsWith('.conformance.ts')),
  )
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

let passed = 0;
let failed = 0;
let skipped = 0;
let finished = false;

function fail(file: string, what: string): void {
  failed++;
  console.log(`FAIL ${file}: ${what}`);
}

process.on('exit', () => {
  if (!finished) {
    failed++;
    console.log(
      'FAIL the run ended before its tests did (process.exit in a test, or a promise that never settles)',
    );
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exitCode = 1;
  }
});

globalThis.UVU_DEFER = 1;
globalThis.UVU_QUEUE = [];
for (const [index, file] of files.entries()) {
  globalThis.UVU_INDEX = index;
  const queue: [string, ...(Suite | string)[]] = [file];
  globalThis.UVU_QUEUE[index] = queue;
  const started = performance.now();
  try {
    await import(new URL(file.replace(/\.ts$/, '.js'), built).href);
  } catch (error) {
    fail(file, `threw while loading: ${error instanceof Error ? error.stack : String(error)}`);
    continue;
  }
  if (readFileSync(`${sources}/${file}`, 'utf8').includes('.only('))
    fail(file, 'uses .only, which leaves other tests out');
  const suites = queue.filter((item) => typeof item === 'function');
  if (suites.length === 0) fail(file, 'no suite (a forgotten .run()?)');
  let count = 0;
  for (const suite of suites) {
    try {
      const [errors, ran, skips, total] = await suite();
      if (errors !== true) console.log(errors);
      if (total + skips === 0) fail(file, 'a suite without tests');
      count += ran;
      passed += ran;
      skipped += skips;
      failed += total - ran;
    } catch (error) {
      fail(file, `a hook threw: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  console.log(`${String(count).padStart(5)}  ${file}  ${Math.round(performance.now() - started)} ms`);
}
finished = true;
if (files.length === 0)
  fail(sources, `no test file${wanted.length > 0 ? ` matches ${wanted.join(' ')}` : ''}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
