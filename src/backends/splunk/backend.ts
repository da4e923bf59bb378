import type { Backend } from '../backend.js';
import { refuse } from '../lowering.js';

/** Splunk SPL. */
export const splunk: Backend<'splunk'> = {
  name: 'splunk',
  title: 'Splunk SPL',
  shapes: ['hunt', 'live'],
  lower: ({ rule }) =>
    refuse({ code: 'rule-kind', reason: 'not written yet', hint: 'wait', span: rule.span }),
};
