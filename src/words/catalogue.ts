import type { Translated } from './phrase.js';
import { audienceEn, audienceFr } from './audience.js';
import { backupEn, backupFr } from './backup.js';
import { contactsEn, contactsFr } from './contacts.js';
import { cliEn, cliFr } from './cli.js';
import { completionEn, completionFr } from './completion.js';
import { configEn, configFr } from './config.js';
import { deliveryEn, deliveryFr } from './delivery.js';
import { erasureEn, erasureFr } from './erasure.js';
import { filesEn, filesFr } from './files.js';
import { leftoversEn, leftoversFr } from './leftovers.js';
import { flowsEn, flowsFr } from './flows.js';
import { helpEn, helpFr } from './help.js';
import { oversightEn, oversightFr } from './oversight.js';
import { rotationEn, rotationFr } from './rotation.js';
import { inboxEn, inboxFr } from './inbox.js';
import { inboxFilesEn, inboxFilesFr } from './inbox-files.js';
import { wayOutEn, wayOutFr } from './way-out.js';
import { scheduleEn, scheduleFr } from './schedule.js';
import { consentEn, consentFr } from './consent.js';
import { planEn, planFr } from './plan.js';
import { providerEn, providerFr } from './provider.js';
import { refusalEn, refusalFr } from './refusal.js';
import { renewalEn, renewalFr } from './renewal.js';
import { reportEn, reportFr } from './report.js';
import { safeguardsEn, safeguardsFr } from './safeguards.js';
import { workspaceEn, workspaceFr } from './workspace.js';
import { storeEn, storeFr } from './store.js';
import { suppressionEn, suppressionFr } from './suppression.js';
import { templateEn, templateFr } from './template.js';
import { textsEn, textsFr } from './texts.js';
import { keychainEn, keychainFr } from './keychain.js';
import { vaultEn, vaultFr } from './vault.js';
import { retentionEn, retentionFr } from './retention.js';
import { accessEn, accessFr } from './access.js';
import { requestsEn, requestsFr } from './requests.js';
import { rightsEn, rightsFr } from './rights.js';
import { whyEn, whyFr } from './why.js';
import { wordingEn, wordingFr } from './wording.js';
import { workbookEn, workbookFr } from './workbook.js';

/** Every word that a person sees, in English; one part a room. */
export const catalogueEn = {
  ...audienceEn,
  ...backupEn,
  ...cliEn,
  ...completionEn,
  ...configEn,
  ...deliveryEn,
  ...erasureEn,
  ...filesEn,
  ...flowsEn,
  ...leftoversEn,
  ...helpEn,
  ...oversightEn,
  ...inboxEn,
  ...inboxFilesEn,
  ...wayOutEn,
  ...scheduleEn,
  ...consentEn,
  ...planEn,
  ...providerEn,
  ...contactsEn,
  ...refusalEn,
  ...renewalEn,
  ...reportEn,
  ...rotationEn,
  ...safeguardsEn,
  ...workspaceEn,
  ...storeEn,
  ...suppressionEn,
  ...templateEn,
  ...textsEn,
  ...keychainEn,
  ...vaultEn,
  ...retentionEn,
  ...accessEn,
  ...requestsEn,
  ...rightsEn,
  ...whyEn,
  ...wordingEn,
  ...workbookEn,
} as const;

/** The same in French. */
export const catalogueFr: Translated<typeof catalogueEn> = {
  ...audienceFr,
  ...backupFr,
  ...cliFr,
  ...completionFr,
  ...configFr,
  ...deliveryFr,
  ...erasureFr,
  ...filesFr,
  ...flowsFr,
  ...leftoversFr,
  ...helpFr,
  ...oversightFr,
  ...inboxFr,
  ...inboxFilesFr,
  ...wayOutFr,
  ...scheduleFr,
  ...consentFr,
  ...planFr,
  ...providerFr,
  ...contactsFr,
  ...refusalFr,
  ...renewalFr,
  ...reportFr,
  ...rotationFr,
  ...safeguardsFr,
  ...workspaceFr,
  ...storeFr,
  ...suppressionFr,
  ...templateFr,
  ...textsFr,
  ...keychainFr,
  ...vaultFr,
  ...retentionFr,
  ...accessFr,
  ...requestsFr,
  ...rightsFr,
  ...whyFr,
  ...wordingFr,
  ...workbookFr,
};
