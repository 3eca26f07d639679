// `npm run build`: the program, from its sources.
import { build } from './ensure-installed.js';

build();
