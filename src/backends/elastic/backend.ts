import type { Backend } from '../backend.js';
import { refuse } from '../lowering.js';

/** Elasticsearch's ES|QL. */
export const elastic: Backend<'elastic'> = {
  name: 'elastic',
  title: 'Elastic ES|QL',
  shapes: ['hunt', 'live'],
  lower: ({ rule }) =>
    refuse({ code: 'rule-kind', reason: 'not written yet', hint: 'wait', span: rule.span }),
};
