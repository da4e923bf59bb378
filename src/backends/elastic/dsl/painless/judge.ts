import { quantities } from './measures.js';

/*
 * The painless programs that find a group's windows: constant texts, to which a rule adds nothing but parameters. An event is a place in
 * parallel columns, as collect.ts fills them.
 */

/** Over the shards: all events of a group, by time. */
const gather = `
Map gather(List states) {
  List times = new ArrayList();
  List tests = new ArrayList();
  Map columns = new HashMap();
  for (def state : states) {
    if (state == null) continue;
    times.addAll(state.times);
    tests.addAll(state.tests);
    for (def entry : state.columns.entrySet()) {
      if (!columns.containsKey(entry.getKey())) columns.put(entry.getKey(), new ArrayList());
      columns.get(entry.getKey()).addAll(entry.getValue());
    }
  }
  int[] order = IntStream.range(0, times.size()).boxed()
    .sorted((a, b) -> Long.compare(times.get(a), times.get(b))).mapToInt(i -> i).toArray();
  Map events = new HashMap();
  events.put('order', order);
  events.put('times', IntStream.of(order).mapToLong(i -> times.get(i)).toArray());
  events.put('tests', IntStream.of(order).map(i -> tests.get(i)).toArray());
  events.put('columns', columns);
  events.put('numbers', new HashMap());
  events.put('ids', new HashMap());
  return events;
}
int firstAt(long[] times, long time) {
  int low = 0;
  int high = times.length;
  while (low < high) {
    int middle = (low + high) / 2;
    if (times[middle] < time) low = middle + 1; else high = middle;
  }
  return low;
}
long floor(long time, long step) {
  return time - ((time % step) + step) % step;
}
`;

/** Which window ends: those of a range, or the last ones that are old enough by a clock. */
const ends = `
boolean byClock = params.ends.containsKey('now');
long upTo = byClock
  ? floor(Long.parseLong(params.ends.now) - params.ends.delay, params.window.every)
  : Instant.parse(params.ends.up_to).toEpochMilli();
long after = byClock
  ? upTo - params.ends.last * params.window.every
  : Instant.parse(params.ends.after).toEpochMilli();
`;

/** Every end whose window holds an event; `judge` gives a finding or null. */
const walk = `
Map events = gather(states);
long[] times = (long[]) events.times;
List findings = new ArrayList();
if (times.length == 0) return findings;
long size = params.window.size;
long every = params.window.every;
long first = times[0] > after ? times[0] : after;
long last = floor(times[times.length - 1], every) + size;
if (last > upTo) last = upTo;
for (long end = floor(first, every) + every; end <= last; end += every) {
  int low = firstAt(times, end - size);
  int high = firstAt(times, end);
  if (low == high) {
    end = floor(times[high], every);
    continue;
  }
  Map values = judge(params, events, low, high);
  if (values == null) continue;
  Map finding = new LinkedHashMap();
  finding.put('window_end', Instant.ofEpochMilli(end).toString());
  finding.putAll(values);
  findings.add(finding);
}
return findings;
`;

const signals = `
boolean meets(Map signal, double value) {
  if (Double.isNaN(value)) return false;
  if (signal.containsKey('above')) return value > signal.above;
  if (signal.containsKey('at_least')) return value >= signal.at_least;
  if (signal.containsKey('below')) return value < signal.below;
  if (signal.containsKey('at_most')) return value <= signal.at_most;
  return value >= signal.between[0] && value <= signal.between[1];
}
boolean holds(def condition, Map met) {
  if (condition instanceof String) return met.get(condition);
  if (condition.containsKey('not')) return !holds(condition.not, met);
  if (condition.containsKey('and')) return condition.and.stream().allMatch(part -> holds(part, met));
  if (condition.containsKey('or')) return condition.or.stream().anyMatch(part -> holds(part, met));
  return condition.of.stream().filter(part -> holds(part, met)).count() >= condition.at_least;
}
Map judge(Map params, Map events, int low, int high) {
  Map values = new LinkedHashMap();
  Map met = new HashMap();
  for (def signal : params.signals) {
    double value = quantity(signal, events, low, high);
    values.put(signal.name, Double.isNaN(value) ? null : (def) (value + 0.0));
    met.put(signal.name, meets(signal, value));
  }
  return holds(params.condition, met) ? values : null;
}
`;

/** Finds the windows of a group in which an aggregate rule's condition holds. */
export const judgeSignals = [gather, quantities, signals, ends, walk].join('');

const steps = `
Map judge(Map params, Map events, int low, int high) {
  long[] times = (long[]) events.times;
  int[] tests = (int[]) events.tests;
  Map values = new LinkedHashMap();
  int from = low;
  for (def step : params.steps) {
    int mask = step.test;
    OptionalInt place = IntStream.range(from, high).filter(i -> (tests[i] & mask) == mask).skip(step.at_least - 1).findFirst();
    if (!place.isPresent()) return null;
    long time = times[place.getAsInt()];
    values.put(step.name, time);
    from = firstAt(times, time + 1);
  }
  return values;
}
`;

/** Finds the windows of a group in which each step's events follow those of the step before. */
export const judgeSteps = [gather, steps, ends, walk].join('');
