import type { Predicate } from '../ir/predicate.js';
import type { Field } from '../ir/source.js';
import type { Row, Slots } from '../log/row.js';
import { compilePredicate, keyOfPredicate, type Test } from './predicate.js';

/** The tests of a rule pack, by number, each one made at most once for each event, whichever rules ask. */
export interface SharedTests {
  /** The number of a predicate; the same one for those that are written alike. */
  readonly add: (predicate: Predicate) => number;
  /** The number of "both hold". */
  readonly both: (left: number, right: number) => number;
  /** The number of "the field has a value". */
  readonly has: (field: Field) => number;
  /** Begins the next event. */
  readonly begin: () => void;
  /** A number that tells this event from every other. */
  readonly event: () => number;
  /** Whether the event passes the test of this number. */
  readonly check: (number: number, row: Row) => boolean;
}

/** The number of the test that every event passes. */
export const EVERY = 0;

export function createSharedTests(slots: Slots): SharedTests {
  const numbers = new Map<string, number>();
  const tests: Test[] = [() => true];
  let answered = new Float64Array(16); // the event for which the answer holds
  let answers = new Uint8Array(16);
  let event = 1;

  function share(key: string, create: () => Test): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = tests.push(create()) - 1;
    numbers.set(key, number);
    if (number >= answers.length) {
      answered = new Float64Array(answers.length * 2);
      answers = new Uint8Array(answers.length * 2);
    }
    return number;
  }

  function check(number: number, row: Row): boolean {
    if (number === EVERY) return true;
    if (answered[number] === event) return answers[number] === 1;
    const answer = tests[number](row);
    answered[number] = event;
    answers[number] = answer ? 1 : 0;
    return answer;
  }

  function has(field: Field): number {
    const slot = slots.get(field.name);
    if (slot === undefined) throw new Error(`the source has no field ${field.name}`);
    return share(`has ${slot}`, () => (row) => row.present[slot] === 1);
  }

  return {
    add(predicate) {
      if (predicate.kind === 'exists') return has(predicate.field);
      return share(keyOfPredicate(predicate), () => compilePredicate(predicate, slots));
    },
    both(left, right) {
      if (left === EVERY || left === right) return right;
      if (right === EVERY) return left;
      return share(`${left}&${right}`, () => (row) => check(left, row) && check(right, row));
    },
    has,
    begin() {
      event++;
    },
    event: () => event,
    check,
  };
}
