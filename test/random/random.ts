/** A seeded source of choices; the same seed gives the same choices on every machine. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  /** Some of a list, in its order; at least `least`. */
  readonly some: <T>(from: readonly T[], least?: number) => T[];
  readonly shuffle: <T>(items: readonly T[]) => T[];
}

/** A 32-bit state stepped by a constant and mixed by multiplications (the splitmix construction). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  function pick<T>(from: readonly T[]): T {
    const index = whole(0, from.length - 1);
    const item = from[index];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  function shuffle<T>(items: readonly T[]): T[] {
    const rest = [...items];
    const out: T[] = [];
    while (rest.length > 0) out.push(...rest.splice(whole(0, rest.length - 1), 1));
    return out;
  }
  function some<T>(from: readonly T[], least = 0): T[] {
    const count = whole(least, from.length);
    const places = shuffle(from.map((_, place) => place)).slice(0, count);
    return from.filter((_, place) => places.includes(place));
  }
  return { whole, chance: (probability) => next() < probability, pick, some, shuffle };
}
