import { type CodeSet, makeSet } from './code-points.js';

const digit = makeSet([[0x30, 0x39]]);
const upper = makeSet([[0x41, 0x5a]]);
const lower = makeSet([[0x61, 0x7a]]);
const alpha = makeSet([...upper, ...lower]);
const alnum = makeSet([...alpha, ...digit]);
const word = makeSet([...alnum, [0x5f, 0x5f]]);

/** RE2's Perl classes, ASCII only (github.com/google/re2/wiki/Syntax). */
export const perlClasses: { readonly [letter: string]: CodeSet } = {
  d: digit,
  s: makeSet([
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ]),
  w: word,
};

/** RE2's classes within brackets, `[:alpha:]`, ASCII only. */
export const namedClasses: { readonly [name: string]: CodeSet } = {
  alnum,
  alpha,
  ascii: makeSet([[0, 0x7f]]),
  blank: makeSet([
    [0x09, 0x09],
    [0x20, 0x20],
  ]),
  cntrl: makeSet([
    [0, 0x1f],
    [0x7f, 0x7f],
  ]),
  digit,
  graph: makeSet([[0x21, 0x7e]]),
  lower,
  print: makeSet([[0x20, 0x7e]]),
  punct: makeSet([
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ]),
  space: makeSet([
    [0x09, 0x0d],
    [0x20, 0x20],
  ]),
  upper,
  word,
  xdigit: makeSet([...digit, [0x41, 0x46], [0x61, 0x66]]),
};
