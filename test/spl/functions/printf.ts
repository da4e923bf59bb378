import { asNumber } from '../expression/arithmetic.js';
import { fail } from '../failure.js';
import { isUnsure } from '../value.js';
import { asText, eager } from './definition.js';

/** A number as `%.Ng` of C writes it. */
function general(value: number, precision: number): string {
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < digits) return trim(value.toFixed(Math.min(100, digits - 1 - exponent)));
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  return `${trim(mantissa)}e${power.startsWith('-') ? '-' : '+'}${power.slice(1).padStart(2, '0')}`;
}

/** printf("format", …): `%s`, `%d`, `%.Nf` and `%.Ng`, as C has them (Text functions); other forms are refused. */
export const printf = eager(1, Infinity, ([format = null, ...values]) => {
  if (typeof format !== 'string') return fail('refused', 'printf() without a format that is a text');
  let doubt: ReturnType<typeof asText> = '';
  const rest = [...values];
  const written = format.replace(/%(?:%|s|d|\.(\d+)([fg])|[\s\S]?)/g, (directive, digits, conversion) => {
    if (directive === '%%') return '%';
    const value = rest.shift() ?? null;
    if (directive === '%s') {
      const text = asText(value, 'printf');
      if (typeof text !== 'string') doubt = text;
      return text === null || typeof text !== 'string' ? '' : text;
    }
    if (directive !== '%d' && conversion === undefined) return fail('refused', `${directive} in printf()`);
    const number = asNumber(value, 'printf()');
    if (number === null || isUnsure(number)) {
      doubt = number;
      return '';
    }
    if (!Number.isFinite(number.value)) return fail('undocumented', 'printf() of what is no finite number');
    if (directive === '%d')
      return Number.isInteger(number.value)
        ? String(number.value)
        : fail('undocumented', 'printf("%d") of a fraction');
    return conversion === 'f' ? number.value.toFixed(Number(digits)) : general(number.value, Number(digits));
  });
  if (rest.length > 0) return fail('error', 'printf() has more values than its format');
  return doubt === '' ? written : doubt;
});
