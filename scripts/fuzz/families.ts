import { config } from './config.ts';
import { dates } from './dates.ts';
import type { Family } from './family.ts';
import { files } from './files.ts';
import { numbers } from './numbers.ts';
import { segments } from './segments.ts';
import { templates } from './templates.ts';
import { where } from './where.ts';

/** In the order in which they run. */
export const families = [numbers, files, templates, dates, where, config, segments] as readonly Family<unknown>[];
