import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseLabel } from '../../src/score/labels.js';
import { agreementAt } from '../../src/score/measured-agreement.js';

const test = suite('labels');

test('an evasion is what the label calls one, or what has a group or an attack beneath it', () => {
  const isEvasion = (more: object, label = 'attack') => parseLabel({ label, kind: 'k', ...more })?.isEvasion;
  assert.is(isEvasion({}), false);
  assert.is(isEvasion({ group: 'g' }), true);
  assert.is(isEvasion({ base: 'b' }), true);
  assert.is(isEvasion({ base: 'b', evasion: false }), false);
  assert.is(isEvasion({ evasion: true }), true);
  assert.is(isEvasion({ evasion: true }, 'benign'), false);
});

test('a person is whom the label calls one, or whose kind begins so', () => {
  const isPerson = (kind: string, more: object = {}) =>
    parseLabel({ label: 'benign', kind, ...more })?.isPerson;
  assert.is(isPerson('interactive-tabular'), true);
  assert.is(isPerson('human-busy'), true);
  assert.is(isPerson('batch'), false);
  assert.is(isPerson('clerk', { person: true }), true);
  assert.is(isPerson('interactive', { person: false }), false);
});

test('a label says attack or benign, and a kind', () => {
  for (const value of [
    null,
    'attack',
    {},
    { label: 'attack' },
    { label: 'odd', kind: 'k' },
    { label: 'benign', kind: 3 },
  ])
    assert.is(parseLabel(value), undefined);
});

test('agreement is that of the next budget that was measured', () => {
  assert.is(agreementAt('knockoff_random', 1), 0.48);
  assert.is(agreementAt('knockoff_random', 300), 0.69);
  assert.is(agreementAt('knockoff_random', 301), 0.79);
  assert.is(agreementAt('knockoff_random', 10_001), undefined);
  // More answers never make less of a surrogate, whatever one training run gave.
  assert.is(agreementAt('trnd_probs', 3000), 0.84);
  assert.is(agreementAt('copycat', 100), undefined);
});

test.run();
