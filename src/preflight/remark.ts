/** What an index does to a rule, and what to change. */
export interface Remark {
  readonly code: string;
  /** `refused`: the query is an error, or means something else. `note`: what to see to, where the meaning stays. Else whether it finds more, less or both. */
  readonly effect: 'refused' | 'over' | 'under' | 'both' | 'note';
  /** The index's field; the index itself where it is none of its fields. */
  readonly place: string;
  readonly reason: string;
  readonly change: string;
}
