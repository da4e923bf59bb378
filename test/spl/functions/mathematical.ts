import { fail } from '../failure.js';
import {
  compareText,
  isNumber,
  isUnsure,
  number,
  readNumber,
  type Single,
  textOf,
  unsure,
  type Value,
  valuesOf,
} from '../value.js';
import { type EvalFunctions, eager, numeric } from './definition.js';

/** NaN and infinities come out as values (eval command, "Numeric calculations"); functions do not say so: unsure. */
function finite(name: string, value: number): Value {
  return Number.isFinite(value)
    ? number(value)
    : unsure(`what ${name}() makes of a number beyond its domain`);
}

/** round(X, Y): half away from zero, to the decimals given. On a half that binary cannot hold no page decides. */
function round(value: number, decimals: number): Value {
  if (decimals < 0 || decimals > 15 || !Number.isInteger(decimals))
    return unsure(`round() to ${decimals} decimals`);
  const scaled = Math.abs(value) * 10 ** decimals;
  const near = Math.abs(scaled - Math.floor(scaled) - 0.5);
  if (decimals > 0 && near !== 0 && near < 1e-9 * Math.max(1, scaled))
    return unsure(`which way round(${value}, ${decimals}) goes`);
  const whole = Math.floor(scaled + 0.5) === scaled + 1 ? scaled : Math.floor(scaled + 0.5);
  const result = (Math.sign(value) * whole) / 10 ** decimals;
  return number(result === 0 ? 0 : result);
}

/** min() and max() of arguments: numbers before texts (Statistical eval functions: strings are greater than numbers). */
function extreme(values: readonly Value[], sign: 1 | -1): Value {
  const singles = values.flatMap((value) => [...valuesOf(value)]);
  let best: Single | undefined;
  for (const single of singles) {
    if (best === undefined) {
      best = single;
      continue;
    }
    const order = compareMixed(single, best);
    if (order === undefined) return unsure('which of the arguments of min() or max() are numbers');
    if (order * sign > 0) best = single;
  }
  if (best === undefined) return null;
  return isNumber(best) ? best : (readNumber(best) ?? best);
}

function compareMixed(a: Single, b: Single): number | undefined {
  const [x, y] = [isNumber(a) ? a : readNumber(a), isNumber(b) ? b : readNumber(b)];
  if (isUnsure(x ?? null) || isUnsure(y ?? null)) return undefined;
  if (x !== undefined && y !== undefined && isNumber(x) && isNumber(y)) return x.value - y.value;
  if (x === undefined && y === undefined) return compareText(String(textOf(a)), String(textOf(b)));
  return x === undefined ? 1 : -1;
}

/** Mathematical functions, and the statistical ones of `eval`. */
export const mathematicalFunctions: EvalFunctions = {
  abs: numeric(1, 1, 'abs', (x) => number(Math.abs(x.value), x.precision)),
  ceiling: numeric(1, 1, 'ceiling', (x) => number(Math.ceil(x.value) + 0)),
  ceil: numeric(1, 1, 'ceil', (x) => number(Math.ceil(x.value) + 0)),
  floor: numeric(1, 1, 'floor', (x) => number(Math.floor(x.value))),
  round: numeric(1, 2, 'round', (x, y) => round(x.value, y?.value ?? 0)),
  exact: numeric(1, 1, 'exact', (x) => number(x.value)),
  exp: numeric(1, 1, 'exp', (x) => finite('exp', Math.exp(x.value))),
  ln: numeric(1, 1, 'ln', (x) => finite('ln', x.value > 0 ? Math.log(x.value) : Number.NaN)),
  log: numeric(1, 2, 'log', (x, base) =>
    finite(
      'log',
      x.value <= 0
        ? Number.NaN
        : base === undefined || base.value === 10
          ? Math.log10(x.value)
          : base.value === 2
            ? Math.log2(x.value)
            : Math.log(x.value) / Math.log(base.value),
    ),
  ),
  pi: eager(0, 0, () => number(Math.PI)),
  pow: numeric(2, 2, 'pow', (x, y) => finite('pow', x.value ** (y?.value ?? 1))),
  sqrt: numeric(1, 1, 'sqrt', (x) => finite('sqrt', Math.sqrt(x.value))),
  min: eager(1, Infinity, (values) => extreme(values, -1)),
  max: eager(1, Infinity, (values) => extreme(values, 1)),
  random: eager(0, 0, () => fail('refused', 'random(), which has no one result')),
};
