import { type Engine, type NoEngine, startEngine } from './engine.js';
import type { EngineName } from './launch.js';
import { makeRevivable } from './revive.js';

/** Whether a skipped engine is a failure. */
export const enginesRequired = (process.env.CI ?? process.env.RULEWRIGHT_REQUIRE_ENGINES ?? '') !== '';

type Test = (name: string, run: () => Promise<void>) => void;
type Run = (engine: Engine) => Promise<void>;

const started = new Map<EngineName, Promise<((name: string, run: Run) => Promise<void>) | NoEngine>>();
const titles = new Map<EngineName, string>();

async function start(name: EngineName) {
  const engine = await startEngine(name);
  if ('reason' in engine) return engine;
  titles.set(name, engine.title);
  return makeRevivable(engine, console.log);
}

/**
 * A test that needs an engine, which all tests of a run share. Where there is none it is skipped, and told why; where engines are required
 * it fails.
 */
export async function onEngine(
  test: Test & { readonly skip: Test },
  engine: EngineName,
  name: string,
  run: Run,
): Promise<void> {
  const starting = started.get(engine) ?? start(engine);
  started.set(engine, starting);
  const runOn = await starting;
  if (typeof runOn === 'function') {
    test(`${name} (${titles.get(engine)})`, () => runOn(name, run));
    return;
  }
  console.log(`skipped  ${name}: ${runOn.reason}`);
  const fail = () => Promise.reject(new Error(`no engine: ${runOn.reason}`));
  if (enginesRequired) test(name, fail);
  else test.skip(name, fail);
}
