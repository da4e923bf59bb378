import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import type { Mapping } from '../../src/ir/mapping.js';
import { readLogs } from '../../src/log/read-logs.js';
import { layOutSlots, type Row, textAt } from '../../src/log/row.js';

const test = suite('mappings of real logs, on samples in their documented shape');

const root = fileURLToPath(new URL('../../..', import.meta.url));
const mappings = join(root, 'targets/mappings');
const samples = join(root, 'fixtures/samples');
const { sources } = loadPack(join(root, 'rules')).pack;

type Event = Readonly<Record<string, string | number | boolean>>;

interface Sample {
  /** Each event, with every field that comes out and no other. */
  readonly events: readonly Event[];
  readonly withoutTime?: number;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = (text: string) => Date.parse(`2026-01-12T${text}Z`);
const chat = (text: string) => `[{"content":"${text}","role":"user"}]`;
const biased = sha256('{"464":10}');

const bedrock: readonly Event[] = [
  {
    ts: at('09:00:17'),
    principal: 'arn:aws:sts::111122223333:assumed-role/scorer/job-7',
    org: '111122223333',
    request_id: '5c2e9a40-6f0b-4c0e-9a55-0f1d3f7a1b01',
    model: 'openai.gpt-oss-20b-1:0',
    wants_probs: true,
    top_logprobs: 5,
    logit_bias_hash: biased,
    max_tokens: 4,
    prompt_tokens: 12,
    completion_tokens: 4,
    input_hash: sha256(
      `{"logit_bias":{"464":10},"logprobs":true,"max_tokens":4,"messages":${chat('one')},"top_logprobs":5}`,
    ),
  },
  {
    ts: at('09:00:18.250'),
    principal: 'arn:aws:iam::111122223333:user/analyst',
    org: '111122223333',
    request_id: '5c2e9a40-6f0b-4c0e-9a55-0f1d3f7a1b02',
    model: 'anthropic.claude-3-haiku-20240307-v1:0',
    wants_probs: false,
    prompt_tokens: 35,
    completion_tokens: 446,
  },
];

const otel: readonly [Event, Event] = [
  {
    ts: at('09:00:17.123'),
    principal: 'u-17',
    org: 'support',
    request_id: 'chatcmpl-1',
    model: 'gpt-4o-mini',
    endpoint: 'api.example.com',
    input_hash: sha256('[{"role":"user","parts":[{"type":"text","content":"one"}]}]'),
    max_tokens: 64,
    prompt_tokens: 12,
    completion_tokens: 40,
    user_agent: 'curl/8.5',
  },
  { ts: at('09:00:18'), principal: 'u-18' },
];

/** What each sample yields; a file without an entry, or an entry without a file, is an error. */
const expected: Readonly<Record<string, Sample>> = {
  'bedrock-invocation-log': {
    events: [
      { ...bedrock[0], endpoint: 'InvokeModel' },
      {
        ...bedrock[1],
        endpoint: 'Converse',
        max_tokens: 512,
        input_hash: sha256(
          '{"inferenceConfig":{"maxTokens":512},"messages":[{"content":[{"text":"two"}],"role":"user"}]}',
        ),
      },
      {
        ts: at('09:00:19'),
        principal: 'arn:aws:iam::111122223333:user/analyst',
        org: '111122223333',
        request_id: '5c2e9a40-6f0b-4c0e-9a55-0f1d3f7a1b03',
        model: 'cohere.command-text-v14',
        endpoint: 'InvokeModel',
        wants_probs: false,
      },
    ],
  },
  'elastic-bedrock': {
    events: [
      bedrock[0],
      { ...bedrock[1], input_hash: sha256('{"messages":[{"content":[{"text":"two"}],"role":"user"}]}') },
    ],
  },
  ecs: {
    events: [
      {
        ts: at('09:00:17.123'),
        principal: 'key-17',
        org: 'org-3',
        request_id: 'req-1',
        endpoint: '/v1/chat/completions',
        model: 'm-1',
        status: 200,
        src_ip: '203.0.113.77',
        src_net: '203.0.113.0/24',
        asn: '64500',
        user_agent: 'python-requests/2.32',
        input_hash: sha256(
          '{"model":"m-1","messages":[{"role":"user","content":"one"}],"logprobs":true,"top_logprobs":5,"logit_bias":{"464":10}}',
        ),
        wants_probs: true,
        top_logprobs: 5,
        logit_bias_hash: biased,
        max_tokens: 4,
        prompt_tokens: 12,
        completion_tokens: 4,
      },
      {
        ts: at('09:00:18'),
        principal: 'guest',
        request_id: 'ev-2',
        endpoint: 'chat',
        model: 'm-1-0125',
        status: 429,
        src_ip: '2001:db8:0:1::9',
        asn: '64501',
        wants_probs: false,
      },
    ],
  },
  'splunk-cim': {
    events: [
      {
        ts: at('09:00:17.250'),
        principal: 'key-17',
        org: 'org-3',
        src_ip: '203.0.113.77',
        src_net: '203.0.113.0/24',
        endpoint: '/v1/predict',
        status: 200,
        user_agent: 'python-requests/2.32',
        model: 'digits-v3',
        input_hash: '9f86d081884c7d65',
        wants_probs: true,
        n_features: 784,
        margin: 0.125,
        request_id: 'req-1',
        principal_age_days: 12,
        asn: '64500',
        since_previous_ms: 250,
        label: '3',
        max_prob: 0.5,
        entropy: 1.25,
        nn_distance: 0.75,
        near_dup: false,
        fingerprint_root: 'f1',
        label_changed: true,
        input_bucket: 'b7',
        ood: 0.5,
        hardness: 2,
        prompt_bucket: 'p1',
        prompt_tokens: 12,
        completion_tokens: 4,
        max_tokens: 8,
        top_logprobs: 5,
        logit_bias_hash: 'lb',
      },
      {
        ts: at('09:00:18'),
        principal: 'key-18',
        src_ip: '2001:db8:0:1::9',
        status: 429,
        input_hash: '60303ae22b998861',
        wants_probs: false,
        n_features: 784,
      },
    ],
  },
  'otel-gen-ai-log': {
    events: [
      { ...otel[0], src_ip: '203.0.113.77', src_net: '203.0.113.0/24' },
      {
        ...otel[1],
        model: 'gpt-4o-mini-2024-07-18',
        input_hash: sha256('[{"parts":[{"content":"two","type":"text"}],"role":"user"}]'),
      },
    ],
  },
  'otel-gen-ai-span': {
    events: [
      { ...otel[0], src_ip: '2001:db8:0:1::9', src_net: '2001:db8:0:1::/64' },
      { ...otel[1], model: 'gpt-4o-mini' },
    ],
  },
  'azure-openai-diagnostics': {
    withoutTime: 1,
    events: [
      {
        ts: at('09:00:17.123'),
        principal: '0b6f2a3c-1111-4222-8333-444455556666',
        org: '/SUBSCRIPTIONS/S-1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/AI-1',
        request_id: '9d3a6e98-fc11-48d0-82cf-000000000001',
        model: 'chat-pilot',
        endpoint: 'ChatCompletions_Create',
        status: 200,
        src_net: '203.0.113.***',
      },
      {
        ts: at('09:00:18'),
        principal: '',
        org: '/SUBSCRIPTIONS/S-1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/AI-1',
        request_id: '9d3a6e98-fc11-48d0-82cf-000000000002',
        model: 'gpt-4o-mini',
        endpoint: 'ChatCompletions_Create',
        status: 429,
        src_net: '198.51.100.***',
      },
    ],
  },
  'vertex-request-response': {
    events: [
      {
        ts: at('09:00:17.123'),
        request_id: '71000000000000001',
        model: 'google/gemini-2.0-flash-001',
        endpoint: 'projects/1/locations/us-central1/endpoints/2',
        input_hash: sha256('[{"parts":[{"text":"one"}],"role":"user"}]'),
        wants_probs: true,
        top_logprobs: 5,
        max_tokens: 4,
        prompt_tokens: 12,
        completion_tokens: 4,
      },
      {
        ts: at('09:00:18'),
        request_id: '71000000000000002',
        model: 'd-2',
        endpoint: 'projects/1/locations/us-central1/endpoints/2',
        wants_probs: false,
        max_tokens: 512,
        prompt_tokens: 35,
        completion_tokens: 446,
      },
    ],
  },
  'litellm-spend-log': {
    events: [
      {
        ts: at('09:00:17.123'),
        principal: '88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b',
        org: 'team-3',
        request_id: 'chatcmpl-1',
        model: 'gpt-4o-mini',
        endpoint: 'acompletion',
        input_hash: sha256(chat('one')),
        wants_probs: true,
        top_logprobs: 5,
        logit_bias_hash: biased,
        max_tokens: 4,
        prompt_tokens: 12,
        completion_tokens: 4,
        src_ip: '203.0.113.77',
        src_net: '203.0.113.0/24',
      },
      {
        ts: at('09:00:18'),
        principal: '88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b',
        org: 'org-1',
        request_id: 'chatcmpl-2',
        model: 'gpt-4o-mini',
        endpoint: 'acompletion',
        wants_probs: false,
        prompt_tokens: 0,
        completion_tokens: 0,
        src_ip: '2001:db8:0:1::9',
        src_net: '2001:db8:0:1::/64',
      },
    ],
  },
  'sagemaker-data-capture': {
    events: [
      {
        ts: at('09:00:17'),
        principal: 'caller=key-17',
        request_id: '3f7f8d4e-0000-4000-8000-000000000001',
        input_hash: sha256('5.1,3.5,1.4,0.2'),
      },
      {
        ts: at('09:00:18'),
        request_id: 'own-2',
        input_hash: sha256('{"instances":[[5.1,3.5,1.4,0.2]]}'),
      },
    ],
  },
};

function openMapping(name: string): Mapping {
  const { mapping, diagnostics } = loadMapping(join(mappings, `${name}.yaml`), sources);
  assert.equal(diagnostics, []);
  if (mapping === undefined) throw new Error(`no mapping ${name}`);
  return mapping;
}

function readEvent({ source }: Mapping, row: Row): Event {
  const event: Record<string, string | number | boolean> = {};
  for (const [name, slot] of layOutSlots(source.fields)) {
    if (row.present[slot] === 0) continue;
    const type = source.fields.get(name)?.type;
    const number = row.numbers[slot];
    event[name] =
      type === 'keyword' || type === 'ip' ? textAt(row, slot) : type === 'boolean' ? number === 1 : number;
  }
  return event;
}

for (const [name, { events, withoutTime = 0 }] of Object.entries(expected)) {
  test(name, async () => {
    const mapping = openMapping(name);
    const read: Event[] = [];
    const path = join(samples, `${name}.jsonl`);
    const { tally } = await readLogs({ mapping, inputs: [{ kind: 'file', path }] }, async (logs) => {
      for (const log of logs)
        while (await log.more()) while (log.next()) read.push(readEvent(mapping, log.row));
    });
    assert.equal(read, events);
    assert.is(tally.skipped, 0);
    assert.is(tally.withoutTime, withoutTime);
    assert.ok(tally.unfit.every((count) => count === 0));
    const seen = new Set(events.flatMap((event) => Object.keys(event)));
    assert.equal(
      [...mapping.fields.keys()].filter((field) => !seen.has(field)),
      [],
      'the sample has no value for these fields',
    );
  });
}

test('every sample and every mapping of a log but our own has its expectations and its source', () => {
  const own = ['native', 'lab'];
  const names = Object.keys(expected).sort();
  const mapped = readdirSync(mappings).map((file) => file.replace(/\.yaml$/, ''));
  assert.equal(mapped.filter((name) => !own.includes(name)).sort(), names);
  assert.equal(
    readdirSync(samples)
      .filter((file) => file.endsWith('.jsonl'))
      .sort(),
    names.map((name) => `${name}.jsonl`),
  );
  const readme = readFileSync(join(samples, 'README.md'), 'utf8');
  assert.equal(
    names.filter((name) => !readme.includes(`| \`${name}\` |`)),
    [],
    'fixtures/samples/README.md does not say where their shape is documented',
  );
});

test.run();
