import type { Backend } from '../backend.js';
import { refuse } from '../lowering.js';

/** Sigma. */
export const sigma: Backend<'sigma'> = {
  name: 'sigma',
  title: 'Sigma',
  shapes: ['rule'],
  lower: ({ rule }) =>
    refuse({ code: 'rule-kind', reason: 'not written yet', hint: 'wait', span: rule.span }),
};
