import type { Rule } from '../../ir/rule.js';
import type { Identity } from './identity.js';
import type { YamlMap } from './yaml.js';

/** The head of the Sigma rule that raises a rule's alerts. */
export function writeHead(rule: Rule, { id, name }: Identity, suffix = ''): YamlMap {
  return {
    title: writeTitle(rule.title + suffix),
    id,
    name,
    status: rule.status,
    description: rule.description,
    references: rule.references.length === 0 ? undefined : rule.references,
    author: rule.author,
    date: rule.date,
    tags: writeTags(rule),
  };
}

/** What stands below the logic of the rule that raises alerts. */
export function writeTail(rule: Rule): YamlMap {
  return {
    falsepositives: rule.falsePositives.length === 0 ? undefined : rule.falsePositives,
    level: rule.severity,
  };
}

/** The head of a part, which raises no alert of its own. */
export function writePartHead(rule: Rule, { id, name }: Identity, what: string): YamlMap {
  return {
    title: writeTitle(`${rule.title} - ${what}`),
    id,
    name,
    status: rule.status,
    description: `A part of the rule ${rule.name}; it raises no alert of its own.`,
    author: rule.author,
    date: rule.date,
    tags: writeTags(rule),
  };
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
