import { oneValue } from '../fields.js';

/*
 * The painless programs that read a group's events into parallel columns: the time, the tests (a bit each, see tests.ts) and the values that
 * measures need.
 */

/** On each shard, before its events. */
export const startColumns = `
state.times = new ArrayList();
state.tests = new ArrayList();
state.columns = new HashMap();
for (def name : params.fields.keySet()) state.columns.put(name, new ArrayList());
`;

/** For each event that counts; one without a time, or with several, does not. */
export const addEvent = `
${oneValue}
def time = oneValue(doc, params.time);
if (time == null) return;
state.times.add(time);
state.tests.add((int) _score);
for (def entry : params.fields.entrySet()) {
  Map from = entry.getValue();
  state.columns.get(entry.getKey()).add(from.containsKey('value') ? from.get('value') : oneValue(doc, from.get('field')));
}
`;

export const handOver = 'return state;';
