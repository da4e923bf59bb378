import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { profileGroups } from '../../src/evaluate/profile.js';
import { ownShape } from '../../src/ir/mapping.js';
import type { Field } from '../../src/ir/source.js';
import { source } from '../hostile/reading.js';
import { createRandom } from '../random/random.js';

const test = suite('profileGroups');

const hour = 3_600_000;

function fieldOf(name: string): Field {
  const field = source.fields.get(name);
  if (!field) throw new Error(`no field ${name}`);
  return field;
}

interface Event {
  readonly ts: number;
  readonly principal?: string;
  readonly size?: number;
  readonly flag?: boolean;
  readonly from?: string;
}

function usageOf(events: readonly Event[]) {
  const inputs = new Set(events.flatMap(({ from }) => from ?? []));
  return {
    queries: events.length,
    uniqueRatio: inputs.size / events.length,
    fullVectorRatio: events.filter(({ flag }) => flag).length / events.length,
  };
}

test('counts what each group did, in its busiest hour too, as one who looks at all its events', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = createRandom(seed);
    const events = Array.from(
      { length: 400 },
      (): Event => ({
        ts: random.whole(-3, 5) * 3600 + random.whole(0, 3599),
        ...(random.chance(0.9) ? { principal: `p${random.whole(0, 60)}` } : {}),
        ...(random.chance(0.8) ? { flag: random.chance(0.5) } : {}),
        ...(random.chance(0.8) ? { from: `10.0.0.${random.whole(0, 5)}` } : {}),
      }),
    );
    const { profiles, withoutGroup } = await profileGroups(
      {
        mapping: ownShape(source),
        inputs: [
          { kind: 'text', name: 'text', text: events.map((event) => JSON.stringify(event)).join('\n') },
        ],
      },
      { by: [fieldOf('principal')], input: fieldOf('from'), fullVectors: fieldOf('flag') },
    );
    assert.is(withoutGroup, events.filter(({ principal }) => principal === undefined).length);
    const names = new Set(events.flatMap(({ principal }) => principal ?? []));
    assert.is(profiles.length, names.size);
    for (const profile of profiles) {
      const own = events.filter(({ principal }) => principal === profile.group[0]);
      const times = own.map(({ ts }) => ts * 1000);
      const hourOf = (event: Event) => Math.floor((event.ts * 1000) / hour) * hour;
      const hours = [...new Set(own.map(hourOf))].sort((a, b) => a - b);
      const inHour = (from: number) => own.filter((event) => hourOf(event) === from);
      const most = Math.max(...hours.map((from) => inHour(from).length));
      const from = hours.find((each) => inHour(each).length === most) ?? 0;
      assert.equal(
        profile,
        {
          group: profile.group,
          ...usageOf(own),
          busiest: { from, ...usageOf(inHour(from)) },
          firstSeen: Math.min(...times),
          lastSeen: Math.max(...times),
        },
        `seed ${seed}`,
      );
    }
  }
});

test.run();
