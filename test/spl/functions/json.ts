import { followPath, readJson, writeJson } from '../json.js';
import { fromValues, isNumber, unsure, type Value } from '../value.js';
import { type EvalFunctions, eager, textual } from './definition.js';

/**
 * What a path in JSON text holds, as text; an object or array as compact JSON in the order of its members, as the manual's examples of
 * json_extract() print it.
 */
export function extractPath(text: string, path: string): Value {
  const { value, complete } = readOnce(text);
  if (value === undefined || !complete) return unsure('what a path in text that is not JSON yields');
  const reached = followPath(value, path);
  return fromValues(reached.map((node) => ('text' in node ? node.text : writeJson(node))));
}

/** What was read last: a search asks one event for many paths, one after another. */
let latest: { readonly text: string; readonly read: ReturnType<typeof readJson> } | undefined;

function readOnce(text: string): ReturnType<typeof readJson> {
  if (latest?.text !== text) latest = { text, read: readJson(text) };
  return latest.read;
}

function wholeNumber(value: Value): string | undefined {
  return value !== null && isNumber(value) && Number.isSafeInteger(value.value)
    ? String(value.value)
    : undefined;
}

/** JSON functions, as far as they are used with one path to plain values. */
export const jsonFunctions: EvalFunctions = {
  json_extract: textual(2, 2, 'json_extract', (text, path = '') => {
    const { value } = readOnce(text);
    const reached = value === undefined ? [] : followPath(value, path);
    if (reached.some((node) => node.kind === 'word' && node.text === 'null'))
      return unsure('what json_extract() makes of null');
    return extractPath(text, path);
  }),
  /** Keys and values in turn: texts, and whole numbers as themselves. */
  json_object: eager(0, Infinity, (values) => {
    const members: string[] = [];
    for (let at = 0; at < values.length; at += 2) {
      const [key, value] = [values[at], values[at + 1]];
      if (typeof key !== 'string' || value === undefined) return unsure('json_object() of other than pairs');
      const written = typeof value === 'string' ? JSON.stringify(value) : wholeNumber(value);
      if (written === undefined) return unsure(`what json_object() makes of the member ${key}`);
      members.push(`${JSON.stringify(key)}:${written}`);
    }
    return `{${members.join(',')}}`;
  }),
  spath: textual(2, 2, 'spath', (text, path = '') => extractPath(text, path)),
  json_valid: textual(1, 1, 'json_valid', (text) => {
    const { value, complete } = readJson(text);
    if (value !== undefined && (value.kind === 'object' || value.kind === 'array') && complete) return true;
    return unsure('what json_valid() says of text that is no JSON object or array');
  }),
};
