import { writeFileSync } from 'node:fs';
import { fidelityPath, writeFidelityPage } from './fidelity-page.js';

writeFileSync(fidelityPath, writeFidelityPage());
