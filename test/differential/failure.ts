import { stringify } from 'yaml';
import type { Case } from '../random/cases.js';

/** A failing case as a person wants to see it: its rules, its lines, what differs, and how to run it again. */
export function describeFailure(one: Case, differences: readonly string[]): string {
  const { source, mapping, lists, rules, lines, seed, crlf, marked, cut, lateness } = one;
  return [
    `seed ${seed}, made smaller:`,
    '',
    stringify(
      source.id === undefined
        ? { time: source.time }
        : { time: source.time, id: source.id, dedupe: source.dedupe ?? false },
    ).trimEnd(),
    ...(mapping === undefined ? [] : ['', stringify(mapping).trimEnd()]),
    ...lists
      .filter(({ list }) => JSON.stringify(rules).includes(list))
      .flatMap((list) => ['', stringify(list).trimEnd()]),
    ...rules.flatMap((rule) => ['', stringify(rule).trimEnd()]),
    '',
    `${lines.length} lines${crlf ? ' that end in CRLF' : ''}${marked ? ' after a byte order mark' : ''}${cut ? ', the last without its end' : ''}${
      lateness === undefined ? '' : `, a stream with a bound of ${lateness} ms`
    }:`,
    ...lines.map((line) => JSON.stringify(Buffer.from(line).toString()).slice(1, -1).replaceAll('\\"', '"')),
    '',
    ...differences,
    '',
    `Again: npm run --silent build && RULEWRIGHT_SEED=${seed} RULEWRIGHT_RUNS=1 node --enable-source-maps dist/test/run.js differential`,
  ].join('\n');
}
