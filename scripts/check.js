// `npm run check`: types, lint and format.
import { ensureInstalled, runBeside } from './ensure-installed.js';

ensureInstalled();
await runBeside([
  ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['eslint', '.', '--max-warnings=0'],
  ['prettier', '--check', '--log-level=warn', '.'],
]);
