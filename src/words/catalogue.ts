import type { Translated } from './phrase.js';
import { audienceEn, audienceFr } from './audience.js';
import { contactsEn, contactsFr } from './contacts.js';
import { cliEn, cliFr } from './cli.js';
import { configEn, configFr } from './config.js';
import { deliveryEn, deliveryFr } from './delivery.js';
import { filesEn, filesFr } from './files.js';
import { flowsEn, flowsFr } from './flows.js';
import { helpEn, helpFr } from './help.js';
import { scheduleEn, scheduleFr } from './schedule.js';
import { consentEn, consentFr } from './consent.js';
import { planEn, planFr } from './plan.js';
import { providerEn, providerFr } from './provider.js';
import { refusalEn, refusalFr } from './refusal.js';
import { reportEn, reportFr } from './report.js';
import { safeguardsEn, safeguardsFr } from './safeguards.js';
import { workspaceEn, workspaceFr } from './workspace.js';
import { storeEn, storeFr } from './store.js';
import { templateEn, templateFr } from './template.js';
import { textsEn, textsFr } from './texts.js';
import { whyEn, whyFr } from './why.js';
import { workbookEn, workbookFr } from './workbook.js';

/** Every word that a person sees, in English; one part a room. */
export const catalogueEn = {
  ...audienceEn,
  ...cliEn,
  ...configEn,
  ...deliveryEn,
  ...filesEn,
  ...flowsEn,
  ...helpEn,
  ...scheduleEn,
  ...consentEn,
  ...planEn,
  ...providerEn,
  ...contactsEn,
  ...refusalEn,
  ...reportEn,
  ...safeguardsEn,
  ...workspaceEn,
  ...storeEn,
  ...templateEn,
  ...textsEn,
  ...whyEn,
  ...workbookEn,
} as const;

/** The same in French. */
export const catalogueFr: Translated<typeof catalogueEn> = {
  ...audienceFr,
  ...cliFr,
  ...configFr,
  ...deliveryFr,
  ...filesFr,
  ...flowsFr,
  ...helpFr,
  ...scheduleFr,
  ...consentFr,
  ...planFr,
  ...providerFr,
  ...contactsFr,
  ...refusalFr,
  ...reportFr,
  ...safeguardsFr,
  ...workspaceFr,
  ...storeFr,
  ...templateFr,
  ...textsFr,
  ...whyFr,
  ...workbookFr,
};
