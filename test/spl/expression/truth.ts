import { fail } from '../failure.js';
import { isUnsure, type Unsure, type Value } from '../value.js';

/** A Boolean, null or unsure; anything else where a condition is expected ends a real search with an error. */
export function truth(value: Value, where: string): boolean | null | Unsure {
  if (value === null || typeof value === 'boolean' || isUnsure(value)) return value;
  return fail('error', `${where} needs a Boolean`);
}
