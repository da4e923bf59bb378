import { deployedStatuses } from '../../ir/rule.js';
import { backendNames, dialects, dslProducts, splunkReadings } from '../../ir/target.js';
import { described, file, list, map, type TypeOf, text, word } from './json-schema.js';
import { listEntry } from './list.js';
import { date, duration, fieldName, slug } from './vocabulary.js';

const exception = map({ rule: text(), field: text(), entries: list(listEntry, { least: 1 }) });
const acceptance = map(
  { code: slug, reason: text(), expires: date },
  { rule: described(text(), 'The rule; left out, every rule of the target') },
);

export const targetFile = file(
  'A target of Rulewright: a SIEM that rules are compiled for',
  map(
    {
      target: described(slug, 'Equals the folder’s name'),
      description: text(),
      backend: word(...backendNames),
    },
    {
      dialect: described(word(...dialects), 'elastic: the query language; left out, esql'),
      product: described(
        word(...dslProducts),
        'elastic: whose engine it is; left out, elasticsearch for esql and opensearch for dsl',
      ),
      version: described(text('version'), 'The engine’s version'),
      licence: described(word('basic', 'platinum', 'enterprise'), 'elastic: what may be used'),
      index: described(text(), 'elastic, splunk: the index or pattern that holds the log'),
      time: described(text(), 'elastic: the date field that holds the time of an event'),
      sourcetype: described(text(), 'splunk: the sourcetype of the log’s events'),
      reading: described(
        word(...splunkReadings),
        'splunk: what is read of an event: its fields, as Splunk extracts them from its first 5,000 bytes, also where it is left out, or its whole text',
      ),
      summary: described(
        map({ index: text(), lag: duration }),
        'splunk: where panes are kept for the summary form, and how long after a collecting run they can be searched',
      ),
      data_model: described(
        map({ model: fieldName, dataset: fieldName }),
        'splunk: the data set of a data model that holds the log under the names of the mapping, for the accelerated form',
      ),
      logsource: described(
        map({}, { category: text(), product: text(), service: text() }),
        'sigma: which log the rules are for',
      ),
      mapping: described(
        text(),
        'How the index yields the fields of the source; left out, under their own names',
      ),
      least_status: described(
        word(...deployedStatuses),
        'The status that a rule must have reached to be compiled: experimental where it is left out',
      ),
      delay: described(duration, 'How late an event may reach the index'),
      precision: described(word('exact', 'fast'), 'Where the two differ, fast is a declared deviation'),
      exceptions: described(
        list(exception),
        'Values of a field for which a rule says nothing here, each with a reason and an owner',
      ),
      accept: described(
        list(acceptance),
        'Deviations and refusals that are accepted, with a reason and an end',
      ),
    },
  ),
);
export type TargetFile = TypeOf<typeof targetFile>;
