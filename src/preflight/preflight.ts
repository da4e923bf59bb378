import { parseDuration } from '../text/duration.js';
import type { IndexField, IndexMapping } from './index-mapping.js';
import type { Remark } from './remark.js';
import { judgeType } from './types.js';
import type { Reading, Wanted } from './wanted.js';

/** What the indices of a pattern do to the fields that one rule's query reads, in the order of the fields, the worst first of each. */
export function judgeIndices(
  wanted: readonly Wanted[],
  indices: readonly IndexMapping[],
  delay: number,
): readonly Remark[] {
  return [
    ...indices.flatMap((index) => judgeIndex(index, delay)),
    ...wanted.flatMap((one) => judgeField(one, indices)),
  ];
}

function judgeField(wanted: Wanted, indices: readonly IndexMapping[]): readonly Remark[] {
  const { name, reading } = wanted;
  const held = indices.flatMap((index) => {
    const field = index.fields.get(name);
    return field === undefined ? [] : [{ index, field }];
  });
  const [first] = held;
  if (first === undefined) return [missing(wanted)];
  const types = [...new Set(held.map(({ field }) => field.type))].sort();
  if (types.length > 1)
    return [
      {
        code: 'types-differ',
        effect: 'refused',
        place: name,
        reason: `the indices hold it as ${types.join(' and ')}, which is an error of the query`,
        change: 'put one type into the index template, and reindex or leave out the older indices',
      },
    ];
  const verdict = judgeType(first.field.type, reading);
  const remarks: Remark[] = verdict === 'fits' ? [] : [{ ...verdict, place: name }];
  if (verdict !== 'fits' && verdict.effect === 'refused') return remarks;
  for (const trap of traps)
    if (held.some(({ field, index }) => trap.when(field, wanted, index)))
      remarks.push(trap.tell(wanted, held));
  if (held.length < indices.length) remarks.push(partlyMissing(wanted, indices));
  return remarks;
}

/** The type that fits each reading without a remark. */
const fittingType: { readonly [R in Reading]: string } = {
  keyword: 'keyword',
  text: 'keyword',
  presence: 'keyword',
  number: 'double',
  boolean: 'boolean',
  timestamp: 'date',
  ip: 'ip',
};

function missing({ name, reading }: Wanted): Remark {
  const mapping = JSON.stringify({ properties: { [name]: { type: fittingType[reading] } } });
  return {
    code: 'unknown-column',
    effect: 'refused',
    place: name,
    reason: 'no index maps it: "Unknown column", an error of the query and not a field without values',
    change: `PUT INDEX/_mapping ${mapping}, and the same in the index template`,
  };
}

function partlyMissing({ name }: Wanted, indices: readonly IndexMapping[]): Remark {
  const without = indices.filter(({ fields }) => !fields.has(name)).map((index) => index.name);
  return {
    code: 'missing-in-some',
    effect: 'note',
    place: name,
    reason: `${without.slice(0, 3).join(', ')}${without.length > 3 ? ` and ${without.length - 3} more` : ''} do not map it: there no document has a value`,
    change: 'nothing, where their documents have none; else put it into the index template and reindex them',
  };
}

interface Held {
  readonly index: IndexMapping;
  readonly field: IndexField;
}

/** What besides its type can change what a field says. */
interface Trap {
  readonly when: (field: IndexField, wanted: Wanted, index: IndexMapping) => boolean;
  readonly tell: (wanted: Wanted, held: readonly Held[]) => Remark;
}

/** Types whose values are indexed as sets, but are not in the document's source. */
const sets: readonly string[] = ['keyword', 'ip'];
const isText = (type: string) => type.endsWith('text');
/** Types that not every value fits. */
const choosy: readonly string[] = [
  ...['long', 'integer', 'short', 'byte', 'double', 'float', 'half_float', 'scaled_float'],
  ...['boolean', 'ip', 'date', 'date_nanos'],
];
/** A keyword of more bytes than this is rejected with its document, so that a limit of as many characters is none. */
const mostBytes = 32_766;

const traps: readonly Trap[] = [
  {
    when: ({ ignoreAbove }) => ignoreAbove !== undefined && ignoreAbove < mostBytes,
    tell: ({ name, isKey }, held) => ({
      code: 'ignore-above',
      effect: isKey ? 'under' : 'both',
      place: name,
      reason: `values of more than ${Math.min(...held.map(({ field }) => field.ignoreAbove ?? mostBytes))} characters are as good as absent${isKey ? ', and their events are in no group' : ', and not among the distinct ones'}`,
      change: 'take ignore_above out of the mapping, or hash long values before they are indexed',
    }),
  },
  {
    when: ({ hasNormalizer }) => hasNormalizer,
    tell: ({ name }) => ({
      code: 'normalizer',
      effect: 'both',
      place: name,
      reason:
        'its normalizer changes values when they are indexed: different ones become one, and a literal in the rule may match none',
      change: 'map it as keyword without a normalizer',
    }),
  },
  {
    when: ({ hasNullValue }) => hasNullValue,
    tell: ({ name }) => ({
      code: 'null-value',
      effect: 'both',
      place: name,
      reason: 'its null_value makes a value of a null, which a rule takes as absent',
      change: 'take null_value out of the mapping',
    }),
  },
  {
    when: ({ hasDocValues, type }, _, { keepsSource }) => !keepsSource && (!hasDocValues || isText(type)),
    tell: ({ name }) => ({
      code: 'nothing-to-read',
      effect: 'under',
      place: name,
      reason: 'it has no doc values and the index keeps no source: a query sees no value',
      change: 'keep the source, or map it with doc values',
    }),
  },
  {
    when: ({ hasDocValues, type }, { reading }, { keepsSource }) =>
      keepsSource && !hasDocValues && sets.includes(type) && reading !== 'text',
    tell: ({ name }) => ({
      code: 'no-doc-values',
      effect: 'under',
      place: name,
      reason:
        'without doc values it is read from the document’s source, where a value that comes twice is two, and so none',
      change: 'map it with doc values, the default',
    }),
  },
  {
    when: ({ ignoresMalformed, type, isRuntime }) => !ignoresMalformed && !isRuntime && choosy.includes(type),
    tell: ({ name }) => ({
      code: 'rejects-misfits',
      effect: 'under',
      place: name,
      reason:
        'a document whose value does not fit is rejected whole, where a rule takes only the field as absent',
      change: 'set index.mapping.ignore_malformed: true',
    }),
  },
  {
    when: ({ isRuntime }) => isRuntime,
    tell: ({ name }) => ({
      code: 'runtime-field',
      effect: 'note',
      place: name,
      reason:
        'a script computes it when it is read: what it yields is the script’s matter, and every query pays for it',
      change: 'nothing, where the script yields what the log means; else write the value when it is indexed',
    }),
  },
];

function judgeIndex({ name, refreshInterval, isFrozen }: IndexMapping, delay: number): readonly Remark[] {
  const remarks: Remark[] = [];
  const refresh =
    refreshInterval === undefined
      ? 1000
      : refreshInterval === '-1'
        ? Infinity
        : (parseDuration(refreshInterval) ?? 0);
  if (refresh >= delay)
    remarks.push({
      code: 'refresh-after-delay',
      effect: 'under',
      place: name,
      reason: `its refresh_interval is ${refreshInterval ?? '1s'}: a live query that stays behind by the target’s delay does not see every event`,
      change: 'refresh it more often, or make the delay of the target longer',
    });
  if (isFrozen)
    remarks.push({
      code: 'frozen-tier',
      effect: 'note',
      place: name,
      reason:
        'it lies in the frozen tier, which a setting of Kibana can leave out of a rule’s look-back without a word',
      change: 'see to it that the look-back is shorter than the age at which indices are frozen',
    });
  return remarks;
}
