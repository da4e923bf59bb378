import { createHash } from 'node:crypto';
import type { RuleDoc, RuleFileDoc } from './documents.js';

/** The rules that a file stands for: itself, or one a variant and none of its own name. */
export function expandVariants({ variants, ...file }: RuleFileDoc): RuleDoc[] {
  if (variants === undefined) return [file];
  return Object.entries(variants).map(([key, variant]) => ({
    ...file,
    ...variant,
    ...(file.signals === undefined ? {} : { signals: { ...file.signals, ...variant.signals } }),
    name: `${file.name}-${key}`,
    id: nameUuid(key, file.id),
  }));
}

/** RFC 9562, section 5.5: version 5, the SHA-1 of a namespace's bytes and a name. */
function nameUuid(name: string, namespace: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
