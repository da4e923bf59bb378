import { type Line, timeOf } from './line.js';

/**
 * Adds what a gateway knows of a principal's previous requests and the lab's logs lack:
 * - `since_prev_ms`: milliseconds since the same principal's previous request, in order of time; null for its first one.
 * - `label_changed`: whether the label differs from that of the previous request of the same principal in the same cluster of near
 *   duplicates (`fp_root`); null for a cluster's first one, and where there is no label or no cluster.
 */
export function derive(lines: readonly Line[]): Line[] {
  const previous = new Map<string, number>();
  const labels = new Map<string, Line['label']>();
  const inOrder = lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => timeOf(a.line) - timeOf(b.line));
  const derived: Line[] = [];
  for (const { line, index } of inOrder) {
    const before = previous.get(line.principal);
    previous.set(line.principal, timeOf(line));
    const cluster = `${line.principal} ${line.fp_root}`;
    const isKnown = typeof line.fp_root === 'string' && line.label !== null && line.label !== undefined;
    const known = isKnown ? labels.get(cluster) : undefined;
    if (isKnown) labels.set(cluster, line.label);
    derived[index] = {
      ...line,
      since_prev_ms: before === undefined ? null : timeOf(line) - before,
      label_changed: known === undefined ? null : known !== line.label,
    };
  }
  return derived;
}
