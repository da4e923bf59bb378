/** A boolean expression of ES|QL. */
export interface Expression {
  readonly text: string;
  /** How loosely it holds together, so that parentheses stand only where they are needed. */
  readonly binding: 'tight' | 'and' | 'or';
  /** Whether it can be null, which the language keeps apart from false. */
  readonly nullable: boolean;
  /** The parts of an AND, which a WHERE writes one a line. */
  readonly conjuncts?: readonly Expression[];
}

/** A comparison, call or other expression that needs no parentheses beside AND, OR and NOT. */
export function atom(text: string, nullable: boolean): Expression {
  return { text, binding: 'tight', nullable };
}

/**
 * AND over one or more. A null part makes a whole that is null or false, so that where nulls count as false (WHERE, CASE, the filter
 * of an aggregate) no guard is needed within.
 */
export function allOf(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? joinBy('and', parts) : { ...joinBy('and', parts), conjuncts: parts };
}

/** OR over one or more, under the same reasoning: it is true exactly where a part is. */
export function anyOf(parts: readonly Expression[]): Expression {
  return joinBy('or', parts);
}

/** The two-valued negation: NOT of null would be null again, which drops the row that the contract wants. */
export function negate(of: Expression): Expression {
  if (of.nullable) return atom(`NOT COALESCE(${of.text}, false)`, false);
  return atom(of.binding === 'tight' ? `NOT (${of.text})` : `NOT ${parenthesize(of)}`, false);
}

/** How many of the expressions are true. CASE takes null for false. */
export function countTrue(parts: readonly Expression[]): string {
  return parts.map(({ text }) => `CASE(${text}, 1, 0)`).join(' + ');
}

function joinBy(binding: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error(`nothing to join by ${binding}`);
  if (rest.length === 0) return first;
  return {
    text: parts
      .map((part) => (part.binding === 'tight' || part.binding === binding ? part.text : parenthesize(part)))
      .join(binding === 'and' ? ' AND ' : ' OR '),
    binding,
    nullable: parts.some((part) => part.nullable),
  };
}

function parenthesize({ text }: Expression): string {
  return `(${text})`;
}
