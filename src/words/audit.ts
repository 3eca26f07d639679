import type { ChainFault } from '../core/audit/chain.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

const faultsEn: Readonly<Record<ChainFault, string>> = {
  missing: 'is missing',
  reordered: 'does not follow from the row before it',
  altered: 'was altered',
  truncated: 'and what came after it were cut off',
  head_differs: 'is not the one whose hash was noted',
};
const faultsFr: Readonly<Record<ChainFault, string>> = {
  missing: 'manque',
  reordered: 'ne fait pas suite à la précédente',
  altered: 'a été modifiée',
  truncated: 'et la suite ont été coupées',
  head_differs: 'n’est pas celle dont l’empreinte a été notée',
};

const kindsEn: Readonly<Record<string, string>> = {
  ledger_created: 'ledger made',
  rehearsal_opened: 'rehearsal opened',
  consent_given: 'consent given',
  consent_withdrawn: 'consent withdrawn',
  consent_pending: 'consent asked for',
  consent_ended: 'membership ended',
  suppressed: 'put on the never-list',
  suppression_lifted: 'lifted from the never-list',
  wording_recorded: 'words of a form kept',
  plan_frozen: 'plan frozen',
  plan_confirmed: 'plan confirmed',
  campaign_paused: 'campaign paused',
  campaign_cancelled: 'campaign cancelled',
  submission: 'submission',
  skip: 'left out',
  receipt: 'receipt',
  settlement: 'unknown settled',
  test_submission: 'test message',
  revealed: 'numbers shown',
};
const kindsFr: Readonly<Record<string, string>> = {
  ledger_created: 'registre créé',
  rehearsal_opened: 'répétition ouverte',
  consent_given: 'accord donné',
  consent_withdrawn: 'accord retiré',
  consent_pending: 'accord demandé',
  consent_ended: 'adhésion terminée',
  suppressed: 'mis sur la liste d’exclusion',
  suppression_lifted: 'levé de la liste d’exclusion',
  wording_recorded: 'texte de formulaire conservé',
  plan_frozen: 'plan figé',
  plan_confirmed: 'plan confirmé',
  campaign_paused: 'campagne en pause',
  campaign_cancelled: 'campagne annulée',
  submission: 'envoi',
  skip: 'écarté',
  receipt: 'accusé de réception',
  settlement: 'inconnu tranché',
  test_submission: 'message d’essai',
  revealed: 'numéros montrés',
};

export const auditEn = {
  'audit.kind': (v: { kind: string }) => kindsEn[v.kind] ?? v.kind,
  'audit.atTitle': 'when',
  'audit.kindTitle': 'what',
  'audit.campaignTitle': 'campaign',
  'audit.byTitle': 'who',
  'audit.dataTitle': 'details',
  'audit.empty': 'the log has no such row',
  'audit.verifying': 'verifying',
  'audit.whole': (v: { rows: number }, f: Formats) =>
    `the log is whole: ${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}`,
  'audit.headMatches': (v: { seq: number }) => `row ${v.seq} is the one that was noted`,
  'audit.head': (v: { head: string }) => `head: ${v.head}`,
  'audit.keepHead': 'keep the head outside this computer: only it shows later that nothing was cut off or rebuilt',
  'audit.broken': (v: { seq: number; why: ChainFault }) => `the log is broken: row ${v.seq} ${faultsEn[v.why]}`,
  'audit.brokenHint': 'change nothing, keep a copy of ledger.db as it is, and compare it with a backup',
  'audit.badHead': (v: { value: string }) => `--head is no head of a log: ${v.value}`,
  'audit.badHeadHint':
    'it is written N:HASH, as `smsctl audit head` prints it: a number, a colon, 64 hexadecimal digits',
  'audit.emptyPeriod': 'nothing lies between --from and --to',
  'audit.emptyPeriodHint': 'exchange the two',
} as const;

export const auditFr: Translated<typeof auditEn> = {
  'audit.kind': (v) => kindsFr[v.kind] ?? v.kind,
  'audit.atTitle': fr`quand`,
  'audit.kindTitle': fr`quoi`,
  'audit.campaignTitle': fr`campagne`,
  'audit.byTitle': fr`qui`,
  'audit.dataTitle': fr`détails`,
  'audit.empty': fr`le journal n’a aucune ligne de ce genre`,
  'audit.verifying': fr`vérification`,
  'audit.whole': (v, f) => fr`le journal est intact : ${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}`,
  'audit.headMatches': (v) => fr`la ligne ${v.seq} est bien celle qui avait été notée`,
  'audit.head': (v) => fr`tête : ${v.head}`,
  'audit.keepHead': fr`conservez la tête hors de cet ordinateur : elle seule montrera que rien n’a été coupé ni refait`,
  'audit.broken': (v) => fr`le journal est rompu : la ligne ${v.seq} ${faultsFr[v.why]}`,
  'audit.brokenHint': fr`ne changez rien, gardez une copie de ledger.db tel quel, et comparez avec une sauvegarde`,
  'audit.badHead': (v) => fr`--head n’est pas une tête de journal : ${v.value}`,
  'audit.badHeadHint': fr`elle s’écrit N:HASH, comme l’affiche \`smsctl audit head\` : un nombre, deux-points, 64 chiffres hexadécimaux`,
  'audit.emptyPeriod': fr`rien ne se trouve entre --from et --to`,
  'audit.emptyPeriodHint': fr`échangez les deux`,
};
