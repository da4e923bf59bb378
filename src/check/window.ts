import type { Node } from '../document/node.js';
import type { Window } from '../ir/rule.js';
import { formatDuration, parseDuration } from '../text/duration.js';
import { type Text, textAt } from './read-node.js';
import type { Report } from './report.js';

const minute = 60_000;
const hour = 60 * minute;
const longest = 30 * 24 * hour;

/** Every distance that the ends of windows can have (contract, section 4), ascending. */
const steps: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((count) => count * hour),
];

/** The distance of the ends where a rule does not say it: the largest legal step that divides the size, of at most a twelfth of it and 15 minutes. */
export function defaultStep(size: number): number {
  const most = Math.min(size / 12, 15 * minute);
  return steps.findLast((step) => step <= most && size % step === 0) ?? minute;
}

/**
 * A rule's windows; undefined after telling what is wrong.
 * @param node What holds the window: `every`, and its size under the key that is given.
 */
export function checkWindow(
  node: Node | undefined,
  report: Report,
  key: 'size' | 'within' = 'size',
): Window | undefined {
  const size = durationAt(node, key);
  const step = durationAt(node, 'every');
  if (step !== undefined && !steps.includes(step.length)) {
    report.tell('illegal-step', step.span, { every: step.text, near: nearSteps(step.length) });
    return undefined;
  }
  if (size === undefined) return undefined;
  if (size.length > longest) {
    report.tell('window-too-long', size.span, { size: size.text });
    return undefined;
  }
  const every = step?.length ?? defaultStep(size.length);
  if (size.length % every !== 0) {
    report.tell('window-not-multiple', size.span, {
      size: size.text,
      every: formatDuration(every),
      key,
      near: [Math.floor(size.length / every), Math.ceil(size.length / every)]
        .filter((count) => count > 0 && count * every <= longest)
        .map((count) => formatDuration(count * every)),
    });
    return undefined;
  }
  return { size: size.length, every };
}

function nearSteps(every: number): string[] {
  const below = steps.findLast((step) => step < every);
  const above = steps.find((step) => step > every);
  return [below, above].filter((step) => step !== undefined).map(formatDuration);
}

interface WrittenDuration extends Text {
  /** Milliseconds. */
  readonly length: number;
}

/** A duration; undefined where there is none, or the schema has told that it is none. */
export function durationAt(node: Node | undefined, key: string): WrittenDuration | undefined {
  const written = textAt(node, key);
  const length = written && parseDuration(written.text);
  return written && length !== undefined ? { ...written, length } : undefined;
}
