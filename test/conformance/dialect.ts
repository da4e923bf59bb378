import type { Rule } from '../../src/ir/rule.js';
import type { FieldType } from '../../src/ir/source.js';
import type { DslProduct, ElasticTarget } from '../../src/ir/target.js';
import { dslTarget, elasticTarget } from '../backends/samples.js';
import type { Engine } from '../engines/engine.js';
import type { EngineName } from '../engines/launch.js';
import { runDsl } from './dsl.js';
import { runEsql } from './esql.js';
import { liveReach, type Reach } from './reference.js';
import type { Row } from './row.js';

/** How a compiled file is run: as it stands, between instants that are its parameters, or as if it were scheduled and the clock stood at an instant. */
export type Form =
  | { readonly kind: 'as it is' }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  | { readonly kind: 'scheduled'; readonly now: number };

/** Runs a compiled file over an index; undefined where the answer was cut at a limit that the file states. Throws where it is not whole. */
export type RunFile = (
  engine: Engine,
  rule: Rule,
  target: ElasticTarget,
  text: string,
  form: Form,
) => Promise<readonly Row[] | undefined>;

/** A query language on an engine that proves it. */
export interface Dialect {
  readonly title: string;
  readonly engine: EngineName;
  /** A target that speaks it, of the tests' source. */
  readonly target: ElasticTarget;
  readonly run: RunFile;
  /**
   * Types of which the engine's scripts cannot read a field once a document holds several values. OpenSearch 3.6 reads past the end of such an
   * address and answers with an error, never with less.
   */
  readonly single: readonly FieldType[];
  /** Undefined where nothing schedules its files, and the compiler refuses to write one. */
  readonly scheduled?: {
    /** How a scheduled file is run where nothing schedules it, in the words of its evidence. */
    readonly words: string;
    /** What a scheduled file looks at. */
    readonly reach: (rule: Rule, now: number, delay: number) => Reach;
  };
}

/** Date math has no steps of five minutes, so a monitor over single events looks at the fifteen before it, as they are. */
function monitorReach(rule: Rule, now: number, delay: number): Reach {
  const upTo = now - delay;
  return rule.kind === 'match' ? { after: upTo - 3 * 300_000, upTo } : liveReach(rule, now, delay);
}

const esql: Dialect = {
  title: 'ES|QL on Elasticsearch',
  engine: 'elasticsearch',
  target: elasticTarget,
  run: runEsql,
  single: [],
  scheduled: { words: 'the scheduled query, its clock set,', reach: liveReach },
};

const dsl: { readonly [P in DslProduct]: Dialect } = {
  opensearch: {
    title: 'Query DSL on OpenSearch',
    engine: 'opensearch',
    target: { ...dslTarget, product: 'opensearch' },
    run: runDsl,
    single: ['ip'],
    scheduled: {
      words: 'the monitor’s search and trigger, the end of its period filled in,',
      reach: monitorReach,
    },
  },
  elasticsearch: {
    title: 'Query DSL on Elasticsearch',
    engine: 'elasticsearch-7',
    target: { ...dslTarget, product: 'elasticsearch' },
    run: runDsl,
    single: [],
  },
};

/** Every dialect on every engine that speaks it; one without an engine does not compile. */
export const dialects: readonly Dialect[] = [esql, ...Object.values(dsl)];

/** The dialect of a target, on its engine. */
export function findDialect(target: ElasticTarget): Dialect {
  return target.dialect === 'esql' ? esql : dsl[target.product];
}
