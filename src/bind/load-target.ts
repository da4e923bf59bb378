import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Pack } from '../check/load-pack.js';
import { type LoadedMapping, loadMapping } from '../check/mapping.js';
import { type Diagnostic, diagnose, hasErrors, sortDiagnostics } from '../diagnostics/diagnostic.js';
import type { MapNode } from '../document/node.js';
import { readDocument } from '../document/read.js';
import type { TargetFile } from '../document/schema/target.js';
import { validate } from '../document/validate.js';
import type { Acceptance, BackendName, Target } from '../ir/target.js';
import { parseDuration } from '../text/duration.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import { readExceptions } from './exceptions.js';

/** A target, there where nothing is wrong with it or with its mapping, and what is wrong. */
export interface TargetLoading {
  readonly target: Target | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The file of a target: `where` itself if it is the path of a YAML file, else that of the target so named. */
export function targetPath(where: string, targetsFolder = 'targets'): string {
  return /\.ya?ml$/.test(where) ? where : join(targetsFolder, where, 'target.yaml');
}

/** The names of the targets in a folder, sorted; none where there is no such folder. */
export function listTargets(targetsFolder = 'targets'): readonly string[] {
  return namesIn(targetsFolder, (name) => existsSync(join(targetsFolder, name, 'target.yaml')) && name);
}

/**
 * Reads a target and the mapping that it names, which lies in `mappings` beside the target's own folder.
 * @param where a target's name, or the path of its file
 * @param pack the rules, of which it may speak, and their sources
 * @param now milliseconds UTC: exceptions that have expired are warned of
 */
export function loadTarget(
  where: string,
  pack: Pack,
  targetsFolder = 'targets',
  now = Date.now(),
): TargetLoading {
  const path = targetPath(where, targetsFolder);
  const { document, diagnostics: unread } = readDocument(path);
  if (document === undefined) return { target: undefined, diagnostics: unread };
  const { value, diagnostics: misshapen } = validate(document, 'target');
  const diagnostics = [...unread, ...misshapen];
  const { root } = document;
  if (value === undefined || root.kind !== 'map') return { target: undefined, diagnostics };

  const folder = basename(dirname(resolve(path)));
  if (basename(path) === 'target.yaml' && value.target !== folder)
    diagnostics.push(
      diagnose('name-not-file', valueSpan(root, 'target'), { name: value.target, file: folder }),
    );
  const acceptances = readAcceptances(value, root);
  diagnostics.push(...checkKeys(value, root), ...acceptances.diagnostics);
  const mapping = readMapping(value, root, join(dirname(dirname(path)), 'mappings'), pack.sources);
  const { exceptions, diagnostics: inExceptions } = readExceptions(root, pack, now);
  diagnostics.push(...mapping.diagnostics, ...inExceptions);
  const times = [readDuration(root, 'delay', value.delay), readDuration(root, 'summary', value.summary?.lag)];
  diagnostics.push(...times.flatMap(({ diagnostic }) => diagnostic ?? []));
  const [delay, lag] = times.map(({ time }) => time);
  const sorted = sortDiagnostics(diagnostics);
  if (hasErrors(sorted) || delay === undefined || lag === undefined)
    return { target: undefined, diagnostics: sorted };
  const head = {
    name: value.target,
    description: value.description,
    ...(mapping.mapping === undefined ? {} : { mapping: mapping.mapping }),
    delay,
    leastStatus: value.least_status ?? 'experimental',
    accept: acceptances.accept,
    exceptions,
    span: root.span,
  };
  return { target: settle(value, head, lag), diagnostics: sorted };
}

/** The time field that Elasticsearch's own shippers and data streams use. */
const usualTime = '@timestamp';

function settle(
  file: TargetFile,
  head: Pick<
    Target,
    'name' | 'description' | 'mapping' | 'delay' | 'leastStatus' | 'accept' | 'exceptions' | 'span'
  >,
  lag: number,
): Target {
  const index = file.index ?? '';
  switch (file.backend) {
    case 'elastic': {
      const own = { ...head, backend: 'elastic', index, time: file.time ?? usualTime } as const;
      return file.dialect === 'dsl'
        ? { ...own, dialect: 'dsl', product: file.product ?? 'opensearch' }
        : { ...own, dialect: 'esql' };
    }
    case 'splunk': {
      const { sourcetype, reading = 'fields', summary, data_model: dataModel } = file;
      return {
        ...head,
        backend: 'splunk',
        index,
        reading,
        ...(sourcetype === undefined ? {} : { sourcetype }),
        ...(summary === undefined ? {} : { summary: { index: summary.index, lag } }),
        ...(dataModel === undefined ? {} : { dataModel: { ...dataModel } }),
      };
    }
    case 'sigma':
      return { ...head, backend: 'sigma', logsource: file.logsource ?? {} };
  }
}

const everywhere = [
  'target',
  'description',
  'backend',
  'mapping',
  'least_status',
  'exceptions',
  'accept',
] as const;

/** Which keys each backend takes beside those of every target, and which of them it must have. */
const settings: {
  readonly [B in BackendName]: {
    readonly needs: readonly (keyof TargetFile)[];
    readonly takes: readonly (keyof TargetFile)[];
  };
} = {
  elastic: {
    needs: ['index', 'delay'],
    takes: ['dialect', 'product', 'version', 'licence', 'time', 'precision'],
  },
  splunk: {
    needs: ['index', 'delay'],
    takes: ['version', 'sourcetype', 'reading', 'summary', 'data_model', 'precision'],
  },
  sigma: { needs: ['logsource'], takes: ['version'] },
};

/** A duration in milliseconds, 0 where there is none; undefined, with what is wrong, where it is not one. */
function readDuration(
  root: MapNode,
  key: string,
  text: string | undefined,
): { readonly time: number | undefined; readonly diagnostic?: Diagnostic } {
  if (text === undefined) return { time: 0 };
  const time = parseDuration(text);
  if (time !== undefined) return { time };
  return {
    time,
    diagnostic: diagnose('illegal-form', valueSpan(root, key), { expected: 'duration', value: text }),
  };
}

/** A key that the backend does not read is an error, since its author believes in it. */
function checkKeys(file: TargetFile, root: MapNode): readonly Diagnostic[] {
  const { needs, takes } = settings[file.backend];
  const known: readonly string[] = [...everywhere, ...needs, ...takes];
  const diagnostics: Diagnostic[] = [];
  for (const [key, { keySpan }] of root.entries)
    if (!known.includes(key))
      diagnostics.push(diagnose('unknown-key', keySpan, { key, near: undefined, known }));
  const missing = needs.filter((key) => file[key] === undefined);
  const place = root.entries.get('backend')?.value.span ?? root.span;
  if (missing.length > 0) diagnostics.push(diagnose('missing-key', place, { keys: missing }));
  if (file.product === 'opensearch' && file.dialect !== 'dsl')
    diagnostics.push(
      diagnose('illegal-value', valueSpan(root, 'product'), {
        value: file.product,
        allowed: ['elasticsearch'],
        near: undefined,
      }),
    );
  return diagnostics;
}

function readMapping(
  file: TargetFile,
  root: MapNode,
  folder: string,
  sources: Pack['sources'],
): LoadedMapping {
  const { mapping: name } = file;
  if (name === undefined) return { mapping: undefined, diagnostics: [] };
  const known = namesIn(folder, (entry) => entry.endsWith('.yaml') && basename(entry, '.yaml'));
  if (known.includes(name)) return loadMapping(join(folder, `${name}.yaml`), sources);
  const near = nearName(name, known);
  const parameters = { value: name, allowed: known, near };
  return {
    mapping: undefined,
    diagnostics: [diagnose('illegal-value', valueSpan(root, 'mapping'), parameters)],
  };
}

function readAcceptances(
  file: TargetFile,
  root: MapNode,
): { readonly accept: readonly Acceptance[]; readonly diagnostics: readonly Diagnostic[] } {
  const list = root.entries.get('accept')?.value;
  const diagnostics: Diagnostic[] = [];
  const accept = (file.accept ?? []).map((one, i) => {
    const node = list?.kind === 'list' ? list.items[i] : undefined;
    const span = node?.span ?? root.span;
    if (!isDay(one.expires)) {
      const place = node?.kind === 'map' ? valueSpan(node, 'expires') : span;
      diagnostics.push(diagnose('illegal-form', place, { expected: 'date', value: one.expires }));
    }
    return { ...one, span };
  });
  return { accept, diagnostics };
}

/** Whether the calendar has the day: the schema knows only the form. */
function isDay(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}

function valueSpan(node: MapNode, key: string): Span {
  return node.entries.get(key)?.value.span ?? node.span;
}

function namesIn(folder: string, nameOf: (entry: string) => string | false): readonly string[] {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => nameOf(entry) || []).sort();
}
