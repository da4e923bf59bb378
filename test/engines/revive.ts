import type { Engine } from './engine.js';

/** How often a node that does not answer is asked again before it is given up, and how long it is left alone between. */
const patience = { tries: 5, pause: 2_000 } as const;

/**
 * Runs tests on an engine, which is started again once in its life: where a test fails and the node has died, or no longer answers a search
 * (its memory full and its circuit breaker open), it is ended and started on the data that it had, and the test is run anew. A second death is
 * the test's failure.
 * @param tell says that it was started again, and for which test
 */
export function makeRevivable(
  first: Engine,
  tell: (line: string) => void,
  pause: number = patience.pause,
): (name: string, run: (engine: Engine) => Promise<void>) => Promise<void> {
  let engine = first;
  let revived: string | undefined;
  return async (name, run) => {
    try {
      return await run(engine);
    } catch (error) {
      const illness = await findIllness(engine, pause);
      if (illness === undefined) throw error;
      const why = `${engine.title} died under this test (${illness})`;
      if (engine.restart === undefined) throw new Error(`${why}, and was not started here`, { cause: error });
      if (revived !== undefined)
        throw new Error(`${why}, after it had died under “${revived}” already`, { cause: error });
      revived = name;
      tell(`       ${engine.title} died (${illness}) and is started again, once in this run; again: ${name}`);
      engine = await engine.restart();
      await run(engine);
    }
  };
}

/** Why a node does not answer a plain search; undefined where it does. */
async function findIllness({ cluster }: Engine, pause: number): Promise<string | undefined> {
  let illness = '';
  for (let attempt = 0; attempt < patience.tries; attempt++) {
    try {
      await cluster.request('POST', '/_search?size=0', { query: { match_all: {} } });
      return undefined;
    } catch (error) {
      illness = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return illness;
}
