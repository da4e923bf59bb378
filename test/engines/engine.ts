import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Cluster, memberOf, openCluster } from '../../src/cluster/cluster.js';
import { build, prepareRun } from './build.js';
import { type EngineName, type Launch, launches } from './launch.js';
import { missingTools, ToolError } from './tool.js';

/** A real engine that answers on the loopback address. */
export interface Engine {
  /** With its version, as evidence names it: `Elasticsearch 8.19.21`. */
  readonly title: string;
  readonly cluster: Cluster;
  readonly stop: () => Promise<void>;
  /** Ends what is left of it and starts it again on its data; undefined of an engine that ran already. */
  readonly restart?: () => Promise<Engine>;
  /** The process that leads its group; undefined likewise. */
  readonly pid?: number;
}

/** Why there is none: it is then skipped, or a failure where engines are required. */
export interface NoEngine {
  readonly reason: string;
}

const heap = process.env.RULEWRIGHT_ENGINE_HEAP ?? '2g';

/**
 * Starts an engine, building it first where this machine has none yet, or takes the one whose address the environment gives.
 * It ends with this process at the latest.
 */
export async function startEngine(name: EngineName): Promise<Engine | NoEngine> {
  const launch = launches[name];
  const given = process.env[launch.url];
  if (given !== undefined) {
    const cluster = await open(launch, given);
    return { ...(await greet(launch, cluster)), stop: cluster.close };
  }
  return startNode(name);
}

/** Starts a node of its own, whatever the environment gives. */
export async function startNode(name: EngineName): Promise<Engine | NoEngine> {
  const launch = launches[name];
  const missing = missingTools(launch.build.tools);
  if (missing.length > 0)
    return { reason: `${launch.title} is built with ${missing.join(', ')}, not found here` };
  try {
    const home = build(name, launch.build);
    const port = await freePort();
    return await launchNode({ launch, home, port, run: prepareNode(name, launch, home, port) });
  } catch (error) {
    if (error instanceof ToolError) return { reason: error.message };
    throw error;
  }
}

/** A node's settings, data and logs lie in `run`. */
interface Node {
  readonly launch: Launch;
  readonly home: string;
  readonly port: number;
  readonly run: string;
}

function prepareNode(name: EngineName, launch: Launch, home: string, port: number): string {
  const run = prepareRun(name, home, {
    'config/jvm.options.d/memory.options': [`-Xms${heap}`, `-Xmx${heap}`, ...launch.jvm, ''].join('\n'),
  });
  writeFileSync(join(run, 'config', launch.config), `${launch.settings(run, port).join('\n')}\n`);
  const options = join(run, 'config/jvm.options');
  const kept = readFileSync(options, 'utf8')
    .split('\n')
    .filter((line) => !launch.drop.test(line));
  writeFileSync(options, kept.join('\n'));
  return run;
}

async function launchNode(node: Node): Promise<Engine> {
  const { launch, home, port, run } = node;
  const { JAVA_HOME: _ignored, ...environment } = process.env;
  const child = spawn(join(home, launch.program), [], {
    env: { ...environment, ...launch.environment(run, launch.java(home)), HOME: run },
    stdio: 'ignore',
    detached: true,
    ...otherUser(run),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => killGroup(child);
  const remove = () => rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const leave = () => {
    kill();
    remove();
  };
  process.once('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  child.unref();
  const end = async () => {
    process.removeListener('exit', leave);
    child.ref();
    kill();
    await ended;
  };
  try {
    const cluster = await open(launch, `http://127.0.0.1:${port}`);
    await untilReady(cluster, child);
    return {
      ...(await greet(launch, cluster)),
      ...(child.pid === undefined ? {} : { pid: child.pid }),
      async stop() {
        await cluster.close();
        await end();
        remove();
      },
      async restart() {
        await cluster.close();
        await end();
        return launchNode(node);
      },
    };
  } catch (error) {
    await end();
    remove();
    throw error;
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function untilReady(cluster: Cluster, node: ChildProcess): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (node.exitCode !== null)
      throw new ToolError(`the engine ended at its start with code ${node.exitCode}`);
    try {
      // Not green: of an index that was made with a replica, one node never is.
      await cluster.request('GET', '/_cluster/health?wait_for_status=yellow&timeout=2s');
      return;
    } catch {
      // It does not listen yet, or is not ready.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new ToolError('the engine was not ready within three minutes');
}

function open({ client }: Launch, url: string): Promise<Cluster> {
  return openCluster({ product: client, url, credentials: { kind: 'none' }, timeout: 300_000 });
}

async function greet({ title }: Launch, cluster: Cluster): Promise<Pick<Engine, 'title' | 'cluster'>> {
  const { body } = await cluster.request('GET', '/');
  const version = memberOf(memberOf(body, 'version'), 'number');
  return { title: `${title} ${String(version)}`, cluster };
}

/** Engines refuse to run as root: root becomes nobody, who is given the run's folder. */
function otherUser(run: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const [uid, gid] = [id('-u'), id('-g')];
  spawnSync('chown', ['-R', `${uid}:${gid}`, run]);
  return { uid, gid };
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
