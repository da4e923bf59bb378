import type { Rule, Severity } from '../../../ir/rule.js';
import { type JsonObject, writeJson } from './json.js';

/** OpenSearch counts from 1, the highest (https://docs.opensearch.org/latest/observing-your-data/alerting/monitors/). */
const severities: { readonly [S in Severity]: string } = {
  critical: '1',
  high: '2',
  medium: '3',
  low: '4',
  informational: '5',
};

/**
 * When a monitor alerts. It turns no page, so a full one, a lost shard and a search that timed out alert too: an incomplete answer must not
 * look like a quiet one.
 */
const conditions = {
  groups: `
def result = ctx.results[0];
return result.timed_out || result._shards.failed > 0
  || result.aggregations.groups.buckets.size() == 10000
  || result.aggregations.groups.buckets.stream().anyMatch(group -> !group.windows.value.isEmpty());
`,
  'one group': `
def result = ctx.results[0];
return result.timed_out || result._shards.failed > 0 || !result.aggregations.windows.value.isEmpty();
`,
  events: `
def result = ctx.results[0];
return result.timed_out || result._shards.failed > 0 || result.hits.total.value > 0;
`,
} as const;

/**
 * A monitor of OpenSearch's alerting (POST _plugins/_alerting/monitors). By cron rather than by interval: its periods then end on the minute,
 * and missed ones are caught up. Whom it tells is for its owner to add, as actions.
 */
export function writeMonitor(
  { name, severity }: Rule,
  index: string,
  every: number,
  body: JsonObject,
  found: keyof typeof conditions,
): string {
  const source = conditions[found].trim().replace(/\s*\n\s*/g, ' ');
  const monitor = {
    type: 'monitor',
    monitor_type: 'query_level_monitor',
    name,
    enabled: true,
    schedule: { cron: { expression: writeCron(every), timezone: 'UTC' } },
    inputs: [{ search: { indices: index.split(','), query: body } }],
    triggers: [
      {
        query_level_trigger: {
          name,
          severity: severities[severity],
          condition: { script: { source, lang: 'painless' } },
          actions: [],
        },
      },
    ],
  };
  return `${writeJson(monitor)}\n`;
}

/** Every so often, from midnight UTC: whole minutes that divide an hour, or whole hours that divide a day. */
function writeCron(every: number): string {
  const minutes = every / 60_000;
  if (minutes < 60) return minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`;
  if (minutes === 60) return '0 * * * *';
  return minutes === 1440 ? '0 0 * * *' : `0 */${minutes / 60} * * *`;
}
