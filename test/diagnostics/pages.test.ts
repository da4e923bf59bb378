import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Code, catalogue, isCode } from '../../src/diagnostics/catalogue.js';
import type { Page } from '../../src/diagnostics/fault.js';
import { checkExample } from './examples.js';
import { situations } from './situations.js';

const test = suite('pages');
const codes: readonly Code[] = Object.keys(catalogue).filter(isCode);

for (const code of codes) {
  const { page }: { page: Page } = catalogue[code];
  test(`${code}: the wrong example raises it alone, the right one nothing`, () => {
    const situation = situations[code];
    assert.is(situation === undefined, page.wrong.of !== 'situation');
    const wrong = situation === undefined ? checkExample(page.wrong) : situation();
    assert.equal(
      [...new Set(wrong.map((one) => one.code))],
      [code],
      wrong.map(({ message }) => message).join('; '),
    );
    const right = checkExample(page.right);
    assert.equal(
      right.map((one) => `${one.code}: ${one.message}`),
      [],
    );
  });
}

test('codes are kebab-case, and every page says something', () => {
  assert.ok(codes.length > 50);
  for (const code of codes) {
    assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    const { what, why }: Page = catalogue[code].page;
    assert.ok(what.endsWith('.') && why.endsWith('.'), code);
  }
});

test.run();
