import { fileURLToPath } from 'node:url';
import { writeSchemas } from '../../src/document/schema/write.js';

/* Writes schemas/*.schema.json anew: npm run schemas. */
writeSchemas(fileURLToPath(new URL('../../../schemas', import.meta.url)));
