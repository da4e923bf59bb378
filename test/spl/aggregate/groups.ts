import { type Row, type Single, sureText, valuesOf } from '../value.js';

/** The values of the BY fields, and the same as one text. */
export type GroupKey = { readonly values: readonly Single[]; readonly text: string };

/** The group keys of a row: none where a BY field is null, one for each value of a multivalue BY field. */
export function groupsOf(row: Row, by: readonly string[], dedup = false): readonly GroupKey[] {
  let keys: GroupKey[] = [{ values: [], text: '' }];
  for (const field of by) {
    const parts = valuesOf(row.get(field) ?? null).map((value) => ({
      value,
      text: `${JSON.stringify(sureText(value))},`,
    }));
    const kept = dedup ? [...new Map(parts.map((part) => [part.text, part])).values()] : parts;
    keys = keys.flatMap((key) =>
      kept.map(({ value, text }) => ({ values: [...key.values, value], text: key.text + text })),
    );
  }
  return keys;
}
