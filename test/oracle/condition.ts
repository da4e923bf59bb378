/**
 * Whether a condition as it is written holds, given which of the rule's signals are true.
 * `not` binds before `and`, `and` before `or`.
 */
export function conditionHolds(text: string, signals: ReadonlyMap<string, boolean>): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;

  function readOr(): boolean {
    let result = readAnd();
    while (tokens[at] === 'or') {
      at++;
      const right = readAnd();
      result = result || right;
    }
    return result;
  }
  function readAnd(): boolean {
    let result = readNot();
    while (tokens[at] === 'and') {
      at++;
      const right = readNot();
      result = result && right;
    }
    return result;
  }
  function readNot(): boolean {
    if (tokens[at] !== 'not') return readAtom();
    at++;
    return !readNot();
  }
  function readAtom(): boolean {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const result = readOr();
      if (tokens[at++] !== ')') throw new Error(`no closing parenthesis: ${text}`);
      return result;
    }
    if (tokens[at] === 'of') return readQuantifier(token);
    const value = signals.get(token);
    if (value === undefined) throw new Error(`no signal ${token}: ${text}`);
    return value;
  }
  function readQuantifier(count: string): boolean {
    at++;
    const which = tokens[at++] ?? '';
    const prefix = which === 'them' ? '' : which.slice(0, -1);
    const named = [...signals].filter(([name]) => name.startsWith(prefix));
    if ((which !== 'them' && !which.endsWith('*')) || named.length === 0)
      throw new Error(`nothing is ${which}`);
    const found = named.filter(([, isTrue]) => isTrue).length;
    if (count === 'all') return found === named.length;
    if (!/^[1-9][0-9]*$/.test(count)) throw new Error(`not a number: ${count}`);
    return found >= Number(count);
  }

  const result = readOr();
  if (at !== tokens.length) throw new Error(`left over at ${tokens[at]}: ${text}`);
  return result;
}
