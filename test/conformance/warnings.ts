import type { Answer } from '../../src/cluster/cluster.js';

/*
 * Both engines answer 200 and say in `Warning` headers what they made null on the way, or left out: an expression that failed, a comparison
 * that met several values, a limit of their own. A query that is called exact comes without any that is not explained here.
 */

/** What a warning says, by why it changes no finding. */
const explained: { readonly [why: string]: RegExp } = {
  'A text that is no address does not fit an address, and so is none (contract, section 2).':
    /^Line \d+:\d+: (evaluation of \[TO_IP\(.* failed, treating result as null|java\.lang\.IllegalArgumentException: '.*' is not an IP string literal)/s,
};

/** The warnings of an answer that nothing explains, without the product and the version that each begins with. */
export function unexplained({ warnings }: Answer): readonly string[] {
  return warnings
    .map((warning) => warning.replace(/^299 \S+ "(.*)"$/s, '$1'))
    .filter((text) => !Object.values(explained).some((says) => says.test(text)));
}

/** The body of an answer. Throws where it comes with a warning that nothing explains. */
export function bodyOf(answer: Answer): unknown {
  const [first] = unexplained(answer);
  if (first !== undefined) throw new Error(`the engine warns: ${first}`);
  return answer.body;
}
