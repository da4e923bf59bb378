import * as assert from 'uvu/assert';
import type { RawEvent } from './event.js';
import { type FailureKind, SplFailure } from './failure.js';
import { interpret, type ResultRow, type Surroundings } from './interpret.js';

/** A moment on the hour: 2026-11-24T12:00:00Z. */
export const noon = 1_795_521_600;

/** Events of the index `lab` with these members, one second apart from noon on. */
export function eventsOf(...records: readonly object[]): RawEvent[] {
  return records.map((record, second) => ({
    raw: JSON.stringify(record),
    time: String(noon + second),
    index: 'lab',
    sourcetype: 'record',
  }));
}

export function run(text: string, surroundings: Partial<Surroundings> = {}): readonly ResultRow[] {
  return interpret(text, { now: noon + 3600, ...surroundings }).rows;
}

/** What `eval x = expression` makes of a row with these fields; undefined for null. */
export function compute(expression: string, fields: object = {}): string | readonly string[] | undefined {
  const [row] = run(`index=lab | eval x = ${expression}`, { events: eventsOf(fields) });
  assert.ok(row, expression);
  return row.x;
}

/** Whether `where condition` keeps a row with these fields. */
export const keeps = (condition: string, fields: object = {}): boolean =>
  run(`index=lab | where ${condition}`, { events: eventsOf(fields) }).length === 1;

/** Holds that something ends as a failure of a kind. */
export function failsAs(kind: FailureKind, action: () => unknown, hint = ''): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof SplFailure)) throw error;
    assert.is(error.kind, kind, `${hint} ${error.message}`);
    return;
  }
  assert.unreachable(`${hint} ran, and should have ended as ${kind}`);
}
