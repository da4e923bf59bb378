import type { Source } from '../../src/ir/source.js';
import type { SourceDoc } from '../oracle/documents.js';

/** A checked source as the oracle takes it, without what it defines. */
export function toDocument({ name, description, time, fields }: Source): SourceDoc {
  const described = [...fields].map(([field, { type }]) => [field, { type, description: field }]);
  return { source: name, description, time, fields: Object.fromEntries(described) };
}
