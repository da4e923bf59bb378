import { findField } from '../check/field.js';
import { checkEntries, readEntries } from '../check/list.js';
import type { Pack } from '../check/load-pack.js';
import { entryOf, textAt } from '../check/read-node.js';
import { openReport } from '../check/report.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Node } from '../document/node.js';
import type { Predicate } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';
import type { Exception, Target } from '../ir/target.js';
import { nearName } from '../text/near-name.js';

/**
 * Reads the exceptions of a target file whose shape is right.
 * @param root The target's document.
 * @param now Milliseconds UTC: entries that have expired by then are warned of.
 */
export function readExceptions(
  root: Node,
  { rules }: Pick<Pack, 'rules'>,
  now: number,
): { readonly exceptions: readonly Exception[]; readonly diagnostics: readonly Diagnostic[] } {
  const report = openReport();
  const list = entryOf(root, 'exceptions')?.value;
  const exceptions = (list?.kind === 'list' ? list.items : []).flatMap((item): Exception[] => {
    const written = checkEntries(entryOf(item, 'entries')?.value, now, report);
    const name = textAt(item, 'rule');
    const rule = rules.find((one) => one.name === name?.text);
    if (name !== undefined && rule === undefined)
      report.tell('unknown-rule', name.span, {
        name: name.text,
        near: nearName(
          name.text,
          rules.map((one) => one.name),
        ),
      });
    const wanted = textAt(item, 'field');
    if (rule === undefined || wanted === undefined) return [];
    const scope = { source: rule.source.name, fields: rule.source.fields, report };
    const field = findField(wanted.text, wanted.span, scope);
    const entries = field && readEntries(written, field, report);
    return field === undefined || entries === undefined
      ? []
      : [{ rule: rule.name, field, entries, span: item.span }];
  });
  return { exceptions, diagnostics: report.diagnostics };
}

type Excepting = Pick<Target, 'name' | 'exceptions'>;

/**
 * Rules as a target has them: each exception is a `not in_list` joined to its rule's `where` (contract, section 7). A rule that
 * reads the findings of others reads those of the rules with their exceptions.
 */
export function exceptRules(rules: readonly Rule[], target: Excepting): Rule[] {
  if (target.exceptions.length === 0) return [...rules];
  const made = new Map<Rule, Rule>();
  const except = (rule: Rule): Rule => {
    const known = made.get(rule);
    if (known !== undefined) return known;
    const reads = rule.reads?.map(except);
    const read = reads === undefined ? rule : { ...rule, reads };
    const excepted = joinExceptions(read, target);
    made.set(rule, excepted);
    return excepted;
  };
  return rules.map(except);
}

function joinExceptions(rule: Rule, { name, exceptions }: Excepting): Rule {
  const own = exceptions.filter((one) => one.rule === rule.name);
  const [first] = own;
  if (first === undefined) return rule;
  const nots = own.map(
    ({ field, entries, span }): Predicate => ({
      kind: 'not',
      span,
      of: { kind: 'in_list', span, field, list: `exceptions of ${name}`, entries },
    }),
  );
  const { where } = rule;
  const of = [...(where === undefined ? [] : where.kind === 'all' ? where.of : [where]), ...nots];
  const [only] = of;
  const span = where?.span ?? first.span;
  return { ...rule, where: of.length === 1 && only !== undefined ? only : { kind: 'all', span, of } };
}
