import type { Acceptance, Target } from '../ir/target.js';

/** What a target's owner accepts of a code in a rule, whether or not it still counts. */
export function acceptancesOf({ accept }: Target, rule: string, code: string): readonly Acceptance[] {
  return accept.filter((one) => (one.rule ?? rule) === rule && one.code === code);
}

/** Whether an acceptance no longer counts, as it does until its UTC day is over; a date that is none never does. */
export function isExpired({ expires }: Acceptance, now: number): boolean {
  const day = Date.parse(`${expires}T00:00:00Z`);
  return Number.isNaN(day) || now >= day + 86_400_000;
}
