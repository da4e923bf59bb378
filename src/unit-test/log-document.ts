import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { findField } from '../check/field.js';
import type { Report } from '../check/report.js';
import type { Node } from '../document/node.js';
import { keySpanAt, nodeAt, spanAt } from '../document/place.js';
import type { RuleTestFile } from '../document/schema/rule-test.js';
import type { Mapping } from '../ir/mapping.js';
import { logSource, type Rule } from '../ir/rule.js';
import type { Source } from '../ir/source.js';
import { nearName } from '../text/near-name.js';
import type { TestedPack } from './reading.js';
import type { TestLog } from './test-case.js';
import { readTraffic } from './traffic-document.js';

type CaseText = RuleTestFile['cases'][number];

const kinds = ['fixture', 'events', 'traffic'] as const;

/**
 * Reads where the events of a case come from.
 * @param node The case.
 * @returns Undefined where something is wrong, which is reported.
 */
export function readLog(
  text: CaseText,
  node: Node,
  rule: Rule,
  pack: TestedPack,
  report: Report,
): TestLog | undefined {
  const found = kinds.filter((kind) => text[kind] !== undefined);
  const [, second] = found;
  if (found.length !== 1) {
    report.tell('case-log', second === undefined ? spanAt(node, 'name') : keySpanAt(node, second), { found });
    return undefined;
  }
  const mapping = readMapping(text, node, rule, pack, report);
  if (mapping === 'wrong') return undefined;
  const mapped = mapping === undefined ? {} : { mapping };
  const { fixture, events, traffic } = text;
  if (fixture !== undefined) {
    const paths = readFixtures(fixture, node, pack.folder, report);
    return paths === undefined ? undefined : { kind: 'fixture', paths, ...mapped };
  }
  if (events !== undefined) {
    const lines = readEvents(
      nodeAt(node, 'events') ?? node,
      mapping === undefined ? logSource(rule) : undefined,
      report,
    );
    return lines === undefined ? undefined : { kind: 'events', text: lines, ...mapped };
  }
  if (traffic === undefined) return undefined;
  if (mapping !== undefined) {
    report.tell('mapping-unused', keySpanAt(node, 'mapping'), {});
    return undefined;
  }
  const read = readTraffic(traffic, nodeAt(node, 'traffic') ?? node, logSource(rule), report);
  return read === undefined ? undefined : { kind: 'traffic', traffic: read };
}

function readMapping(
  { mapping: name }: CaseText,
  node: Node,
  rule: Rule,
  pack: TestedPack,
  report: Report,
): Mapping | undefined | 'wrong' {
  if (name === undefined) return undefined;
  const { mappings } = pack;
  const span = spanAt(node, 'mapping');
  if (!mappings.names.has(name)) {
    report.tell('unknown-mapping', span, { name, near: nearName(name, mappings.names) });
    return 'wrong';
  }
  const mapping = mappings.find(name);
  if (mapping === undefined) return 'wrong';
  if (mapping.source.name === logSource(rule).name) return mapping;
  report.tell('mapping-unfit', span, { name, source: mapping.source.name, wanted: logSource(rule).name });
  return 'wrong';
}

function readFixtures(
  fixture: string | readonly string[],
  node: Node,
  folder: string,
  report: Report,
): string[] | undefined {
  const written = typeof fixture === 'string' ? [fixture] : fixture;
  const paths = written.map((path, index) => {
    const span = typeof fixture === 'string' ? spanAt(node, 'fixture') : spanAt(node, 'fixture', index);
    const whole = resolve(folder, path);
    const problem = isInside(whole, folder) ? problemOf(whole) : 'outside';
    if (problem === undefined) return whole;
    const near = problem === 'missing' ? nearFile(whole, path) : undefined;
    report.tell('unknown-fixture', span, { path, near, problem });
    return undefined;
  });
  const there = paths.flatMap((path) => path ?? []);
  return there.length < paths.length ? undefined : there;
}

/** A test that reads other files than the project's own would pass on one machine only. */
function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function problemOf(path: string): 'missing' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'missing';
  return stats.isFile() ? undefined : 'folder';
}

/** The file in the same folder that was probably meant, written as the path is. */
function nearFile(whole: string, written: string): string | undefined {
  const folder = dirname(whole);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const near = nearName(basename(whole), readdirSync(folder));
  return near === undefined ? undefined : written.slice(0, written.length - basename(written).length) + near;
}

/**
 * Events as JSON Lines.
 * @param source Where they are in its own shape: a field that it does not have is a slip.
 */
function readEvents(list: Node, source: Source | undefined, report: Report): string | undefined {
  const events = list.kind === 'list' ? list.items : [];
  let isWhole = true;
  for (const event of events) {
    if (source === undefined || event.kind !== 'map') continue;
    for (const { key, keySpan } of event.entries.values())
      if (findField(key, keySpan, { source: source.name, fields: source.fields, report }) === undefined)
        isWhole = false;
  }
  return isWhole ? events.map((event) => `${writeJson(event)}\n`).join('') : undefined;
}

const jsonNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;

/** A YAML value as JSON; a number with the digits that stand in the file, since meaning hangs on them. */
function writeJson(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return typeof node.plain === 'number' && node.written !== undefined && jsonNumber.test(node.written)
        ? node.written
        : JSON.stringify(node.plain);
    case 'list':
      return `[${node.items.map(writeJson).join(',')}]`;
    case 'map':
      return `{${[...node.entries.values()].map(({ key, value }) => `${JSON.stringify(key)}:${writeJson(value)}`).join(',')}}`;
    case 'faulty':
      return 'null';
  }
}
