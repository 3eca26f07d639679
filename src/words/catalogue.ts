import type { Translated } from './phrase.js';
import { audienceEn, audienceFr } from './audience.js';
import { contactsEn, contactsFr } from './contacts.js';
import { cliEn, cliFr } from './cli.js';
import { configEn, configFr } from './config.js';
import { filesEn, filesFr } from './files.js';
import { flowsEn, flowsFr } from './flows.js';
import { helpEn, helpFr } from './help.js';
import { scheduleEn, scheduleFr } from './schedule.js';
import { consentEn, consentFr } from './consent.js';
import { reportEn, reportFr } from './report.js';
import { workspaceEn, workspaceFr } from './workspace.js';
import { storeEn, storeFr } from './store.js';
import { templateEn, templateFr } from './template.js';

/** Every word that a person sees, in English; one part a room. */
export const catalogueEn = {
  ...audienceEn,
  ...cliEn,
  ...configEn,
  ...filesEn,
  ...flowsEn,
  ...helpEn,
  ...scheduleEn,
  ...consentEn,
  ...contactsEn,
  ...reportEn,
  ...workspaceEn,
  ...storeEn,
  ...templateEn,
} as const;

/** The same in French. */
export const catalogueFr: Translated<typeof catalogueEn> = {
  ...audienceFr,
  ...cliFr,
  ...configFr,
  ...filesFr,
  ...flowsFr,
  ...helpFr,
  ...scheduleFr,
  ...consentFr,
  ...contactsFr,
  ...reportFr,
  ...workspaceFr,
  ...storeFr,
  ...templateFr,
};
