import type { Code } from '../diagnostics/catalogue.js';
import { catalogue } from '../diagnostics/catalogue.js';
import type { Example } from '../diagnostics/fault.js';
import { wrap } from './layout.js';

/** The page of a diagnostic's code: what it means, why it matters, how it looks wrong and how right. */
export function writeCodePage(code: Code, columns: number): string {
  const { severity, page } = catalogue[code];
  return [
    `${code}  ${severity}`,
    '',
    wrap(page.what, columns),
    wrap(page.why, columns),
    '',
    ...writeExample('wrong', page.wrong),
    ...writeExample('right', page.right),
    '',
  ].join('\n');
}

/** The same for machines. */
export function recordCodePage(code: Code): object {
  const { severity, page } = catalogue[code];
  return { code, severity, what: page.what, why: page.why, wrong: page.wrong.text, right: page.right.text };
}

function writeExample(label: string, { text, path, beside }: Example): string[] {
  const lines = (of: string) =>
    of
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd());
  return [
    `  ${label}${path === undefined ? '' : `, in ${path}`}`,
    ...lines(text),
    ...(beside === undefined ? [] : [`  beside it, ${beside.path}`, ...lines(beside.text)]),
  ];
}
