import type { Rule } from '../../../ir/rule.js';
import { exact, type Lowering, refuse } from '../../lowering.js';
import { type Json, type JsonObject, writeJson } from './json.js';
import type { Scope } from './range.js';

/**
 * Refuses texts of a rule in a body that is filled in before it is sent, where the filling would take them for its own: mustache has no
 * escape for its braces, and both engines fill in every string of a body.
 */
export function refuseBraces(rule: Rule, { filledBy }: Scope, parts: Json): Lowering<undefined> {
  if (filledBy === 'nobody' || !writeJson(parts).includes('{{')) return exact(undefined);
  const [reason, hint] =
    filledBy === 'monitor'
      ? ['a monitor takes {{ in a text for a parameter of its own', 'say it without {{, or compile a hunt']
      : [
          'a search template takes {{ in a text for a parameter of its own',
          'compile it with --from and --to',
        ];
  return refuse({ code: 'braces-in-template', reason, hint, span: rule.span });
}

/** A body as a file: as it is, or for `_search/template`, whose parameters say where to look. */
export function writeRequest(body: JsonObject, { filledBy }: Scope): string {
  const request = filledBy === 'template' ? { source: body, params: { from: '', to: '' } } : body;
  return `${writeJson(request)}\n`;
}
