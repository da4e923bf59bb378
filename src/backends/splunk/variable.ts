/**
 * The names of the fields that a search makes for itself. All begin with one prefix, and a log whose own names begin with it is
 * refused, so that neither can hide the other.
 */
export const reserved = 'rw_';

/** The event's time, milliseconds UTC. */
export const time = 'rw_time';
/** The number of the step of the window's clock that holds an event, since the epoch. */
export const pane = 'rw_pane';
/** The time of the event before in the group, and the step that holds it. */
export const before = 'rw_before';
export const beforePane = 'rw_before_pane';
/** A window's end, in such steps. */
export const end = 'rw_end';
/** How many events a row stands for. */
export const events = 'rw_events';
/** What a row of a window stands for: the window itself, or one value of one column. */
export const fact = 'rw_fact';
/** What a column was in the row before. */
export const previous = (name: string) => name.replace(reserved, 'rw_previous_');
/** A value as a number, and whether a row is the first of its window (0). */
export const number = 'rw_number';
export const order = 'rw_order';

/** How many events a row of `tstats` stands for. */
export const weight = 'rw_weight';
/** What lies at a place of an event, as text. */
export const raw = (index: number) => `rw_raw_${index}`;
/** What lies at a place of an event, coerced, for a field that is computed. */
export const read = (index: number) => `rw_read_${index}`;
/** A source's field, coerced; under its number where its name is more than one word. */
export const field = (name: string, index: number) =>
  `rw_field_${/^[a-z][a-z0-9_]*$/.test(name) ? name : index}`;
/** A field of the group, as text that no command takes for a number. */
export const group = (index: number) => `rw_by_${index}`;
/** 1 where an event passes a test, else 0; after `stats`, how many do. */
export const test = (index: number) => `rw_test_${index}`;
/** A number of the events, folded by `stats`. */
export const sum = (index: number) => `rw_sum_${index}`;
export const min = (index: number) => `rw_min_${index}`;
export const max = (index: number) => `rw_max_${index}`;
/** A value to tell apart; after the last `stats`, how many there are. */
export const value = (index: number) => `rw_value_${index}`;
/** What is asked of the values of a window. */
export const answer = (index: number) => `rw_answer_${index}`;
/** How many events have a value of this column up to a row's. */
export const rank = (index: number) => `rw_rank_${index}`;
/** When a step is reached. */
export const reached = (index: number) => `rw_reached_${index}`;
/** Something of the window that the rows of its values need. */
export const head = (index: number) => `rw_head_${index}`;
/** A signal's value. */
export const signal = (index: number) => `rw_signal_${index}`;
/** A value that a ratio is made of. */
export const part = (index: number) => `rw_part_${index}`;
