const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A length in Sigma's units, the greatest that divides it; milliseconds, whole minutes. */
export function writeTimespan(length: number): string {
  for (const [unit, millis] of units) if (length % millis === 0) return `${length / millis}${unit}`;
  throw new Error(`a window of ${length} ms is not one of whole minutes`);
}
