/** How an index holds one field, as its mapping says. */
export interface IndexField {
  readonly type: string;
  /** Values of more characters are not indexed. */
  readonly ignoreAbove?: number;
  readonly hasNormalizer: boolean;
  readonly hasDocValues: boolean;
  /** Whether a value that does not fit loses the field alone, and not the whole document. */
  readonly ignoresMalformed: boolean;
  readonly hasNullValue: boolean;
  /** Whether a script computes it when it is read. */
  readonly isRuntime: boolean;
}

/** One index: its fields by dotted name, and the settings that decide what a query sees. */
export interface IndexMapping {
  readonly name: string;
  readonly fields: ReadonlyMap<string, IndexField>;
  readonly keepsSource: boolean;
  /** As it is set: `30s`, `-1`; undefined where the default of a second holds. */
  readonly refreshInterval?: string;
  readonly isFrozen: boolean;
}

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectAt = (value: unknown, key: string): Json => {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
};

/**
 * Reads what `GET /INDEX` or `GET /INDEX/_mapping` answers: an object of indices by name. Without settings the defaults are taken.
 * @returns the indices by name, or undefined where the value is no such answer
 */
export function readIndices(answer: unknown): readonly IndexMapping[] | undefined {
  if (!isObject(answer)) return undefined;
  const entries = Object.entries(answer);
  if (entries.some(([, index]) => !isObject(index) || !isObject(index.mappings))) return undefined;
  return entries.map(([name, index]) => readIndex(name, index)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readIndex(name: string, index: unknown): IndexMapping {
  const mappings = objectAt(index, 'mappings');
  const settings = flatten(objectAt(index, 'settings'));
  const setting = (key: string) => settings.get(`index.${key}`) ?? settings.get(key);
  const ignoresMalformed = String(setting('mapping.ignore_malformed')) === 'true';
  const fields = new Map<string, IndexField>();
  const aliases = new Map<string, string>();
  visit(objectAt(mappings, 'properties'), '', (path, field) => {
    if (field.type === 'alias') aliases.set(path, String(field.path));
    else fields.set(path, readField(field, false, ignoresMalformed));
  });
  for (const [path, field] of Object.entries(objectAt(mappings, 'runtime')))
    if (isObject(field)) fields.set(path, readField(field, true, ignoresMalformed));
  for (const [alias, path] of aliases) {
    const field = fields.get(path);
    if (field !== undefined) fields.set(alias, field);
  }
  const refresh = setting('refresh_interval');
  return {
    name,
    fields,
    keepsSource:
      objectAt(mappings, '_source').enabled !== false && setting('mapping.source.mode') !== 'disabled',
    ...(refresh === undefined ? {} : { refreshInterval: String(refresh) }),
    isFrozen: setting('routing.allocation.include._tier_preference') === 'data_frozen',
  };
}

function readField(field: Json, isRuntime: boolean, ignoresMalformed: boolean): IndexField {
  return {
    type: typeof field.type === 'string' ? field.type : 'object',
    ...(typeof field.ignore_above === 'number' ? { ignoreAbove: field.ignore_above } : {}),
    hasNormalizer: field.normalizer !== undefined,
    hasDocValues: field.doc_values !== false,
    ignoresMalformed:
      field.ignore_malformed === undefined ? ignoresMalformed : String(field.ignore_malformed) === 'true',
    hasNullValue: field.null_value !== undefined && field.null_value !== null,
    isRuntime,
  };
}

/** Tells each field of a mapping, subfields and fields of objects included, under its dotted name. */
function visit(properties: Json, prefix: string, tell: (path: string, field: Json) => void): void {
  for (const [key, field] of Object.entries(properties)) {
    if (!isObject(field)) continue;
    const path = `${prefix}${key}`;
    if (field.type !== undefined && field.type !== 'passthrough') tell(path, field);
    else if (!isObject(field.properties)) tell(path, { ...field, type: 'object' });
    visit(objectAt(field, 'properties'), `${path}.`, tell);
    visit(objectAt(field, 'fields'), `${path}.`, tell);
  }
}

/** Settings by dotted key, however they are nested. */
function flatten(settings: Json, prefix = ''): Map<string, unknown> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]) =>
      isObject(value) ? [...flatten(value, `${prefix}${key}.`)] : [[`${prefix}${key}`, value] as const],
    ),
  );
}
