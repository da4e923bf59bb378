import type { Code, ParametersOf } from '../diagnostics/catalogue.js';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';
import type { Span } from '../text/source-text.js';

/** Where the checks of a run tell what they find; each goes on after it has told, so that one mistake hides no other. */
export interface Report {
  readonly diagnostics: Diagnostic[];
  readonly tell: <C extends Code>(code: C, span: Span, parameters: ParametersOf<C>) => void;
}

export function openReport(): Report {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    tell: (code, span, parameters) => {
      diagnostics.push(diagnose(code, span, parameters));
    },
  };
}
