import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compute, eventsOf, failsAs, keeps, run } from './running.js';

/* Each test names the page of Splunk's Search Reference (9.4) or Search Manual that says so. */
const test = suite('eval and where as Splunk documents them');

test('eval command: results are rounded to the precision of the least precise input, exact() takes that off', () => {
  const text =
    '| makeresults | eval decimal1 = 8.250 * 0.2, decimal2 = 8.250 * 0.20, decimal3 = 8.250 * 0.200, exact = 8.250 * exact(0.2)';
  const [row] = run(text, { rounding: 'assigned' });
  assert.equal([row?.decimal1, row?.decimal2, row?.decimal3, row?.exact], ['2', '1.7', '1.65', '1.650']);
});

test('sigfig(): without it 1.00*1111 stays 1111', () => {
  assert.is(compute('1.00 * 1111'), '1111');
});

test('eval command: division by zero results in a null field', () => {
  assert.is(compute('1 / 0'), undefined);
  assert.is(compute('if(isnull(a / b), "none", "some")', { a: 4, b: 0 }), 'none');
});

test('eval command: + joins two strings, . joins whatever stands there as text', () => {
  assert.is(compute('"server-" . host', { host: 'w1' }), 'server-w1');
  assert.is(compute('first + " " + last', { first: 'Ada', last: 'Lovelace' }), 'Ada Lovelace');
  assert.is(compute('1 . 2'), '12');
  assert.is(compute('a + b', { a: 1, b: 2 }), '3');
  failsAs('undocumented', () => compute('a + b', { a: 1, b: 'x' }));
});

test('eval command: a name with other characters stands in single quotes; double quotes make a string', () => {
  const fields = { 'server-1': 3, 'Last.Name': 'x' };
  assert.is(compute("1 + 'server-1'", fields), '4');
  assert.is(compute("'Last.Name'", fields), 'x');
  assert.is(compute('"Last.Name"', fields), 'Last.Name');
});

test('eval command: AND binds tighter than OR, NOT tighter than AND; XOR comes last', () => {
  const fields = { a: 1, b: 1, c: 0 };
  assert.ok(keeps('a = 1 OR b = 1 AND c = 1', fields));
  assert.not(keeps('(a = 1 OR b = 1) AND c = 1', fields));
  assert.ok(keeps('NOT a = 0 AND b = 1', fields));
  assert.not(keeps('a = 1 XOR b = 1', fields));
  assert.ok(keeps('a = 1 XOR c = 1 AND b = 1', fields));
});

test('eval command: the result cannot be a Boolean', () => {
  failsAs('error', () => compute('a = 1', { a: 1 }));
  assert.is(compute('tostring(a = 1)', { a: 1 }), 'True');
});

test('eval command: assignments run from left to right, and each sees those before it', () => {
  const [row] = run('| makeresults | eval a = 2, b = a * 3');
  assert.is(row?.b, '6');
});

test('eval command: comparisons take two numbers or two strings, and strings are case-sensitive', () => {
  assert.ok(keeps('tonumber(a) < tonumber(b)', { a: '9', b: '10' }));
  assert.ok(keeps('a > b', { a: '9x', b: '10x' }));
  assert.ok(keeps('a = 5.0', { a: '5' }));
  assert.not(keeps('a = "ALICE"', { a: 'alice' }));
  assert.ok(keeps('a = b', { a: 'x', b: 'x' }));
});

test('two texts that are numbers may be compared either way: where that decides, nothing is claimed', () => {
  assert.ok(keeps('a = "5"', { a: '5' }));
  assert.not(keeps('a = "6"', { a: '5' }));
  failsAs('undocumented', () => keeps('a = "5.0"', { a: '5' }));
  failsAs('undocumented', () => keeps('a < "10"', { a: '9' }));
  failsAs('undocumented', () => keeps('a = "0x10"', { a: '16' }));
  failsAs('undocumented', () => keeps('a > 5', { a: 'x' }));
});

test('NULL: a comparison with a missing field is null, and NOT null drops the row too', () => {
  assert.not(keeps('missing = 1'));
  assert.not(keeps('NOT missing = 1'));
  assert.not(keeps('missing != 1'));
  assert.ok(keeps('isnull(missing) OR missing != 1'));
  assert.not(keeps('isnotnull(missing) AND missing != 1'));
  assert.is(compute('if(missing = 1, "yes", "no")'), 'no');
  assert.is(compute('case(missing = 1, "yes", 1 = 1, "other")'), 'other');
  assert.is(compute('missing + 1'), undefined);
});

test('JSON null arrives as the text null, which is not a missing field', () => {
  assert.ok(keeps('isnotnull(a) AND a = "null"', { a: null }));
  assert.not(keeps('isnull(a)', { a: null }));
});

test('JSON booleans arrive as the texts true and false', () => {
  assert.ok(keeps('a = "true" AND b = "false"', { a: true, b: false }));
  failsAs('error', () => keeps('a', { a: true }));
});

test('an operation on a multivalue field, which no page describes, decides nothing', () => {
  failsAs('undocumented', () => keeps('\'a{}\' = "x"', { a: ['x', 'y'] }));
  assert.not(keeps("mvcount('a{}') = 1 AND 'a{}' = \"x\"", { a: ['x', 'y'] }));
  assert.ok(keeps("case(mvcount('a{}') > 1, 1 = 1, 1 = 1, 'a{}' = \"x\")", { a: ['x', 'y'] }));
});

test('types of expressions: \\\\ and \\" are escapes, \\t is a tab, other backslashes stay', () => {
  assert.is(compute(String.raw`"C:\\windows\\temp"`), String.raw`C:\windows\temp`);
  assert.is(compute(String.raw`"a\tb"`), 'a\tb');
  assert.is(compute(String.raw`"say \"hi\""`), 'say "hi"');
  assert.is(compute(String.raw`"\s+\d"`), String.raw`\s+\d`);
  failsAs('undocumented', () => compute(String.raw`"a\nb"`));
});

test('conditional functions: if, case, coalesce, nullif, validate, in', () => {
  assert.is(compute('if(error == 200, "OK", "Problem")', { error: 200 }), 'OK');
  assert.is(
    compute('case(error == 404, "Not found", error == 500, "Internal Server Error", error == 200, "OK")', {
      error: 500,
    }),
    'Internal Server Error',
  );
  assert.is(compute('case(error == 404, "Not found")', { error: 1 }), undefined);
  assert.is(compute('coalesce(clientip, ipaddress)', { ipaddress: '10.0.0.1' }), '10.0.0.1');
  assert.is(compute('nullif(a, b)', { a: 'x', b: 'x' }), undefined);
  assert.is(
    compute('validate(port >= 1 AND port <= 65535, "out of range")', { port: 70000 }),
    'out of range',
  );
  assert.is(compute('if(in(status, "400", "401"), "yes", "no")', { status: '401' }), 'yes');
  assert.is(compute('if(status IN ("400", "401"), "yes", "no")', { status: '402' }), 'no');
});

test('match(): a regular expression anywhere in the text, in PCRE', () => {
  const match = (pattern: string, a: string): boolean => keeps(`match(a, "${pattern}")`, { a });
  assert.ok(match(String.raw`^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$`, '10.1.2.3'));
  assert.ok(match('b', 'abc'));
  assert.not(match('B', 'abc'));
  assert.ok(match('(?i)B', 'abc'));
  assert.ok(match(String.raw`a\\.b`, 'a.b'));
  assert.not(match(String.raw`a\\.b`, 'axb'));
  assert.ok(match(String.raw`\x41`, 'A'));
  assert.ok(match('a|b', 'b'), 'a pipe within quotes');
  assert.ok(match('^a$', 'a\n'), '$ is also before a last newline');
  assert.not(match(String.raw`\Aa\z`, 'a\n'));
  assert.not(match('a.b', 'a\nb'));
  assert.ok(match('(?s)a.b', 'a\nb'));
  assert.not(keeps('match(missing, "a")'));
  assert.ok(match('^é$', 'é'));
  failsAs('undocumented', () => match('^.$', 'é'), 'a dot is a byte or a character');
  failsAs('refused', () => match('a++', 'a'));
  failsAs('refused', () => match(String.raw`\p{L}`, 'a'));
});

test('like(): % is any run, _ one character, case counts, the whole text', () => {
  assert.ok(keeps('like(a, "addr%")', { a: 'addr.com' }));
  assert.ok(keeps('a LIKE "a%b_"', { a: 'axxbz' }));
  assert.not(keeps('a LIKE "a%b_"', { a: 'axxb' }));
  assert.not(keeps('like(a, "ADDR%")', { a: 'addr' }));
  assert.not(keeps('like(a, "a.c")', { a: 'abc' }));
  failsAs('undocumented', () => keeps(String.raw`like(a, "50\\%")`, { a: '50%' }));
});

test('cidrmatch(): true where the address belongs to the subnet', () => {
  assert.ok(keeps('cidrmatch("123.132.32.0/25", ip)', { ip: '123.132.32.127' }));
  assert.not(keeps('cidrmatch("123.132.32.0/25", ip)', { ip: '123.132.32.128' }));
  assert.ok(
    keeps('cidrmatch("2001:0db8:ffff:ffff:ffff:ffff:ffff:ff00/120", ip)', {
      ip: '2001:0db8:ffff:ffff:ffff:ffff:ffff:ff99',
    }),
  );
  assert.not(keeps('cidrmatch("10.0.0.0/8", ip)', { ip: 'none' }));
});

test('informational functions: isnull, isnotnull, isnum, isstr, isint, typeof', () => {
  assert.ok(keeps('isnum(a) AND NOT isstr(a)', { a: '404' }));
  assert.ok(keeps('isstr(a) AND NOT isnum(a)', { a: 'x404' }));
  assert.ok(keeps('isint(a)', { a: 404 }));
  assert.is(
    compute('typeof(12) . typeof("string") . typeof(1 == 2) . typeof(badfield)'),
    'NumberStringBooleanInvalid',
  );
  failsAs('undocumented', () => keeps('isnum(a)', { a: '.5' }));
  failsAs('undocumented', () => keeps('isnum(a)', { a: '007' }));
});

test('conversion functions: tonumber() is null for a field that is no number, as with a space beside it', () => {
  assert.is(compute('tonumber(a)', { a: '0.5' }), '0.5');
  assert.is(compute('tonumber(a)', { a: ' 5' }), undefined);
  assert.is(compute('tonumber(a)', { a: 'five' }), undefined);
  assert.is(compute('tonumber("0A4", 16)'), '164');
  failsAs('error', () => compute('tonumber("five")'));
  assert.is(compute('tostring(15, "hex")'), '0xF');
  assert.is(compute('tostring(615, "duration")'), '00:10:15');
});

test('text functions: len, lower, upper, substr from 1, replace with groups, trim', () => {
  assert.is(compute('len(a)', { a: 'four' }), '4');
  assert.is(compute('lower(a) . upper(a)', { a: 'Bob' }), 'bobBOB');
  failsAs('undocumented', () => compute('lower(a)', { a: 'É' }));
  assert.is(compute('substr("string", 1, 3) . substr("string", -3)'), 'string');
  assert.is(
    compute(String.raw`replace(date, "^(\d{1,2})/(\d{1,2})/", "\2/\1/")`, { date: '1/14/2023' }),
    '14/1/2023',
  );
  assert.is(compute('trim("  ZZZZabcZZ ", " Z")'), 'abc');
  assert.is(
    compute('urldecode("http%3A%2F%2Fwww.splunk.com%2Fdownload%3Fr%3Dheader")'),
    'http://www.splunk.com/download?r=header',
  );
});

test('mathematical functions', () => {
  assert.is(compute('ceiling(1.9) . ceil(-1.5) . floor(1.9) . abs(-3)'), '2-113');
  assert.is(compute('round(3.5)'), '4');
  assert.is(compute('round(2.554, 2)'), '2.55');
  failsAs('undocumented', () => compute('round(2.555, 2)'));
  assert.is(compute('sqrt(9) . pow(2, 10) . log(100) . log(8, 2)'), '3102423');
  assert.is(compute('min(1, 3, "x") . max(1, 3, "x")'), '1x');
  assert.is(compute('7 % 3'), '1');
});

test('multivalue functions: split, mvcount, mvindex from 0 and from the end, mvjoin, mvdedup, mvsort, mvappend', () => {
  assert.is(compute('mvcount(split("a@b", "@"))'), '2');
  assert.is(compute('mvcount(missing)'), undefined);
  assert.is(compute('mvcount("one")'), '1');
  assert.is(compute('mvindex(split("a,b,c", ","), 2) . mvindex(split("a,b,c", ","), -1)'), 'cc');
  assert.equal(compute('mvindex(split("a,b,c", ","), 0, 1)'), ['a', 'b']);
  assert.is(compute('mvindex(split("a,b", ","), 5)'), undefined);
  assert.is(compute('mvjoin(split("a,b", ","), ";")'), 'a;b');
  assert.equal(compute('mvdedup(split("b,a,b", ","))'), ['b', 'a']);
  assert.equal(compute('mvsort(split("B,a,10,9", ","))'), ['10', '9', 'B', 'a']);
  assert.equal(compute('mvappend(a, missing, "z")', { a: 'y' }), ['y', 'z']);
  assert.equal(compute('mvzip(split("a,b", ","), split("1,2", ","))'), ['a,1', 'b,2']);
});

test('mvrange() leaves the end out; mvfilter() and mvmap() go value by value', () => {
  assert.equal(compute('mvrange(1, 11, 2)'), ['1', '3', '5', '7', '9']);
  assert.is(compute('mvrange(1, 1)'), undefined);
  const fields = { email: ['a@x.net', 'b@y.org', 'c@z.com'] };
  const [row] = run(
    String.raw`index=lab | rename "email{}" AS email | eval n = mvfilter(match(email, "\.net$") OR match(email, "\.org$")), m = mvmap(email, upper(email)), f = mvfind(email, "z")`,
    { events: eventsOf(fields) },
  );
  assert.equal(row?.n, ['a@x.net', 'b@y.org']);
  assert.equal(row?.m, ['A@X.NET', 'B@Y.ORG', 'C@Z.COM']);
  assert.is(row?.f, '2');
});

test('cryptographic functions: lower-case hexadecimal', () => {
  assert.is(compute('md5("")'), 'd41d8cd98f00b204e9800998ecf8427e');
  assert.is(compute('sha256("a")'), 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
});

test('date and time functions: now(), relative_time() snaps, strftime() and strptime()', () => {
  assert.is(compute('now() - _time'), '3600');
  assert.is(compute('relative_time(_time + 61, "-1h@h") - _time'), '-3600');
  assert.is(compute('strftime(_time, "%Y-%m-%dT%H:%M:%S")'), '2026-11-24T12:00:00');
  assert.is(compute('strptime("1970-01-01T01:00:00Z", "%Y-%m-%dT%H:%M:%SZ")'), '3600');
});

test('JSON functions: a path to plain values', () => {
  const fields = { a: JSON.stringify({ b: { c: 'x' }, d: [1, 2] }) };
  assert.is(compute('json_extract(a, "b.c")', fields), 'x');
  assert.equal(compute('spath(a, "d{}")', fields), ['1', '2']);
  assert.is(compute('spath(a, "d{1}")', fields), '2');
});

test('what is not known is refused', () => {
  failsAs('refused', () => compute('relevance(a)'));
  failsAs('error', () => compute('if(1 = 1, 2)'));
  failsAs('syntax', () => compute('1 +'));
  failsAs('syntax', () => compute('a b'));
  failsAs('syntax', () => compute('(1 = 1'));
  failsAs('refused', () => compute('random()'));
  failsAs('refused', () => keeps('true'));
  failsAs('undocumented', () => compute('a . b + c', { a: 1, b: 2, c: 3 }));
});

test.run();
