import type { Report } from '../check/report.js';
import type { Mapping } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import { parseDuration } from '../text/duration.js';
import { parseInstant } from '../text/instant.js';
import type { Span } from '../text/source-text.js';

/** What tests are read against. */
export interface TestedPack {
  /** The folder that holds the rules folder; fixtures are relative to it. */
  readonly folder: string;
  /** The rules without an error, by name. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The names of all rules: tests of one that has an error wait until it is mended. */
  readonly ruleNames: ReadonlySet<string>;
  /** The rules of each file that stands for its variants, by the file's name. */
  readonly variants: ReadonlyMap<string, readonly string[]>;
  readonly mappings: Mappings;
}

/** Mappings that cases may name; a file is read when its name first comes up. */
export interface Mappings {
  readonly names: ReadonlySet<string>;
  /** Undefined where the mapping has mistakes of its own. */
  readonly find: (name: string) => Mapping | undefined;
}

/** A duration in milliseconds; the schema lets through what has the right letters, and `0s` is none. */
export function readDuration(text: string, span: Span, report: Report): number | undefined {
  const length = parseDuration(text);
  if (length === undefined) report.tell('illegal-form', span, { expected: 'duration', value: text });
  return length;
}

/** An instant in milliseconds UTC; the schema lets through what has the right letters, and 31 February is none. */
export function readInstant(text: string, span: Span, report: Report): number | undefined {
  const instant = parseInstant(text);
  if (instant === undefined) report.tell('illegal-instant', span, { text });
  return instant;
}
