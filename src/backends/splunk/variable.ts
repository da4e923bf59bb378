/**
 * The names of the fields that a search makes for itself. All begin with one prefix, and a log whose own names begin with it is
 * refused, so that neither can hide the other.
 */
export const reserved = 'rw_';

/** The event's time, milliseconds UTC. */
export const time = 'rw_time';
/** The number of the step of the window's clock that holds an event, since the epoch. */
export const pane = 'rw_pane';
/** A window's end, in such steps. */
export const end = 'rw_end';
/** How many events a row stands for. */
export const events = 'rw_events';

/** A source's field, coerced; under its number where its name is more than one word. */
export const field = (name: string, index: number) =>
  `rw_field_${/^[a-z][a-z0-9_]*$/.test(name) ? name : index}`;
/** A field of the group, as text that no command takes for a number. */
export const group = (index: number) => `rw_by_${index}`;
/** 1 where an event passes a test, else 0; after `stats`, how many do. */
export const test = (index: number) => `rw_test_${index}`;
/** A value to tell apart; after the last `stats`, how many there are. */
export const value = (index: number) => `rw_value_${index}`;
/** A signal's value. */
export const signal = (index: number) => `rw_signal_${index}`;
/** A value that a ratio is made of. */
export const part = (index: number) => `rw_part_${index}`;
