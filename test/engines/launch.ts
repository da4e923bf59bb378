import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Product } from '../../src/cluster/cluster.js';
import { type Build, elasticsearch, elasticsearch7, opensearch } from './build.js';

/** The engines that suites run on. Of Elasticsearch the last whose painless is published is version 7.10, which has no ES|QL. */
export type EngineName = Product | 'elasticsearch-7';

/** How a built engine is started. */
export interface Launch {
  readonly title: string;
  readonly build: Build;
  /** Whose HTTP it speaks: version 7.10 does not know the client of Elasticsearch, and is asked in plain HTTP like OpenSearch. */
  readonly client: Product;
  /** The variable that names an engine that is running already. */
  readonly url: string;
  readonly program: string;
  /** The file of its settings within `config`. */
  readonly config: string;
  readonly java: (home: string) => string;
  readonly settings: (run: string, port: number) => readonly string[];
  readonly jvm: readonly string[];
  readonly environment: (run: string, java: string) => { readonly [name: string]: string };
  /** Lines of its jvm.options that do not fit this machine. */
  readonly drop: RegExp;
}

const shared = (run: string, port: number) => [
  'cluster.name: rulewright',
  'network.host: 127.0.0.1',
  'discovery.type: single-node',
  `http.port: ${port}`,
  `path.data: ${run}/data`,
  `path.logs: ${run}/logs`,
  'cluster.routing.allocation.disk.threshold_enabled: false',
];

/** Suites send more search templates than the 75 in five minutes that a node compiles by default. */
const withTemplates = (run: string, port: number) => [
  ...shared(run, port),
  'script.context.template.max_compilations_rate: unlimited',
];

export const launches: { readonly [N in EngineName]: Launch } = {
  elasticsearch: {
    title: 'Elasticsearch',
    build: elasticsearch,
    client: 'elasticsearch',
    url: 'RULEWRIGHT_ELASTICSEARCH',
    program: 'bin/elasticsearch',
    config: 'elasticsearch.yml',
    java: () => process.env.ES_JAVA_HOME ?? javaHome(),
    settings: (run, port) => [
      ...shared(run, port),
      'xpack.security.enabled: false',
      'xpack.license.self_generated.type: basic',
    ],
    jvm: ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    environment: (run, java) => ({
      ES_JAVA_HOME: java,
      ES_PATH_CONF: `${run}/config`,
      ES_TMPDIR: `${run}/tmp`,
      CLI_JAVA_OPTS: '-XX:TieredStopAtLevel=1',
    }),
    drop: /UseG1GC/,
  },
  'elasticsearch-7': {
    title: 'Elasticsearch',
    build: elasticsearch7,
    client: 'opensearch',
    url: 'RULEWRIGHT_ELASTICSEARCH_7',
    program: 'bin/elasticsearch',
    config: 'elasticsearch.yml',
    java: () => process.env.ES_JAVA_HOME ?? javaHome(),
    settings: withTemplates,
    jvm: ['-XX:TieredStopAtLevel=1'],
    environment: (run, java) => ({
      JAVA_HOME: java,
      ES_PATH_CONF: `${run}/config`,
      ES_TMPDIR: `${run}/tmp`,
    }),
    drop: /Xlog:gc|ErrorFile|HeapDumpPath/,
  },
  opensearch: {
    title: 'OpenSearch',
    build: opensearch,
    client: 'opensearch',
    url: 'RULEWRIGHT_OPENSEARCH',
    program: 'bin/opensearch',
    config: 'opensearch.yml',
    java: (home) => join(home, 'jdk-21'),
    settings: withTemplates,
    jvm: ['-XX:TieredStopAtLevel=1'],
    environment: (run, java) => ({
      OPENSEARCH_JAVA_HOME: java,
      OPENSEARCH_PATH_CONF: `${run}/config`,
      OPENSEARCH_TMPDIR: `${run}/tmp`,
    }),
    drop: /Xlog:gc|ErrorFile|HeapDumpPath|incubator\.vector/,
  },
};

function javaHome(): string {
  const java = spawnSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).stdout.trim();
  return dirname(dirname(realpathSync(java)));
}
