import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument as parseYaml,
  type YAMLError,
} from 'yaml';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';
import type { yamlProblems } from '../diagnostics/faults/file.js';
import type { SourceText, Span } from '../text/source-text.js';
import { findDepth } from './depth.js';
import type { Document, MapEntry, Node, Plain } from './node.js';

/** How deep maps and lists may nest. */
export const mostNesting = 64;
/** How many values a file may stand for, its aliases resolved. */
export const mostValues = 200_000;

/** In UTF-16 code units. */
const longestKey = 1024;

/** What came of reading a file: a document (perhaps with mistakes), or none, and then at least one error. */
export interface Reading {
  readonly document: Document | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What YAML 1.2 does not permit in a text: control characters other than tab, line feed and carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Bidirectional embeddings, overrides and isolates (Unicode UAX 9), with which a text can be shown in another order than it has. */
const direction = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * Parses a YAML 1.2 text (core schema, one document).
 * @returns A document where the text is YAML, with what is wrong in it all the same; none where its shape cannot be trusted.
 */
export function parseDocument(source: SourceText): Reading {
  const { text } = source;
  const bad = control.exec(text);
  if (bad !== null) {
    const span = { source, start: bad.index, end: bad.index + 1 };
    return none(diagnose('binary-file', span, { code: text.charCodeAt(bad.index) }));
  }
  const turned = direction.exec(text);
  if (turned !== null) {
    const span = { source, start: turned.index, end: turned.index + 1 };
    return none(diagnose('direction-control', span, { code: text.charCodeAt(turned.index) }));
  }
  const depth = findDepth(text);
  if (depth !== undefined) return none(tooDeep({ source, start: depth, end: depth + 1 }));
  let parsed: ReturnType<typeof parseYaml<ParsedNode, true>>;
  try {
    parsed = parseYaml<ParsedNode, true>(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      strict: true,
      uniqueKeys: false,
      stringKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (problem) {
    // The parser recurses: a text that nests too deep for the stack is beyond any limit of ours.
    if (problem instanceof RangeError) return none(tooDeep({ source, start: 0, end: 0 }));
    throw problem;
  }
  const diagnostics: Diagnostic[] = [];
  for (const error of parsed.errors) {
    const told = tellError(error, source, parsed.contents);
    diagnostics.push(told.diagnostic);
    // What follows a broken text is read in another shape than was meant: one mistake, one message.
    if (!told.recoverable) return { document: undefined, diagnostics };
  }
  for (const { code, pos } of parsed.warnings) {
    if (code === 'TAG_RESOLVE_FAILED') diagnostics.push(tellTag(source, pos));
  }
  if (parsed.contents === null || isNothing(parsed.contents)) {
    if (diagnostics.length > 0) return { document: undefined, diagnostics };
    return none(diagnose('empty-document', { source, start: 0, end: 0 }, {}));
  }
  const root = buildTree(parsed.contents, source, diagnostics);
  return { document: { root, span: { source, start: 0, end: text.length } }, diagnostics };
}

function none(diagnostic: Diagnostic): Reading {
  return { document: undefined, diagnostics: [diagnostic] };
}

function tooDeep(span: Span): Diagnostic {
  return diagnose('nesting-too-deep', span, { limit: mostNesting });
}

function isNothing(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && (node.source === undefined || node.source === '');
}

type YamlProblem = keyof typeof yamlProblems;

/** The parser's codes in our words. A code that is handled apart, or that cannot come up, is `not yaml`. */
const problems: Record<YAMLError['code'], YamlProblem> = {
  ALIAS_PROPS: 'properties',
  BAD_ALIAS: 'not yaml',
  BAD_COLLECTION_TYPE: 'properties',
  BAD_DIRECTIVE: 'directive',
  BAD_DQ_ESCAPE: 'bad escape',
  BAD_INDENT: 'indentation',
  BAD_PROP_ORDER: 'properties',
  BAD_SCALAR_START: 'reserved character',
  BLOCK_AS_IMPLICIT_KEY: 'nested map',
  BLOCK_IN_FLOW: 'stray text',
  DUPLICATE_KEY: 'not yaml',
  IMPOSSIBLE: 'not yaml',
  KEY_OVER_1024_CHARS: 'long key',
  MISSING_CHAR: 'missing character',
  MULTILINE_IMPLICIT_KEY: 'long key',
  MULTIPLE_ANCHORS: 'properties',
  MULTIPLE_DOCS: 'not yaml',
  MULTIPLE_TAGS: 'properties',
  NON_STRING_KEY: 'not yaml',
  RESOURCE_EXHAUSTION: 'not yaml',
  TAB_AS_INDENT: 'indentation',
  TAG_RESOLVE_FAILED: 'properties',
  UNEXPECTED_TOKEN: 'stray text',
};

function tellError(
  error: YAMLError,
  source: SourceText,
  contents: ParsedNode | null,
): { diagnostic: Diagnostic; recoverable: boolean } {
  const [start, stop] = error.pos;
  const { length } = source.text;
  const span = { source, start: Math.min(start, length), end: Math.min(Math.max(stop, start + 1), length) };
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return {
        diagnostic: diagnose('several-documents', { source, start, end: start + 3 }, {}),
        recoverable: true,
      };
    case 'TAB_AS_INDENT':
      return { diagnostic: diagnose('tab-indentation', span, {}), recoverable: false };
    case 'BAD_ALIAS': {
      const text = wordAt(source.text, start);
      const word = { source, start, end: start + text.length };
      return { diagnostic: diagnose('alias-as-text', word, { text }), recoverable: true };
    }
    case 'TAG_RESOLVE_FAILED':
      return { diagnostic: tellTag(source, error.pos), recoverable: true };
    case 'RESOURCE_EXHAUSTION':
      return { diagnostic: tooDeep(span), recoverable: false };
    default: {
      const opening =
        error.code === 'MISSING_CHAR' || error.code === 'BAD_INDENT'
          ? findOpening(contents, source.text)
          : undefined;
      if (opening !== undefined) {
        const quote = { source, start: opening, end: opening + 1 };
        return {
          diagnostic: diagnose('yaml-syntax', quote, { problem: 'unclosed', inFlow: false }),
          recoverable: false,
        };
      }
      const inFlow = isInFlow(source.text, start);
      return {
        diagnostic: diagnose('yaml-syntax', span, { problem: problems[error.code], inFlow }),
        recoverable: false,
      };
    }
  }
}

function tellTag(source: SourceText, [start, end]: readonly [number, number]): Diagnostic {
  return diagnose('yaml-tag', { source, start, end }, { tag: source.text.slice(start, end) });
}

/**
 * Where the quote, bracket or brace stands that the text never closes. The parser tells of it where the text ends, which is no
 * help: the innermost last value that is still open there is the one.
 */
function findOpening(contents: ParsedNode | null, text: string): number | undefined {
  let opening: number | undefined;
  let node: unknown = contents;
  while (isParsedNode(node)) {
    const [start, end] = node.range;
    const closing = closings.get(text[start] ?? '');
    if (
      closing !== undefined &&
      text.slice(end).trim() === '' &&
      (end <= start + 1 || text[end - 1] !== closing)
    )
      opening = start;
    const last: unknown = isCollection(node) ? node.items.at(-1) : undefined;
    node = isPair(last) ? (last.value ?? last.key) : last;
  }
  return opening;
}

const closings: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['[', ']'],
  ['{', '}'],
]);

/** The text from an offset up to a space, a comma, a closing bracket or the end of the line. */
function wordAt(text: string, start: number): string {
  return /^[^\s,\]}]*/.exec(text.slice(start, start + 200))?.[0] ?? '';
}

/** Whether an offset lies inside brackets or braces that its own line opened: where a text must be put in quotes soonest. */
function isInFlow(text: string, offset: number): boolean {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && offset - at < 1000) at--;
  return /[{[]/.test(text.slice(at, offset));
}

/** Turns the parser's nodes into ours, in the order of the text, so that an alias finds its anchor only before itself. */
function buildTree(contents: ParsedNode, source: SourceText, diagnostics: Diagnostic[]): Node {
  const anchors = new Map<string, Node>();
  let values = 0;
  let full = false;

  function spanOf(node: ParsedNode): Span {
    return { source, start: node.range[0], end: Math.max(node.range[0], node.range[1]) };
  }

  function faulty(span: Span): Node {
    return { kind: 'faulty', span, plain: null, size: 1 };
  }

  function build(node: ParsedNode, depth: number): Node {
    const span = spanOf(node);
    if (depth > mostNesting) {
      diagnostics.push(tooDeep({ ...span, end: span.start + 1 }));
      return faulty(span);
    }
    const built = buildNode(node, span, depth);
    if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, built);
    return built;
  }

  function buildNode(node: ParsedNode, span: Span, depth: number): Node {
    if (isAlias(node)) {
      const anchored = anchors.get(node.source);
      if (anchored === undefined) {
        // Of an alias without a name, the parser has told already.
        if (!diagnostics.some((told) => told.code === 'alias-as-text' && told.span.start === span.start))
          diagnostics.push(diagnose('alias-as-text', span, { text: `*${node.source}` }));
        return faulty(span);
      }
      values += anchored.size;
      if (values <= mostValues) return anchored;
      if (!full) diagnostics.push(diagnose('alias-limit', span, { limit: mostValues }));
      full = true;
      return faulty(span);
    }
    values++;
    if (isMap(node)) return buildMap(node.items, span, depth);
    if (isSeq(node)) return buildList(node.items, span, depth);
    return isScalar(node)
      ? buildScalar(node.value, node.type === 'PLAIN' ? node.source : undefined, span)
      : faulty(span);
  }

  function buildScalar(value: unknown, written: string | undefined, span: Span): Node {
    const plain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    if (typeof plain === 'number' && written !== undefined && /^[-+]?0\d/.test(written)) {
      diagnostics.push(diagnose('leading-zero', span, { text: written, value: plain }));
      return faulty(span);
    }
    if (typeof plain === 'string' && written !== undefined) tellComment(span);
    return { kind: 'scalar', span, plain, size: 1, ...(written === undefined ? {} : { written }) };
  }

  /** `bot #7` is the text `bot`. A comment that begins like a word was probably meant as text. */
  function tellComment({ end }: Span): void {
    if (source.text[end] !== ' ' || source.text[end + 1] !== '#') return;
    const comment = /^#[\w/.-]+/.exec(source.text.slice(end + 1, end + 40))?.[0];
    if (comment === undefined) return;
    const span = { source, start: end + 1, end: end + 1 + comment.length };
    diagnostics.push(diagnose('comment-in-text', span, { comment }));
  }

  function buildList(parsed: readonly unknown[], span: Span, depth: number): Node {
    const items: Node[] = [];
    const plain: Plain[] = [];
    let size = 1;
    for (const item of parsed) {
      if (!isParsedNode(item)) continue;
      const built = build(item, depth + 1);
      items.push(built);
      plain.push(built.plain);
      size += built.size;
    }
    return { kind: 'list', span, plain, size, items };
  }

  function buildMap(parsed: readonly unknown[], span: Span, depth: number): Node {
    const entries = new Map<string, MapEntry>();
    const plain: Record<string, Plain> = Object.create(null);
    let size = 1;
    for (const pair of parsed) {
      if (!isPair(pair) || !isParsedNode(pair.key)) continue;
      const keySpan = spanOf(pair.key);
      if (!isScalar(pair.key) || typeof pair.key.value !== 'string') {
        const text = source.text.slice(keySpan.start, keySpan.end);
        if (isAlias(pair.key)) diagnostics.push(diagnose('alias-as-text', keySpan, { text }));
        else {
          const isWord = isScalar(pair.key) && text !== '';
          diagnostics.push(diagnose('key-not-text', keySpan, { text: isWord ? text : undefined }));
        }
        continue;
      }
      const key = pair.key.value;
      // YAML's own bound where no `?` stands before the key. A longer one would stand in the path of every mistake below it.
      if (key.length > longestKey) {
        diagnostics.push(diagnose('yaml-syntax', keySpan, { problem: 'long key', inFlow: false }));
        continue;
      }
      if (entries.has(key)) diagnostics.push(diagnose('duplicate-key', keySpan, { key }));
      const value: Node = isParsedNode(pair.value)
        ? build(pair.value, depth + 1)
        : { kind: 'scalar', span: keySpan, plain: null, size: 1 };
      if (entries.has(key)) continue;
      entries.set(key, { key, keySpan, value });
      plain[key] = value.plain;
      size += value.size;
    }
    // Of a map whose every key was told as wrong, nothing more is said.
    if (entries.size === 0 && parsed.length > 0) return faulty(span);
    return { kind: 'map', span, plain, size, entries };
  }

  return build(contents, 0);
}

function isParsedNode(node: unknown): node is ParsedNode {
  return (isScalar(node) || isAlias(node) || isCollection(node)) && Array.isArray(node.range);
}
