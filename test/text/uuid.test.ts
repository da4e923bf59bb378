import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { uuid5 } from '../../src/text/uuid.js';

test('uuid5 is made as any other tool makes it', () => {
  // RFC 9562, appendix A.4
  assert.is(
    uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com'),
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
  assert.is(
    uuid5('6BA7B810-9DAD-11D1-80B4-00C04FD430C8', 'www.example.com'),
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});

test.run();
