import { type ListFile, listFile } from './list.js';
import { type MappingFile, mappingFile } from './mapping.js';
import { type RuleFile, ruleFile } from './rule.js';
import { type RuleTestFile, ruleTestFile } from './rule-test.js';
import { type SourceFile, sourceFile } from './source.js';
import { type TargetFile, targetFile } from './target.js';

/** The type of each kind of file, as its schema lets it through. */
export interface FileOf {
  readonly rule: RuleFile;
  readonly source: SourceFile;
  readonly list: ListFile;
  readonly mapping: MappingFile;
  readonly target: TargetFile;
  readonly 'rule-test': RuleTestFile;
}

export type FileKind = keyof FileOf;

/** Each is written out to `schemas/<kind>.schema.json`. */
export const fileShapes = {
  rule: ruleFile,
  source: sourceFile,
  list: listFile,
  mapping: mappingFile,
  target: targetFile,
  'rule-test': ruleTestFile,
} as const;
