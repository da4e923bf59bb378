import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { firstOf } from './most-told.js';
import type { Document } from './node.js';
import { type FileKind, type FileOf, fileShapes } from './schema/kinds.js';
import { tellShapeErrors } from './shape-errors.js';

/** What came of holding a document to its schema. */
export interface Validation<K extends FileKind> {
  /** There where the document has no error. */
  readonly value: FileOf[K] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  // A branch asks for keys that the map around it has.
  strictRequired: false,
  // A test holds them to the meta-schema; here it would take a third of a short command's time.
  validateSchema: false,
});
ajv.addKeyword('x-form');

const compiled = new Map<FileKind, ValidateFunction>();

function validatorOf(kind: FileKind): ValidateFunction {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  const made = ajv.compile(fileShapes[kind].schema);
  compiled.set(kind, made);
  return made;
}

/**
 * Holds a document to the JSON Schema of its kind.
 * @returns Every mistake of shape (as far as they are told), one diagnostic each, in the order of the file; values that were reported on reading are passed over.
 */
export function validate<K extends FileKind>(document: Document, kind: K): Validation<K> {
  const validator = validatorOf(kind);
  const isValid = (value: unknown): value is FileOf[K] => validator(value);
  const { plain } = document.root;
  if (isValid(plain)) return { value: plain, diagnostics: [] };
  const errors: ErrorObject[] = validator.errors ?? [];
  return { value: undefined, diagnostics: firstOf(tellShapeErrors(errors, document.root)) };
}
