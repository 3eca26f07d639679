import { inbox, optouts } from './answers.ts';
import { config } from './config.ts';
import { dates } from './dates.ts';
import type { Family } from './family.ts';
import { files } from './files.ts';
import { numbers } from './numbers.ts';
import { segments } from './segments.ts';
import { templates } from './templates.ts';
import { where } from './where.ts';

const families = [
  numbers,
  files,
  templates,
  dates,
  where,
  config,
  segments,
  inbox,
  optouts,
] as readonly Family<unknown>[];

export function familyNamed(name: string): Family<unknown> {
  const family = families.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family "${name}"`);
  return family;
}
