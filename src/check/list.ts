import { dirname, join } from 'node:path';
import type { Document, Node, ScalarNode } from '../document/node.js';
import { validate } from '../document/validate.js';
import type { ListEntry } from '../ir/predicate.js';
import type { Field } from '../ir/source.js';
import { isDate, parseInstant } from '../text/instant.js';
import type { Span } from '../text/source-text.js';
import { checkFileName } from './file-name.js';
import { readValues, type ValueLine } from './list-values.js';
import { checkLiteral } from './literal.js';
import { entryOf, type Text, textAt } from './read-node.js';
import { openReport, type Report } from './report.js';

/** Lists by name; undefined where there is one whose file has an error, which was told. */
export type Lists = ReadonlyMap<string, CheckedList | undefined>;

export interface CheckedList {
  /**
   * The list as values of a field. A value that does not fit the field's type is told where it stands, once for all uses; the list
   * is undefined then.
   */
  readonly entriesFor: (field: Field, report: Report) => readonly ListEntry[] | undefined;
}

/** A value as its file has it. */
export interface WrittenEntry {
  /** The value as a field of a type reads it. */
  readonly nodeFor: (field: Field) => Node;
  readonly until: number | undefined;
}

/** So many values that do not fit a field are told: a file of 16 MiB may hold nothing else, and each field that it is used with has its own. */
const mostTold = 20;

/**
 * Checks a list file and reads the values that it names. What its values are depends on the fields that it is used with.
 * @param fileName The file's name without folder and ending, which the list's name must equal.
 * @param now Milliseconds UTC: entries that have expired are warned of.
 */
export function checkList(
  document: Document,
  path: string,
  fileName: string,
  now: number,
): {
  readonly list: CheckedList | undefined;
  readonly name: Text | undefined;
  readonly diagnostics: Report['diagnostics'];
} {
  const report = openReport();
  const { value: file, diagnostics } = validate(document, 'list');
  report.diagnostics.push(...diagnostics);
  const { root } = document;
  const name = textAt(root, 'list');
  checkFileName(name, fileName, report);
  const from = textAt(root, 'values_from');
  const entries = entryOf(root, 'entries')?.value;
  checkOrigin(root, report);
  const written =
    from === undefined
      ? checkEntries(entries, now, report)
      : joinExpiry(readValues(join(dirname(path), from.text), from, report), root, now, report);
  const isWhole = file !== undefined && (from === undefined) !== (entries === undefined);
  const list = isWhole && written !== undefined ? { entriesFor: rememberEntries(written) } : undefined;
  return { list, name, diagnostics: report.diagnostics };
}

/** Tells a list that has its values from two places or from none, or says for all of them what each entry says itself. */
function checkOrigin(root: Node, report: Report): void {
  const entries = entryOf(root, 'entries');
  const from = entryOf(root, 'values_from');
  const place = textAt(root, 'list')?.span ?? root.span;
  if (entries === undefined && from === undefined) report.tell('list-unclear', place, { problem: 'nothing' });
  if (entries !== undefined && from !== undefined)
    report.tell('list-unclear', from.keySpan, { problem: 'both' });
  for (const key of ['reason', 'owner', 'expires'] as const) {
    const entry = entryOf(root, key);
    if (from === undefined && entries !== undefined && entry !== undefined)
      report.tell('list-unclear', entry.keySpan, { problem: 'for all' });
  }
  const missing = ['reason', 'owner'].filter((key) => entryOf(root, key) === undefined);
  if (from !== undefined && entries === undefined && missing.length > 0)
    report.tell('missing-key', place, { keys: missing });
}

/** The entries of a list as far as their shape is right; those that have expired, and values that come twice, are warned of. */
export function checkEntries(node: Node | undefined, now: number, report: Report): WrittenEntry[] {
  const items = node?.kind === 'list' ? node.items : [];
  const seen = new Set<unknown>();
  return items.flatMap((item) => {
    const value = entryOf(item, 'value')?.value;
    const until = checkExpiry(item, now, report);
    if (value?.kind !== 'scalar' || value.plain === null) return [];
    if (seen.has(value.plain)) report.tell('repeated-entry', value.span, { value: String(value.plain) });
    seen.add(value.plain);
    return [{ nodeFor: () => value, until }];
  });
}

/** When what a map says `expires` of no longer counts; undefined where it says nothing. */
function checkExpiry(node: Node, now: number, report: Report): number | undefined {
  const expires = textAt(node, 'expires');
  // Of what does not look like a date the schema has told.
  if (expires === undefined || !/^\d{4}-\d\d-\d\d$/.test(expires.text)) return undefined;
  const day = isDate(expires.text) ? parseInstant(`${expires.text}T00:00:00Z`) : undefined;
  if (day === undefined) {
    report.tell('illegal-form', expires.span, { expected: 'date', value: expires.text });
    return undefined;
  }
  const until = day + millisOfDay;
  if (until <= now) report.tell('expired-entry', expires.span, { expires: expires.text });
  return until;
}

const millisOfDay = 86_400_000;

function joinExpiry(
  lines: readonly ValueLine[] | undefined,
  root: Node,
  now: number,
  report: Report,
): WrittenEntry[] | undefined {
  const until = checkExpiry(root, now, report);
  return lines?.map(({ text, span }) => ({ nodeFor: (field) => readAs(field, text, span), until }));
}

/** A line as the scalar that would stand for it in YAML; what does not fit the field stays a text, and is told as one. */
function readAs({ type }: Field, text: string, span: Span): ScalarNode {
  const isNumber = type === 'number' && /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text);
  const isBoolean = type === 'boolean' && (text === 'true' || text === 'false');
  const plain = isNumber ? Number(text) : isBoolean ? text === 'true' : text;
  return { kind: 'scalar', span, plain, size: 1, written: text };
}

function rememberEntries(written: readonly WrittenEntry[]): CheckedList['entriesFor'] {
  const known = new Map<string, readonly ListEntry[] | undefined>();
  return (field, report) => {
    // A message names the field, so that each field has its own.
    const key = `${field.type} ${field.name}`;
    if (!known.has(key)) known.set(key, readEntries(written, field, report));
    return known.get(key);
  };
}

/**
 * Entries in a field's type, each value once: of equal ones the one that counts longest.
 * @returns Undefined where a value is of another type, which is told.
 */
export function readEntries(
  written: readonly WrittenEntry[],
  field: Field,
  report: Report,
): readonly ListEntry[] | undefined {
  const untils = new Map<ListEntry['value'], number | undefined>();
  let wrong = 0;
  for (const { nodeFor, until } of written) {
    const node = nodeFor(field);
    const value = checkLiteral(node, field, wrong < mostTold ? report : openReport());
    if (value === undefined) {
      wrong++;
      if (wrong <= mostTold) continue;
      report.tell('too-many-mistakes', node.span, { told: mostTold });
      break;
    }
    const other = untils.has(value)
      ? (untils.get(value) ?? Number.POSITIVE_INFINITY)
      : Number.NEGATIVE_INFINITY;
    const longest = Math.max(other, until ?? Number.POSITIVE_INFINITY);
    untils.set(value, longest === Number.POSITIVE_INFINITY ? undefined : longest);
  }
  if (wrong > 0) return undefined;
  return [...untils].map(([value, until]) => (until === undefined ? { value } : { value, until }));
}
