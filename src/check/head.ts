import type { Node } from '../document/node.js';
import { datePattern } from '../document/schema/vocabulary.js';
import { techniques } from '../ir/atlas.js';
import { type MatchRule, type ReportItem, type Suppression, severities, statuses } from '../ir/rule.js';
import type { Field, Source } from '../ir/source.js';
import { isDate } from '../text/instant.js';
import { nearName } from '../text/near-name.js';
import { entryOf, numberAt, plainTextsAt, textAt, textsAt, wordAt } from './read-node.js';
import type { Report } from './report.js';

/** What rules of every kind have. */
export type RuleHead = Omit<MatchRule, 'kind' | 'where'>;

/** The head of a rule whose shape is right; undefined where it is not, which the schema has told. */
export function readHead(
  root: Node,
  source: Source,
  by: readonly Field[],
  suppress: Suppression | undefined,
  reported: readonly ReportItem[],
): RuleHead | undefined {
  const id = textAt(root, 'id')?.text;
  const name = textAt(root, 'name');
  const title = textAt(root, 'title')?.text;
  const description = textAt(root, 'description')?.text;
  const status = wordAt(root, 'status', statuses);
  const severity = wordAt(root, 'severity', severities);
  const risk = numberAt(root, 'risk');
  const author = textAt(root, 'author')?.text;
  const date = textAt(root, 'date')?.text;
  if (!id || !name || !title || !description || !status || !severity) return undefined;
  return {
    id,
    name: name.text,
    title,
    description,
    status,
    severity,
    ...(risk === undefined ? {} : { risk }),
    atlas: plainTextsAt(root, 'atlas'),
    references: plainTextsAt(root, 'references'),
    ...(author === undefined ? {} : { author }),
    ...(date === undefined ? {} : { date }),
    source,
    by,
    ...(suppress === undefined ? {} : { suppress }),
    report: reported,
    buildingBlock: entryOf(root, 'building_block')?.value.plain === true,
    investigate: plainTextsAt(root, 'investigate'),
    respond: plainTextsAt(root, 'respond'),
    falsePositives: plainTextsAt(root, 'false_positives'),
    blindSpots: plainTextsAt(root, 'blind_spots'),
    span: name.span,
  };
}

/** Tells techniques that the table does not have. */
export function checkTechniques(root: Node, report: Report): void {
  for (const { text, span } of textsAt(root, 'atlas')) {
    // What does not look like an id, the schema has told.
    if (/^AML\.T\d{4}(\.\d{3})?$/.test(text) && !techniques.has(text))
      report.tell('unknown-technique', span, { id: text, near: nearName(text, techniques.keys()) });
  }
}

/** Tells a date that looks like one and is on no calendar. */
export function checkDate(root: Node, report: Report): void {
  const date = textAt(root, 'date');
  // The schema has told months above 12 and days above 31.
  if (date !== undefined && looksLikeDate.test(date.text) && !isDate(date.text))
    report.tell('illegal-form', date.span, { expected: 'date', value: date.text });
}

const looksLikeDate = new RegExp(datePattern);
