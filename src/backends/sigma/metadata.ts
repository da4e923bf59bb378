import type { BoundRule } from '../../bind/bound-rule.js';
import type { Rule } from '../../ir/rule.js';
import type { Identity } from './identity.js';
import type { YamlMap } from './yaml.js';

/** The head of the Sigma rule that raises a rule's alerts. */
export function writeHead({ rule }: Pick<BoundRule<'sigma'>, 'rule'>, { id, name }: Identity): YamlMap {
  return {
    title: writeTitle(rule.title),
    id,
    name,
    status: rule.status,
    description: rule.description,
    references: unlessEmpty(rule.references),
    author: rule.author,
    date: rule.date,
    tags: unlessEmpty(writeTags(rule)),
  };
}

/** What stands below the logic of the rule that raises alerts; its fields are the time and those that the rule reads. */
export function writeTail({
  rule,
  fields,
  time,
}: Pick<BoundRule<'sigma'>, 'rule' | 'fields' | 'time'>): YamlMap {
  const names = [...fields.values()].flatMap(({ place }) => (place.kind === 'field' ? [place.name] : []));
  return {
    fields: [...new Set([time.name, ...names])],
    falsepositives: unlessEmpty(rule.falsePositives),
    level: rule.severity,
  };
}

/**
 * The head of a part, which raises no alert of its own: "only the outermost correlation rule may define meta information such as status,
 * level, date or anything else" (specification of correlations, 2.0.2).
 */
export function writePartHead(rule: Rule, { id, name }: Identity, what: string): YamlMap {
  return { title: writeTitle(`${rule.title} - ${what}`), id, name };
}

function unlessEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** As the open proposal of an ATLAS namespace writes them, `atlas.aml.t0024.002` (SigmaHQ/sigma-specification 219). */
function writeTags(rule: Rule): readonly string[] {
  return rule.atlas.map((technique) => `atlas.${technique.toLowerCase()}`);
}

/** Sigma's schema allows 256 characters. */
function writeTitle(title: string): string {
  const characters = [...title];
  return characters.length <= 256 ? title : `${characters.slice(0, 255).join('')}…`;
}
