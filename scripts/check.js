// `npm run check`: types, lint and format.
import { ensureInstalled, run } from './ensure-installed.js';

ensureInstalled();
run('tsc', ['--noEmit', '-p', 'tsconfig.json']);
run('eslint', ['.', '--max-warnings=0']);
run('prettier', ['--check', '--log-level=warn', '.']);
