import type { Translated } from './phrase.js';
import { filesEn, filesFr } from './files.js';
import { templateEn, templateFr } from './template.js';
import { configEn, configFr } from './config.js';
import { contactEn, contactFr } from './contact.js';
import { scheduleEn, scheduleFr } from './schedule.js';

/** Every word that a person sees, in English; one part a room. */
export const catalogueEn = { ...filesEn, ...templateEn, ...configEn, ...contactEn, ...scheduleEn } as const;

/** The same in French. */
export const catalogueFr: Translated<typeof catalogueEn> = {
  ...filesFr,
  ...templateFr,
  ...configFr,
  ...contactFr,
  ...scheduleFr,
};
