import { flattenJson, followPath, readJson } from '../json.js';
import { fromValues, unsure, type Value } from '../value.js';
import { type EvalFunctions, textual } from './definition.js';

/** What a path in JSON text holds, as text; of objects and arrays their form as text is not documented closely. */
export function extractPath(text: string, path: string): Value {
  const { value, complete } = readJson(text);
  if (value === undefined || !complete) return unsure('what a path in text that is not JSON yields');
  const reached = followPath(value, path);
  if (reached.some(({ kind }) => kind === 'object' || kind === 'array'))
    return unsure(`how the object or array at ${path} is written`);
  return fromValues(
    reached.flatMap((node) => [...(flattenJson({ kind: 'object', entries: [['v', node]] }).get('v') ?? [])]),
  );
}

/** JSON functions, as far as they are used with one path to plain values. */
export const jsonFunctions: EvalFunctions = {
  json_extract: textual(2, 2, 'json_extract', (text, path = '') => {
    const { value } = readJson(text);
    const reached = value === undefined ? [] : followPath(value, path);
    if (reached.some((node) => node.kind === 'word' && node.text === 'null'))
      return unsure('what json_extract() makes of null');
    return extractPath(text, path);
  }),
  spath: textual(2, 2, 'spath', (text, path = '') => extractPath(text, path)),
  json_valid: textual(1, 1, 'json_valid', (text) => {
    const { value, complete } = readJson(text);
    if (value !== undefined && (value.kind === 'object' || value.kind === 'array') && complete) return true;
    return unsure('what json_valid() says of text that is no JSON object or array');
  }),
};
