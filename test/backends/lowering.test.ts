import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  blur,
  chain,
  combine,
  type Deviation,
  deviate,
  exact,
  flip,
  type Lowering,
  map,
  pair,
  type Refusal,
  refuse,
  throughBound,
  told,
} from '../../src/backends/lowering.js';

const more: Deviation = { code: 'joint-windows', effect: 'over', reason: 'extra rows' };
const fewer: Deviation = { code: 'sampled-log', effect: 'under', reason: 'lost rows' };
const never: Refusal = { code: 'never', reason: 'it cannot be said', hint: 'say something else' };
const later: Refusal = { code: 'later', reason: 'not yet', hint: 'wait' };

function effects(lowering: Lowering<unknown>): string {
  return lowering.fidelity === 'approximate'
    ? lowering.deviations.map(({ code, effect }) => `${code} ${effect}`).join(', ')
    : lowering.fidelity;
}

test('exact parts stay exact', () => {
  assert.equal(combine([exact(1), exact(2)]), exact([1, 2]));
  assert.equal(combine([]), exact([]));
  assert.equal(
    map(exact(2), (n) => n + 1),
    exact(3),
  );
  assert.equal(
    pair(exact(1), exact('a'), (n, text) => `${n}${text}`),
    exact('1a'),
  );
});

test('one refused part refuses the whole, with every refusal of every part', () => {
  const all = combine([refuse(never), exact(1), refuse(later, never), deviate(2, [more])]);
  assert.equal(all, refuse(never, later));
  assert.equal(
    pair(refuse(never), refuse(later), () => 0),
    refuse(never, later),
  );
  assert.equal(
    pair(deviate(1, [more]), refuse(later), () => 0),
    refuse(later),
  );
});

test('deviations of all parts are told, each once', () => {
  assert.is(
    effects(combine([deviate(1, [more]), deviate(2, [fewer, more])])),
    'joint-windows over, sampled-log under',
  );
  assert.is(
    effects(chain(deviate(1, [more]), (n) => deviate(n, [fewer]))),
    'joint-windows over, sampled-log under',
  );
  assert.is(effects(chain(deviate(1, [more]), () => refuse(never))), 'refused');
  assert.is(effects(map(deviate(1, [more]), String)), 'joint-windows over');
});

test('not turns over into under and back; both stays', () => {
  assert.is(effects(flip(deviate(1, [more, fewer]))), 'joint-windows under, sampled-log over');
  assert.is(effects(flip(blur(deviate(1, [more])))), 'joint-windows both');
  assert.equal(flip(flip(deviate(1, [more, fewer]))), deviate(1, [more, fewer]));
  assert.equal(flip(refuse(never)), refuse(never));
});

test('what is told elsewhere is not told twice, and a refusal stays one', () => {
  assert.equal(told(deviate(1, [more])), exact(1));
  assert.equal(told(refuse(never)), refuse(never));
});

test('a lower bound keeps an effect, an upper one flips it, two blur it', () => {
  const value = deviate('n', [more]);
  assert.is(effects(throughBound({ kind: 'above', value: 1 }, value)), 'joint-windows over');
  assert.is(effects(throughBound({ kind: 'at_least', value: 1 }, value)), 'joint-windows over');
  assert.is(effects(throughBound({ kind: 'below', value: 1 }, value)), 'joint-windows under');
  assert.is(effects(throughBound({ kind: 'at_most', value: 1 }, value)), 'joint-windows under');
  assert.is(effects(throughBound({ kind: 'between', low: 1, high: 2 }, value)), 'joint-windows both');
});

test.run();
