import { type Row, type Single, sureText, valuesOf } from '../value.js';

/** The group keys of a row: none where a BY field is null, one for each value of a multivalue BY field. */
export function groupsOf(row: Row, by: readonly string[], dedup = false): readonly (readonly Single[])[] {
  let keys: (readonly Single[])[] = [[]];
  for (const field of by) {
    const values = valuesOf(row.get(field) ?? null);
    const kept = dedup
      ? values.filter((one, at) => values.findIndex((other) => sureText(other) === sureText(one)) === at)
      : values;
    keys = keys.flatMap((key) => kept.map((value) => [...key, value]));
  }
  return keys;
}

/** A group key as one text. */
export const keyText = (key: readonly Single[]): string => JSON.stringify(key.map(sureText));
