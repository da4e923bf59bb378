import type { Measure } from '../../../../ir/measure.js';

/*
 * The painless functions that measure a stretch of a group's events, from the place `low` to before the place `high`. Loops over events are
 * streams, since painless ends a script after a million rounds of a loop of its own.
 */

const hits = `
long hits(Map events, int mask, int low, int high) {
  int[] tests = (int[]) events.tests;
  return IntStream.range(low, high).filter(i -> (tests[i] & mask) == mask).count();
}
`;

/** The values of a field by place, NaN where there is none, and those of a stretch that are there. */
const numbers = `
DoubleStream numbers(Map events, String field, int low, int high) {
  if (!events.numbers.containsKey(field)) {
    List values = events.columns.get(field);
    events.numbers.put(field, IntStream.of((int[]) events.order)
      .mapToDouble(i -> values.get(i) == null ? Double.NaN : (double) values.get(i)).toArray());
  }
  double[] all = (double[]) events.numbers.get(field);
  return IntStream.range(low, high).mapToDouble(i -> all[i]).filter(value -> !Double.isNaN(value));
}
`;

/** A number for each distinct value of a field, -1 for none. */
const ids = `
IntStream ids(Map events, String field, int low, int high) {
  if (!events.ids.containsKey(field)) {
    List values = events.columns.get(field);
    Map known = new HashMap();
    events.ids.put(field, IntStream.of((int[]) events.order).map(i -> {
      def value = values.get(i);
      if (value == null) return -1;
      if (!known.containsKey(value)) known.put(value, known.size());
      return (int) known.get(value);
    }).toArray());
  }
  int[] all = (int[]) events.ids.get(field);
  return IntStream.range(low, high).map(i -> all[i]).filter(id -> id >= 0);
}
`;

/** How often each value occurs. */
const counts = `
double[] counts(Map events, String field, int low, int high) {
  Map counted = new HashMap();
  ids(events, field, low, high).forEach(id -> counted.put(id, counted.getOrDefault(id, 0L) + 1L));
  return counted.values().stream().mapToDouble(count -> count).toArray();
}
`;

/** Two passes: one that subtracts squares loses every digit where the mean is large. */
const deviation = `
double mean(double[] values) {
  return DoubleStream.of(values).sum() / values.length;
}
double deviation(double[] values) {
  double mean = mean(values);
  return Math.sqrt(DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum() / values.length);
}
double variation(double[] values) {
  double mean = values.length == 0 ? 0 : mean(values);
  return mean == 0 ? Double.NaN : deviation(values) / mean;
}
`;

/** The body of a function of `m` (the measure's parameters), `events`, `low` and `high`. */
const bodies: { readonly [K in Measure['kind']]: string } = {
  count: 'return hits(events, m.test, low, high);',
  share: `
    long among = hits(events, m.among, low, high);
    return among == 0 ? Double.NaN : (double) hits(events, m.test | m.among, low, high) / among;`,
  distinct: 'return ids(events, m.field, low, high).distinct().count();',
  distinct_ratio: 'return (double) ids(events, m.field, low, high).distinct().count() / (high - low);',
  sum: `
    double[] values = numbers(events, m.field, low, high).toArray();
    return values.length == 0 ? Double.NaN : DoubleStream.of(values).sum();`,
  avg: `
    double[] values = numbers(events, m.field, low, high).toArray();
    return values.length == 0 ? Double.NaN : mean(values);`,
  min: 'return numbers(events, m.field, low, high).min().orElse(Double.NaN);',
  max: 'return numbers(events, m.field, low, high).max().orElse(Double.NaN);',
  stddev: `
    double[] values = numbers(events, m.field, low, high).toArray();
    return values.length == 0 ? Double.NaN : deviation(values);`,
  cv: 'return variation(numbers(events, m.field, low, high).toArray());',
  percentile: `
    double[] values = numbers(events, m.field, low, high).sorted().toArray();
    if (values.length == 0) return Double.NaN;
    long place = ((long) m.thousandths * values.length + 99999L) / 100000L;
    return values[(int) place - 1];`,
  entropy: `
    double[] counts = counts(events, m.field, low, high);
    if (counts.length <= 1) return counts.length == 0 ? Double.NaN : 0;
    double total = DoubleStream.of(counts).sum();
    return -DoubleStream.of(counts).map(count -> count / total * Math.log(count / total)).sum() / Math.log(2);`,
  top_share: `
    double[] counts = counts(events, m.field, low, high);
    return counts.length == 0 ? Double.NaN : DoubleStream.of(counts).max().getAsDouble() / DoubleStream.of(counts).sum();`,
  active: `
    long[] times = (long[]) events.times;
    long step = m.step;
    return IntStream.range(low, high).mapToLong(i -> floor(times[i], step)).distinct().count();`,
  interval_avg: `
    long[] times = (long[]) events.times;
    return high - low < 3 ? Double.NaN : (double) (times[high - 1] - times[low]) / (1000L * (high - low - 1));`,
  interval_cv: `
    if (high - low < 3) return Double.NaN;
    long[] times = (long[]) events.times;
    return variation(IntStream.range(low + 1, high).mapToDouble(i -> times[i] - times[i - 1]).toArray());`,
  rate_cv: `
    long[] times = (long[]) events.times;
    long step = m.step;
    Map counted = new HashMap();
    IntStream.range(low, high).mapToLong(i -> floor(times[i], step))
      .forEach(start -> counted.put(start, counted.getOrDefault(start, 0L) + 1L));
    long squares = counted.values().stream().mapToLong(count -> (long) count * (long) count).sum();
    long total = high - low;
    return Math.sqrt((double) (m.steps * squares - total * total)) / total;`,
  ratio: `
    double to = quantity(m.to, events, low, high);
    return to == 0 ? Double.NaN : quantity(m.of, events, low, high) / to;`,
};

const cases = Object.entries(bodies).map(([kind, body]) => `if (m.measure == '${kind}') {${body}}`);

/** How many things `n:` counts. */
const counted = `
long counted(Map m, Map events, int low, int high) {
  if (m.n_of == 'events') return high - low;
  if (m.n_of == 'among') return hits(events, m.among, low, high);
  int[] order = (int[]) events.order;
  List values = events.columns.get(m.field);
  return IntStream.range(low, high).filter(i -> values.get(order[i]) != null).count();
}
`;

/**
 * `quantity(m, events, low, high)`: the value of a measure with the parameters `m`, NaN where it has none. It knows every measure, so that
 * a cluster compiles it once for all rules.
 */
export const quantities = `
${[hits, numbers, ids, counts, deviation, counted].join('')}
double measure(Map m, Map events, int low, int high) {
  ${cases.join('\n')}
  throw new IllegalArgumentException(m.measure);
}
double quantity(Map m, Map events, int low, int high) {
  return m.containsKey('n') && counted(m, events, low, high) < m.n ? Double.NaN : measure(m, events, low, high);
}
`;
