import { memberOf } from '../../src/cluster/cluster.js';
import type { Rule } from '../../src/ir/rule.js';
import type { ElasticTarget } from '../../src/ir/target.js';
import type { Engine } from '../engines/engine.js';
import { writeTime } from '../oracle/time.js';
import type { Form, RunFile } from './dialect.js';
import type { Row } from './row.js';
import { bodyOf } from './warnings.js';

/** Runs a hunt's body or what a monitor asks, page after page, as the head of targets/opensearch-native says. */
export const runDsl: RunFile = async (engine, rule, target, text, form) => {
  const { path, body, trigger } = openFile(text, form);
  const ask = (page: unknown) => search(engine, `/${target.index}/${path}`, page);
  if (trigger === undefined) return readPages(rule, target, body, ask);
  const first = await ask(body);
  const rows = await readPages(rule, target, body, (page) =>
    page === body ? Promise.resolve(first) : ask(page),
  );
  const alerts = await runTrigger(engine, trigger, first);
  if (rows !== undefined && alerts !== rows.length > 0)
    throw new Error(`the trigger says ${alerts} of ${rows.length} findings`);
  return rows;
};

/** The findings of an answer and of the pages after it. */
async function readPages(
  rule: Rule,
  target: ElasticTarget,
  body: unknown,
  ask: (page: unknown) => Promise<unknown>,
): Promise<readonly Row[] | undefined> {
  if (rule.kind === 'match') return readHits(rule, target, await ask(body));
  const rows: Row[] = [];
  for (let after: unknown; ; ) {
    const answer = await ask(after === undefined ? body : turnPage(body, after));
    const groups = memberOf(memberOf(answer, 'aggregations'), 'groups');
    if (groups === undefined) return readWindows([], memberOf(answer, 'aggregations'));
    for (const bucket of listOf(memberOf(groups, 'buckets'))) {
      const key = memberOf(bucket, 'key');
      rows.push(
        ...readWindows(
          rule.by.map(({ name }) => scalar(memberOf(key, name))),
          bucket,
        ),
      );
    }
    after = memberOf(groups, 'after_key');
    if (after === undefined) return rows;
  }
}

/** What is sent, where to below the index, and what a monitor then makes of the answer. */
function openFile(
  text: string,
  form: Form,
): { readonly path: string; readonly body: unknown; readonly trigger?: unknown } {
  const file: unknown = JSON.parse(text);
  switch (form.kind) {
    case 'as it is':
      return { path: '_search', body: file };
    case 'between': {
      const params = { from: writeTime(form.from), to: writeTime(form.to) };
      return { path: '_search/template', body: { source: memberOf(file, 'source'), params } };
    }
    case 'scheduled': {
      // A monitor fills in the end of its period before it searches.
      const [input] = listOf(memberOf(file, 'inputs'));
      const query = JSON.stringify(memberOf(memberOf(input, 'search'), 'query'));
      const filled = query.replaceAll('{{period_end}}', String(form.now));
      if (filled === query) throw new Error('the monitor does not ask for the time');
      const [trigger] = listOf(memberOf(file, 'triggers'));
      const condition = memberOf(memberOf(trigger, 'query_level_trigger'), 'condition');
      return { path: '_search', body: JSON.parse(filled), trigger: memberOf(condition, 'script') };
    }
  }
}

/**
 * Whether a monitor would alert. Its plugin is not published where the node comes from, so that the trigger's script is run by itself, with the
 * one part of its context that it reads.
 */
async function runTrigger({ cluster }: Engine, trigger: unknown, result: unknown): Promise<boolean> {
  const script = {
    source: `def ctx = params.ctx; ${String(memberOf(trigger, 'source'))}`,
    params: { ctx: { results: [result] } },
  };
  const answer = bodyOf(await cluster.request('POST', '/_scripts/painless/_execute', { script }));
  return memberOf(answer, 'result') === 'true';
}

/** The body with the place after which its next page begins. */
function turnPage(body: unknown, after: unknown): unknown {
  const copy = structuredClone(body);
  const search = memberOf(copy, 'source') ?? copy;
  const composite = memberOf(memberOf(memberOf(search, 'aggs'), 'groups'), 'composite');
  if (typeof composite !== 'object' || composite === null)
    throw new Error('there is nothing to turn a page of');
  Object.assign(composite, { after });
  return copy;
}

async function search({ cluster }: Engine, path: string, body: unknown): Promise<unknown> {
  if (typeof body !== 'object' || body === null) throw new Error('the file holds no search');
  const answer = bodyOf(await cluster.request('POST', path, body));
  const shards = memberOf(answer, '_shards');
  if (memberOf(answer, 'timed_out') !== false || memberOf(shards, 'failed') !== 0)
    throw new Error(`the answer is partial: ${JSON.stringify(memberOf(shards, 'failures'))}`);
  return answer;
}

/** The findings of one group. */
function readWindows(group: Row['group'], bucket: unknown): Row[] {
  return listOf(memberOf(memberOf(bucket, 'windows'), 'value')).map((window) => {
    const { window_end: end, ...values } = Object.fromEntries(Object.entries(window ?? {}));
    return {
      group,
      at: Date.parse(String(end)),
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(value)])),
    };
  });
}

function readHits(rule: Rule, { time }: ElasticTarget, answer: unknown): readonly Row[] | undefined {
  const hits = listOf(memberOf(memberOf(answer, 'hits'), 'hits'));
  const total = memberOf(memberOf(memberOf(answer, 'hits'), 'total'), 'value');
  if (total !== hits.length) return undefined;
  return hits.map((hit) => {
    const read = (name: string) => scalar(listOf(memberOf(memberOf(hit, 'fields'), name))[0]);
    const instant = (name: string) => Date.parse(String(read(name)));
    const group = rule.by.map(({ name, type }) => {
      const isTime = name === rule.source.time.field;
      return type === 'timestamp' ? instant(isTime ? time : name) : read(name);
    });
    return { group, at: instant(time), line: Number(memberOf(hit, '_id')), values: {} };
  });
}

function scalar(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`a group of ${JSON.stringify(value)}`);
}

function number(value: unknown): number | null {
  if (value === null || typeof value === 'number') return value;
  throw new Error(`a value that is no number: ${JSON.stringify(value)}`);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`the answer has no list: ${JSON.stringify(value)}`);
  return value;
}
