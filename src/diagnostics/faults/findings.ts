import { error, listNames, nearWords, warning } from '../fault.js';

const reading = (text: string) => ({ of: 'rule', text, beside: { path: 'read.yaml', text: read } }) as const;
const read = 'id: 00000000-0000-4000-8000-000000000002\nname: read';

/** What can be wrong with a rule that reads the findings of others. */
export const findingsFaults = {
  'unknown-read-rule': error<{
    name: string;
    near: string | undefined;
    variants: readonly string[];
  }>({
    message: ({ name, near, variants }) =>
      variants.length > 0
        ? `there is no rule ${name}: its file stands for its variants`
        : `there is no rule ${name}${nearWords(near)}`,
    hint: ({ variants }) => (variants.length > 0 ? `name ${listNames(variants, 'or')}` : undefined),
    page: {
      what: '`source: { findings: … }` names a rule that does not exist.',
      why: 'A rule that waits for findings that nobody makes is silent for ever. Of a file with `variants`, the rules are `<name>-<variant>`.',
      wrong: reading('source: { findings: [raed] }'),
      right: reading('source: { findings: [read] }'),
    },
  }),
  'circular-findings': error<{ circle: readonly string[] }>({
    message: ({ circle }) =>
      circle.length === 2
        ? 'the rule reads its own findings'
        : `these rules read each other’s findings: ${circle.join(' → ')}`,
    page: {
      what: 'A rule reads its own findings, at once or through others.',
      why: 'What it finds would hang on what it finds.',
      wrong: { of: 'rule', text: 'source: { findings: [example] }' },
      right: reading('source: { findings: [read] }'),
    },
  }),
  'findings-too-deep': error<{ limit: number }>({
    message: ({ limit }) => `this is a rule over findings of findings, more than ${limit} deep`,
    page: {
      what: 'A rule reads the findings of a rule that reads findings, and so on, too many times over.',
      why: 'Nobody can say any more what such an alert means, and each level makes the alert later.',
      wrong: { of: 'situation', text: 'ten rules, each over the findings of the one before it' },
      right: reading('source: { findings: [read] }'),
    },
  }),
  'findings-of-several-logs': error<{ first: string; firstSource: string; name: string; source: string }>({
    message: ({ first, firstSource, name, source }) =>
      `${first} reads ${firstSource}, and ${name} reads ${source}: the rules must read one log`,
    page: {
      what: 'A rule reads the findings of rules over different sources.',
      why: 'A replay reads one log, and a target is one index: half of the findings would always be missing.',
      wrong: { of: 'situation', text: 'source: { findings: [over-inference, over-another-log] }' },
      right: reading('source: { findings: [read] }'),
    },
  }),
  'reads-deprecated': warning<{ name: string }>({
    message: ({ name }) => `${name} is deprecated: it is never run, and has no findings`,
    hint: () => 'take it out, or read what replaced it',
    page: {
      what: 'A rule reads the findings of a deprecated rule.',
      why: 'Deprecated rules are checked and never run, so it waits in vain.',
      wrong: {
        of: 'rule',
        text: 'source: { findings: [read] }',
        beside: { path: 'read.yaml', text: `${read}\nstatus: deprecated` },
      },
      right: reading('source: { findings: [read] }'),
    },
  }),
  'unread-building-block': warning<{ name: string }>({
    message: ({ name }) => `${name} is a building block, and no rule reads its findings`,
    hint: () => 'name it in the source of a rule, { findings: [ … ] }, or take building_block out',
    page: {
      what: 'A building block raises no alerts, and nothing else makes use of it.',
      why: 'It is run in vain; perhaps the rule over it was removed, or names another.',
      wrong: { of: 'rule', text: 'building_block: true' },
      right: {
        of: 'rule',
        text: 'building_block: true',
        beside: {
          path: 'reader.yaml',
          text: 'id: 00000000-0000-4000-8000-000000000002\nname: reader\nsource: { findings: [example] }',
        },
      },
    },
  }),
} as const;
