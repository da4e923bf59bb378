import type { AggregateRule, Rule, Severity, Window } from '../../ir/rule.js';
import type { SplunkTarget } from '../../ir/target.js';
import { liveEnds, matchEvery } from '../schedule.js';
import { writeConfSearch, writeConfText } from './literal.js';
import { eventColumn } from './match-rule.js';

/** Splunk's own scale has a name for each of ours: info, low, medium, high, critical. */
const severityNumber: { readonly [S in Severity]: number } = {
  informational: 1,
  low: 2,
  medium: 3,
  high: 4,
  critical: 5,
};

const minute = 60_000;
const hour = 60 * minute;

/**
 * The stanza of savedsearches.conf that runs a live search.
 * `realtime_schedule = 0` makes the scheduler catch up on every run that it missed, each over its own time, and no window, skew or
 * default may move a run. `alert.digest_mode = 0` makes every row an alert of its own, held back by the values of the throttle.
 * https://help.splunk.com/en/data-management/splunk-enterprise-admin-manual/10.0/10.0.0-configuration-file-reference/savedsearches.conf
 */
export function writeSavedSearch(rule: Rule, target: SplunkTarget, search: string): string {
  return writeAlert(rule, rule.name, target.delay, search);
}

/** The stanza of the accelerated form. */
export function writeAcceleratedSearch(rule: Rule, delay: number, search: string): string {
  return writeAlert(rule, `${rule.name}, accelerated`, delay, search);
}

/** The stanzas of the summary form: what writes the panes, and what reads them once they can be searched. */
export function writeSummarySearches(
  rule: AggregateRule,
  delay: number,
  lag: number,
  { collecting, reading }: { readonly collecting: string; readonly reading: string },
): string {
  const { every } = rule.window;
  const collects = writeStanza(`${rule.name}, panes`, [
    ['description', writeConfText(`Keeps panes for the rule ${rule.name}`)],
    ...schedule({ size: every, every }, delay, collecting),
  ]);
  return `${collects}\n${writeAlert(rule, `${rule.name}, of panes`, delay + lag, reading)}`;
}

function writeAlert(rule: Rule, name: string, delay: number, search: string): string {
  const window = rule.kind === 'match' ? { size: matchEvery, every: matchEvery } : rule.window;
  return writeStanza(name, [
    ['description', writeConfText(`${rule.title} (${rule.atlas.join(', ')}). ${rule.description}`)],
    ...schedule(window, delay, search),
    ['counttype', 'number of events'],
    ['relation', 'greater than'],
    ['quantity', 0],
    ['alert.track', 1],
    ['alert.severity', severityNumber[rule.severity]],
    ...throttle(rule, window.every),
  ]);
}

type Setting = readonly [name: string, value: string | number];

function writeStanza(name: string, settings: readonly Setting[]): string {
  const lines = settings.map(([key, value]) => `${key} = ${value}`);
  return `${[`[Rulewright - ${name}]`, ...lines].join('\n')}\n`;
}

/** A search over the last windows, run once a step. */
function schedule({ size, every }: Window, delay: number, search: string): readonly Setting[] {
  return [
    ['search', writeConfSearch(search)],
    ['enableSched', 1],
    ['cron_schedule', writeCron(every, delay)],
    ['dispatch.earliest_time', `-${(size + liveEnds * every + delay) / 1000}s`],
    ['dispatch.latest_time', 'now'],
    ['realtime_schedule', 0],
    ['schedule_window', 0],
    ['allow_skew', 0],
  ];
}

/**
 * When to run: once a step, as soon as the delay has passed since its end. In the search head's own time zone, which moves runs of
 * more than an hour apart, and so when an alert comes, but never what it finds.
 */
export function writeCron(every: number, delay: number): string {
  const late = Math.ceil(delay / minute) % (every / minute);
  if (every < hour) return `${late === 0 ? '*' : `${late}-59`}/${every / minute} * * * *`;
  const hours = every / hour;
  const start = Math.floor(late / 60);
  const at = hours === 1 ? '*' : hours === 24 ? `${start}` : `${start === 0 ? '*' : `${start}-23`}/${hours}`;
  return `${late % 60} ${at} * * *`;
}

/**
 * What holds a row back. A finding comes in three runs, so one that opens an alert of its own is known by its window end (a match
 * rule's by its event) for as long. A longer suppression ends half a step early, so that a run's jitter cannot decide.
 */
function throttle(rule: Rule, every: number): readonly (readonly [string, string | number])[] {
  const { suppress } = rule;
  const identity = rule.kind === 'match' ? eventColumn : 'window_end';
  const lasting = suppress !== undefined && suppress.for > every;
  const by = (suppress?.by ?? rule.by).map((field) => field.name);
  const fields = lasting ? by : [...by, identity];
  const seconds = Math.ceil((Math.max(lasting ? suppress.for : 0, liveEnds * every) - every / 2) / 1000);
  const period = ['alert.suppress.period', `${seconds}s`] as const;
  if (fields.length === 0) return [['alert.digest_mode', 1], ['alert.suppress', 1], period];
  return [
    ['alert.digest_mode', 0],
    ['alert.suppress', 1],
    ['alert.suppress.fields', fields.join(',')],
    period,
  ];
}
