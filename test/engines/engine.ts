import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Cluster, memberOf, openCluster, type Product } from '../../src/cluster/cluster.js';
import { type Build, build, elasticsearch, opensearch, prepareRun } from './build.js';
import { missingTools, ToolError } from './tool.js';

/** A real engine that answers on the loopback address. */
export interface Engine {
  readonly product: Product;
  /** With its version, as evidence names it: `Elasticsearch 8.19.21`. */
  readonly title: string;
  readonly cluster: Cluster;
  readonly stop: () => Promise<void>;
}

/** Why there is none: it is then skipped, or a failure where engines are required. */
export interface NoEngine {
  readonly reason: string;
}

/** Whether a skipped engine is a failure. */
export const enginesRequired = (process.env.CI ?? process.env.RULEWRIGHT_REQUIRE_ENGINES ?? '') !== '';

const heap = process.env.RULEWRIGHT_ENGINE_HEAP ?? '2g';

interface Launch {
  readonly title: string;
  readonly build: Build;
  /** The variable that names an engine that is running already. */
  readonly url: string;
  readonly program: string;
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

const launches: { readonly [P in Product]: Launch } = {
  elasticsearch: {
    title: 'Elasticsearch',
    build: elasticsearch,
    url: 'RULEWRIGHT_ELASTICSEARCH',
    program: 'bin/elasticsearch',
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
  opensearch: {
    title: 'OpenSearch',
    build: opensearch,
    url: 'RULEWRIGHT_OPENSEARCH',
    program: 'bin/opensearch',
    java: (home) => join(home, 'jdk-21'),
    // Suites send more search templates than the 75 in five minutes that a node compiles by default.
    settings: (run, port) => [
      ...shared(run, port),
      'script.context.template.max_compilations_rate: unlimited',
    ],
    jvm: ['-XX:TieredStopAtLevel=1'],
    environment: (run, java) => ({
      OPENSEARCH_JAVA_HOME: java,
      OPENSEARCH_PATH_CONF: `${run}/config`,
      OPENSEARCH_TMPDIR: `${run}/tmp`,
    }),
    drop: /Xlog:gc|ErrorFile|HeapDumpPath|incubator\.vector/,
  },
};

/**
 * Starts an engine, building it first where this machine has none yet, or takes the one whose address the environment gives.
 * It ends with this process at the latest.
 */
export async function startEngine(product: Product): Promise<Engine | NoEngine> {
  const launch = launches[product];
  const given = process.env[launch.url];
  if (given !== undefined) {
    const cluster = await open(product, given);
    return { ...(await greet(product, cluster)), stop: cluster.close };
  }
  const missing = missingTools(launch.build.tools);
  if (missing.length > 0)
    return { reason: `${launch.title} is built with ${missing.join(', ')}, not found here` };
  try {
    return await launchNode(product, launch, build(product, launch.build));
  } catch (error) {
    if (error instanceof ToolError) return { reason: error.message };
    throw error;
  }
}

async function launchNode(product: Product, launch: Launch, home: string): Promise<Engine> {
  const port = await freePort();
  const run = prepareRun(product, home, {
    'config/jvm.options.d/memory.options': [`-Xms${heap}`, `-Xmx${heap}`, ...launch.jvm, ''].join('\n'),
  });
  writeFileSync(join(run, `config/${product}.yml`), `${launch.settings(run, port).join('\n')}\n`);
  const options = join(run, 'config/jvm.options');
  const kept = readFileSync(options, 'utf8')
    .split('\n')
    .filter((line) => !launch.drop.test(line));
  writeFileSync(options, kept.join('\n'));
  const user = otherUser(run);
  const { JAVA_HOME: _ignored, ...environment } = process.env;
  const node = spawn(join(home, launch.program), [], {
    env: { ...environment, ...launch.environment(run, launch.java(home)), HOME: run },
    stdio: 'ignore',
    detached: true,
    ...user,
  });
  const stop = stopper(node, run);
  try {
    const cluster = await open(product, `http://127.0.0.1:${port}`);
    await untilGreen(cluster, node);
    return {
      ...(await greet(product, cluster)),
      async stop() {
        await cluster.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the whole group of processes, once, and with this process at the latest. */
function stopper(node: ChildProcess, run: string): () => Promise<void> {
  const ended = new Promise<void>((resolve) => node.once('exit', () => resolve()));
  const kill = () => {
    try {
      if (node.pid !== undefined) process.kill(-node.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  node.unref();
  return async () => {
    process.removeListener('exit', kill);
    node.ref();
    kill();
    await ended;
  };
}

async function untilGreen(cluster: Cluster, node: ChildProcess): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (node.exitCode !== null)
      throw new ToolError(`the engine ended at its start with code ${node.exitCode}`);
    try {
      await cluster.request('GET', '/_cluster/health?wait_for_status=green&timeout=2s');
      return;
    } catch {
      // It does not listen yet, or is not green.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new ToolError('the engine was not ready within three minutes');
}

function open(product: Product, url: string): Promise<Cluster> {
  return openCluster({ product, url, credentials: { kind: 'none' }, timeout: 300_000 });
}

async function greet(product: Product, cluster: Cluster): Promise<Omit<Engine, 'stop'>> {
  const { body } = await cluster.request('GET', '/');
  const version = memberOf(memberOf(body, 'version'), 'number');
  return { product, title: `${launches[product].title} ${String(version)}`, cluster };
}

/** Engines refuse to run as root: root becomes nobody, who is given the run's folder. */
function otherUser(run: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [id('-u'), id('-g')];
  spawnSync('chown', ['-R', `${uid}:${gid}`, run]);
  return { uid, gid };
}

function javaHome(): string {
  const java = spawnSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).stdout.trim();
  return dirname(dirname(realpathSync(java)));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

type Test = (name: string, run: () => Promise<void>) => void;

const started = new Map<Product, Promise<Engine | NoEngine>>();

/**
 * A test that needs an engine, which all tests of a run share. Where there is none it is skipped, and told why; where engines are required
 * it fails.
 */
export async function onEngine(
  test: Test & { readonly skip: Test },
  product: Product,
  name: string,
  run: (engine: Engine) => Promise<void>,
): Promise<void> {
  const starting = started.get(product) ?? startEngine(product);
  started.set(product, starting);
  const engine = await starting;
  if ('cluster' in engine) {
    test(`${name} (${engine.title})`, () => run(engine));
    return;
  }
  console.log(`skipped  ${name}: ${engine.reason}`);
  const fail = () => Promise.reject(new Error(`no engine: ${engine.reason}`));
  if (enginesRequired) test(name, fail);
  else test.skip(name, fail);
}
