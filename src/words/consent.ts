import type { DateTime } from 'luxon';
import type { ConsentField, ConsentRefusal } from '../core/consent/consent-row.js';
import type { NumberRejectReason } from '../core/contact/number-vocabulary.js';
import type { ConsentState } from '../core/consent/consent-state.js';
import type { DueReason } from '../core/consent/due.js';
import type { Ageing } from '../core/consent/purpose.js';
import type { RowCount } from '../core/row-count.js';
import { isoInstant } from '../core/schedule/instant.js';
import { untilText } from '../core/schedule/last-moment.js';
import type { HoldBackReason } from '../core/suppression/suppression.js';
import type { SuppressionField, SuppressionRefusal } from '../core/suppression/suppression-row.js';
import { auditEn, auditFr } from './audit.js';
import { consentHelpEn, consentHelpFr } from './consent-help.js';
import { isOnNoList, fieldWords, refusalHints, refusalWords, suppressionReasonWords } from './consent-reasons.js';
import { shownFile } from './files.js';
import type { Formats, Locale } from './formats.js';
import { french as fr } from './french.js';
import { numberWayOutEn, numberWayOutFr } from './number-ways-out.js';
import { numberReasonsEn, numberReasonsFr } from './number-words.js';
import type { Translated } from './phrase.js';
import { basisNames, methodNames } from './proof-names.js';
import { sameForAll } from './same-for-all.js';
import { shellWord } from './shell-word.js';

interface Refused {
  readonly reason: ConsentRefusal;
  /** What does not fit; '' where it is missing, or may not be repeated. */
  readonly value: string;
}

interface Understood {
  readonly field: ConsentField | SuppressionField;
  readonly header: string;
}

/** Why what somebody agreed to should be renewed, and until when it counts. */
interface AddedDue extends Ageing {
  readonly reason: DueReason;
  readonly until: DateTime;
  readonly zone: string;
}

function lastDay({ until, zone }: AddedDue, f: Formats): string {
  return f.moment(untilText(isoInstant(until), zone), zone);
}

interface Detail {
  readonly field: ConsentField;
  readonly value: string;
}

/** Rows in which no number can be read, all for one reason. */
interface UnreadNumber extends RowCount {
  readonly reason: NumberRejectReason;
}

/** What to do about them: of a consent or an entry of the never-list every number is wanted, not the mobile alone. */
function unreadNumberHint(reason: NumberRejectReason, locale: Locale): string {
  const hasCallingCode = false;
  if (reason === 'several-numbers') return locale === 'fr' ? 'écrivez une ligne par numéro' : 'write a row for each';
  return locale === 'fr' ? numberWayOutFr({ reason, hasCallingCode }) : numberWayOutEn({ reason, hasCallingCode });
}

type Standing = ConsentState['kind'];
const standingEn: Readonly<Record<Standing, string>> = {
  valid: 'valid',
  expired: 'expired',
  pending: 'not confirmed',
  withdrawn: 'withdrawn',
  none: 'none',
};
const standingFr: Readonly<Record<Standing, string>> = {
  valid: 'valable',
  expired: 'expiré',
  pending: 'pas confirmé',
  withdrawn: 'retiré',
  none: 'aucun',
};

export const consentEn = {
  ...consentHelpEn,
  ...auditEn,
  'consent.severalPhoneColumns': (v: { file: string; candidates: readonly string[] }, f: Formats) =>
    `${shownFile(v.file, f)}: several columns may hold the number: ${f.list(v.candidates)}`,
  'consent.severalPhoneColumnsHint': (v: { first: string }) =>
    `choose one, for instance --phone-column ${shellWord(v.first)}`,
  'consent.columnsSetAside': (v: { columns: readonly string[] }, f: Formats) =>
    `${f.list(v.columns.map((column) => `“${column}”`))} ${f.plural(v.columns.length, 'is', 'are')} not read: the remark may make something else of it; name the right column without a remark`,
  'consent.rejectsIsInput': (v: { file: string }) => `--rejects would overwrite ${v.file}, the file that is read`,
  'consent.unreadableNumber': (v: { text: string }) => `no phone number can be read in “${v.text}”`,
  'consent.unreadableNumberHint': 'write it with its country, for instance +33 6 …; `smsctl check number` explains',
  'consent.refused': (v: Refused) =>
    `not recorded: ${refusalWords.en[v.reason]}${v.value === '' ? '' : ` (${v.value})`}`,
  'consent.notAfterWithdrawal': (v: { givenAt: string; since: DateTime; zone: string }, f: Formats) =>
    `not recorded: the consent of ${f.moment(v.givenAt, v.zone)} is not later than the withdrawal (${f.instant(v.since, v.zone)})`,
  'consent.refusedHint': (v: { reason: ConsentRefusal | SuppressionRefusal }) => refusalHints.en[v.reason],
  'consent.refusal': (v: { reason: ConsentRefusal | SuppressionRefusal }) => refusalWords.en[v.reason],
  'consent.unreadNumber': (v: UnreadNumber, f: Formats) =>
    `${f.plural(v.rows, `line ${v.firstLine}`, `${f.number(v.rows)} rows (first: line ${v.firstLine})`)}: ${numberReasonsEn[v.reason]}; ${unreadNumberHint(v.reason, 'en')}`,
  'consent.firstRejected': (v: { line: number; value: string; rows: number }, f: Formats) =>
    `${f.plural(v.rows, 'line', 'first: line')} ${v.line}${v.value === '' ? '' : `: “${v.value}”`}`,
  'consent.onNeverList': (v: { number: string; reasons: readonly HoldBackReason[] }, f: Formats) =>
    `not recorded: ${v.number} is ${isOnNoList(v.reasons) ? 'held back' : 'on the never-list'} (${f.list(v.reasons.map((reason) => suppressionReasonWords.en[reason]))}), which forbids it`,
  'consent.onNeverListHint':
    '`smsctl suppress check` tells since when and why; --lift takes back a STOP, a link or an entry by hand that is older than this consent',
  'consent.missingOptions': (v: { options: readonly string[] }, f: Formats) =>
    `${f.list(v.options)} ${f.plural(v.options.length, 'is', 'are')} needed`,
  'consent.addExample':
    'for instance: smsctl consent add NUMBER --purpose association --basis opt_in --given-at 2026-03-10T14:30 --method paper_form --wording "the words that were shown" --source "form 17"',
  'consent.purposeNeeded': 'a consent needs a purpose',
  'consent.purposeAsk': 'What may they be texted for?',
  'consent.badDay': (v: { option: string; value: string }) =>
    `${v.option} is neither a date nor an instant: ${v.value}`,
  'consent.badIp': (v: { value: string }) => `--ip is no IP address: ${v.value}`,
  'consent.badIpHint': 'write it as the form noted it down, 203.0.113.7 or 2001:db8::7, or leave --ip out',
  'consent.badDayHint': 'write it as 2026-03-10, 10/03/2026 or 2026-03-10T14:30:00+01:00',
  'consent.futureDay': (v: { option: string; value: string }) => `${v.option} lies in the future: ${v.value}`,
  'consent.futureDayHint': 'a consent is recorded once it was given',
  'consent.importing': 'reading',
  'consent.columns': (v: { columns: readonly Understood[] }) =>
    v.columns.map(({ field, header }) => `${fieldWords.en[field]} in “${header}”`).join(', '),
  'consent.bulkAttested': (v: { options: readonly string[] }, f: Formats) =>
    `what ${f.list(v.options)} ${f.plural(v.options.length, 'says', 'say')} is attested for the whole file (bulk_attested): a weaker proof than each person’s own row`,
  'consent.rowsAttested': (v: { count: number; options: readonly string[] }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'row leaves', 'rows leave')} empty what ${f.list(v.options)} ${f.plural(v.options.length, 'says', 'say')} instead (bulk_attested): a weaker proof than each person’s own row`,
  'consent.withdrawnFromAll': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'withdrawal names no purpose and counts', 'withdrawals name no purpose and count')} for all of them: --purpose says nothing of withdrawals. Who took back one purpose alone needs it in a column “purpose”`,
  'consent.rows': (v: { file: string; rows: number }, f: Formats) =>
    `${shownFile(v.file, f)}: ${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}`,
  'consent.recorded': (v: { dryRun: boolean; count: number }): string => (v.dryRun ? 'would be recorded' : 'recorded'),
  'consent.unchanged': sameForAll('recorded before'),
  'consent.refusedRows': sameForAll('refused'),
  'consent.dryRun': 'dry run: nothing was recorded',
  'consent.nothingNew': 'nothing new: everything was recorded before',
  'consent.nothingUsable': 'no row could be used',
  'consent.rejectsWritten': (v: { file: string }) =>
    `the refused rows are in ${v.file}; mend them there and import that file`,
  'consent.rejectsHint': 'to see the refused rows, add --rejects FILE',
  'consent.ageing': (v: { count: number; warn: number; refuse: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'is', 'are')} older than ${v.warn} months: ask again before ${v.refuse} months are over`,
  'consent.expired': (v: { count: number; refuse: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'is', 'are')} older than ${v.refuse} months and will not count`,
  'consent.added': (v: { number: string; purpose: string }) => `recorded: ${v.number}, ${v.purpose}`,
  'consent.addedBefore': (v: { number: string; purpose: string }) => `recorded before: ${v.number}, ${v.purpose}`,
  'consent.stillWithdrawn': (v: { since: DateTime; zone: string }, f: Formats) =>
    `this changes nothing: the withdrawal (${f.instant(v.since, v.zone)}) was recorded after this consent and still holds; a consent that they gave since counts once it is recorded with its own, later date (--given-at)`,
  'consent.stillEnded': (v: { at: DateTime; zone: string }, f: Formats) =>
    `this changes nothing: a list of members ended this membership (${f.instant(v.at, v.zone)}); who joined again counts once that is recorded with its own, later date (--given-at)`,
  'consent.addedDue': (v: AddedDue, f: Formats) =>
    ({
      ended: `what they agreed to does not count: its term is over (last day: ${lastDay(v, f)})`,
      expired: `what they agreed to does not count: it is older than ${v.refuseMonths} months; when they were heard of since, record that too (--last-contact)`,
      ageing: `what they agreed to is older than ${v.warnMonths} months: ask again before ${v.refuseMonths} months are over`,
      ending: `what they agreed to ends soon (last day: ${lastDay(v, f)})`,
    })[v.reason],
  'consent.campaignUnlimited':
    '--campaign limits rented lists alone: what else is recorded counts for every campaign of its purpose',
  'consent.termsOver': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} will not count: ${f.plural(v.count, 'its term is', 'their terms are')} over`,
  'consent.stillOnNeverList': (v: { reasons: readonly HoldBackReason[] }, f: Formats) =>
    `this changes nothing: the number is ${isOnNoList(v.reasons) ? 'held back' : 'on the never-list'} (${f.list(v.reasons.map((reason) => suppressionReasonWords.en[reason]))}); \`smsctl suppress check\` tells since when and why`,
  'consent.withdrawn': (v: { number: string; purpose: string | null }) =>
    `withdrawn: ${v.number}, ${v.purpose ?? 'every purpose'}`,
  'consent.withdrawnBefore': (v: { number: string; purpose: string | null }) =>
    `withdrawn before: ${v.number}, ${v.purpose ?? 'every purpose'}`,
  'consent.noHistory': 'the ledger knows no consent of this number',
  'consent.standing': (v: { state: Standing; hasEnded: boolean; isSuppressed: boolean; isOnList: boolean }) =>
    (v.hasEnded ? 'membership ended' : standingEn[v.state]) +
    (v.isSuppressed && v.state === 'valid' ? `, but ${v.isOnList ? 'on the never-list' : 'held back'}` : ''),
  'consent.onList': (v: { entries: readonly string[]; isOnList: boolean }, f: Formats) =>
    `${v.isOnList ? 'on the never-list' : 'held back'}: ${f.list(v.entries)}`,
  'consent.seq': (v: { seq: number }) => `#${v.seq}`,
  'consent.history': 'history',
  'consent.event': (v: { seq: number; what: string; facts: string }) => `#${v.seq} ${v.what}: ${v.facts}`,
  'consent.given': 'given',
  'consent.takenBack': 'withdrawn',
  'consent.requested': 'asked for, not confirmed',
  'consent.ended': 'membership ended',
  'consent.everyPurpose': 'every purpose',
  'consent.proof': (v: { proof: string }): string =>
    v.proof === 'individual' ? 'individual proof' : 'attested for the whole file',
  'consent.basis': (v: { basis: string }) => basisNames.en(v.basis),
  'consent.detail': (v: Detail) =>
    `${fieldWords.en[v.field]}: ${v.field === 'method' ? methodNames.en(v.value) : v.value}`,
  'consent.fromFile': (v: { file: string; line: number }) => `${v.file}, line ${v.line}`,
  'consent.recordedAt': (v: { at: string; operator: string | null }) =>
    `recorded ${v.at}${v.operator === null ? '' : ` by ${v.operator}`}`,
  'consent.proofRemoved': (v: { at: string; hash: string | null }) =>
    `source, evidence, IP and collector removed ${v.at}${v.hash === null ? '' : `; SHA-256 of the words shown: ${v.hash}`}`,
  'consent.exported': (v: { rows: number; file: string; isMasked: boolean }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')} in ${v.file}${v.isMasked ? ', their numbers masked: no import reads those; --reveal writes them whole' : ''}`,
  'consent.answersUnclear': (v: { columns: readonly string[] }, f: Formats) =>
    `${f.list(v.columns.map((column) => `“${column}”`))}: a name that speaks both of agreeing and of refusing does not tell what a yes means; name the column “SMS consent” where a yes agrees, “SMS refusal” where it refuses`,
  'consent.daysLeft': (v: { columns: readonly string[] }, f: Formats) =>
    `no column is known as the date of consent; ${f.list(v.columns.map((column) => `“${column}”`))} ${f.plural(v.columns.length, 'looks', 'look')} like a date and ${f.plural(v.columns.length, 'is', 'are')} not read, for whoever joins or enrols that day has not said yes to SMS by that: if it is the day of their yes (of a membership: the day on which they were told), name the column “date of consent”`,
} as const;

export const consentFr: Translated<typeof consentEn> = {
  ...consentHelpFr,
  ...auditFr,
  'consent.severalPhoneColumns': (v, f) =>
    fr`${shownFile(v.file, f)} : plusieurs colonnes peuvent contenir le numéro : ${f.list(v.candidates)}`,
  'consent.severalPhoneColumnsHint': (v) => fr`choisissez-en une, par exemple --phone-column ${shellWord(v.first)}`,
  'consent.columnsSetAside': (v, f) =>
    fr`${f.list(v.columns.map((column) => fr`« ${column} »`))} : ${f.plural(v.columns.length, 'colonne non lue', 'colonnes non lues')}, la remarque peut en faire autre chose ; nommez la bonne sans remarque`,
  'consent.rejectsIsInput': (v) => fr`--rejects écraserait ${v.file}, le fichier à lire`,
  'consent.unreadableNumber': (v) => fr`aucun numéro de téléphone ne se lit dans « ${v.text} »`,
  'consent.unreadableNumberHint': fr`écrivez-le avec son pays, par exemple +33 6 … ; \`smsctl check number\` explique`,
  'consent.refused': (v) => fr`non enregistré : ${refusalWords.fr[v.reason]}${v.value === '' ? '' : ` (${v.value})`}`,
  'consent.notAfterWithdrawal': (v, f) =>
    fr`rien n’a été enregistré : l’accord du ${f.moment(v.givenAt, v.zone)} n’est pas postérieur au retrait (${f.instant(v.since, v.zone)})`,
  'consent.refusedHint': (v) => refusalHints.fr[v.reason],
  'consent.refusal': (v) => refusalWords.fr[v.reason],
  'consent.unreadNumber': (v, f) =>
    fr`${f.plural(v.rows, `ligne ${v.firstLine}`, fr`${f.number(v.rows)} lignes (la première : ligne ${v.firstLine})`)} : ${numberReasonsFr[v.reason]} ; ${unreadNumberHint(v.reason, 'fr')}`,
  'consent.firstRejected': (v, f) =>
    fr`${f.plural(v.rows, 'ligne', fr`la première : ligne`)} ${v.line}${v.value === '' ? '' : fr` : « ${v.value} »`}`,
  'consent.onNeverList': (v, f) =>
    fr`non enregistré : ${v.number} ${isOnNoList(v.reasons) ? 'est tenu à l’écart' : 'est sur la liste d’exclusion'} (${f.list(v.reasons.map((reason) => suppressionReasonWords.fr[reason]))}), qui l’interdit`,
  'consent.onNeverListHint': fr`\`smsctl suppress check\` dit depuis quand et pourquoi ; --lift lève un STOP, un lien ou une inscription à la main antérieurs à cet accord`,
  'consent.missingOptions': (v, f) =>
    fr`${f.list(v.options)} ${f.plural(v.options.length, 'est obligatoire', 'sont obligatoires')}`,
  'consent.addExample': fr`par exemple : smsctl consent add NUMÉRO --purpose association --basis opt_in --given-at 2026-03-10T14:30 --method paper_form --wording "le texte montré" --source "bulletin 17"`,
  'consent.purposeNeeded': fr`un accord a besoin d’une finalité`,
  'consent.purposeAsk': fr`Pour quelle finalité peut-on leur écrire ?`,
  'consent.badDay': (v) => fr`${v.option} n’est ni une date, ni un jour avec son heure : ${v.value}`,
  'consent.badIp': (v) => fr`--ip n’est pas une adresse IP : ${v.value}`,
  'consent.badIpHint': fr`écrivez-la comme le formulaire l’a notée, 203.0.113.7 ou 2001:db8::7, ou retirez --ip`,
  'consent.badDayHint': fr`écrivez 2026-03-10, 10/03/2026 ou 2026-03-10T14:30:00+01:00`,
  'consent.futureDay': (v) => fr`${v.option} est dans le futur : ${v.value}`,
  'consent.futureDayHint': fr`un accord s’enregistre une fois donné`,
  'consent.importing': fr`lecture`,
  'consent.columns': (v) =>
    v.columns.map(({ field, header }) => fr`${fieldWords.fr[field]} dans « ${header} »`).join(', '),
  'consent.bulkAttested': (v, f) =>
    fr`ce que ${f.plural(v.options.length, 'dit', 'disent')} ${f.list(v.options)} est attesté pour tout le fichier (bulk_attested) : une preuve plus faible que la ligne de chacun`,
  'consent.rowsAttested': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'ligne laisse', 'lignes laissent')} vide ce que ${f.plural(v.options.length, 'dit', 'disent')} ${f.list(v.options)} à sa place (bulk_attested) : une preuve plus faible que la ligne de chacun`,
  'consent.withdrawnFromAll': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'retrait ne nomme aucune finalité et vaut', 'retraits ne nomment aucune finalité et valent')} pour toutes : --purpose ne dit rien des retraits. Un retrait qui ne vise qu’une finalité doit la nommer dans une colonne « finalité »`,
  'consent.rows': (v, f) => fr`${shownFile(v.file, f)} : ${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}`,
  'consent.recorded': (v, f) => (v.dryRun ? 'à enregistrer' : f.plural(v.count, 'enregistrée', 'enregistrées')),
  'consent.unchanged': (v, f) => f.plural(v.count, 'déjà enregistrée', 'déjà enregistrées'),
  'consent.refusedRows': (v, f) => f.plural(v.count, 'refusée', 'refusées'),
  'consent.dryRun': fr`essai à blanc : rien n’a été enregistré`,
  'consent.nothingNew': fr`rien de nouveau : tout était déjà enregistré`,
  'consent.nothingUsable': fr`aucune ligne n’est utilisable`,
  'consent.rejectsWritten': (v) => fr`les lignes refusées sont dans ${v.file} ; corrigez-les là et importez ce fichier`,
  'consent.rejectsHint': fr`pour voir les lignes refusées, ajoutez --rejects FICHIER`,
  'consent.ageing': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'accord a', 'accords ont')} plus de ${v.warn} mois : redemandez avant ${v.refuse} mois`,
  'consent.expired': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'accord a', 'accords ont')} plus de ${v.refuse} mois et ne ${f.plural(v.count, 'comptera', 'compteront')} pas`,
  'consent.added': (v) => fr`enregistré : ${v.number}, ${v.purpose}`,
  'consent.addedBefore': (v) => fr`déjà enregistré : ${v.number}, ${v.purpose}`,
  'consent.stillWithdrawn': (v, f) =>
    fr`cela ne change rien : le retrait (${f.instant(v.since, v.zone)}) a été enregistré après cet accord et reste en vigueur ; un accord donné depuis comptera une fois enregistré avec sa propre date, postérieure (--given-at)`,
  'consent.stillEnded': (v, f) =>
    fr`cela ne change rien : une liste des membres a mis fin à cette adhésion (${f.instant(v.at, v.zone)}) ; une nouvelle adhésion comptera une fois enregistrée avec sa propre date, postérieure (--given-at)`,
  'consent.addedDue': (v, f) =>
    ({
      ended: fr`cet accord ne compte pas : son terme est passé (dernier jour : ${lastDay(v, f)})`,
      expired: fr`cet accord ne compte pas : il a plus de ${v.refuseMonths} mois ; si la personne s’est manifestée depuis, enregistrez-le aussi (--last-contact)`,
      ageing: fr`cet accord a plus de ${v.warnMonths} mois : redemandez avant ${v.refuseMonths} mois`,
      ending: fr`cet accord prend bientôt fin (dernier jour : ${lastDay(v, f)})`,
    })[v.reason],
  'consent.campaignUnlimited': fr`--campaign ne limite que les listes louées : tout autre accord enregistré vaut pour chaque campagne de sa finalité`,
  'consent.termsOver': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'accord ne comptera pas : son terme est passé', 'accords ne compteront pas : leur terme est passé')}`,
  'consent.stillOnNeverList': (v, f) =>
    fr`cela ne change rien : le numéro ${isOnNoList(v.reasons) ? 'est tenu à l’écart' : 'est sur la liste d’exclusion'} (${f.list(v.reasons.map((reason) => suppressionReasonWords.fr[reason]))}) ; \`smsctl suppress check\` dit depuis quand et pourquoi`,
  'consent.withdrawn': (v) => fr`accord retiré : ${v.number}, ${v.purpose ?? 'toutes les finalités'}`,
  'consent.withdrawnBefore': (v) => fr`accord déjà retiré : ${v.number}, ${v.purpose ?? 'toutes les finalités'}`,
  'consent.noHistory': fr`le registre ne connaît aucun accord de ce numéro`,
  'consent.standing': (v) =>
    (v.hasEnded ? 'adhésion terminée' : standingFr[v.state]) +
    (v.isSuppressed && v.state === 'valid'
      ? `, mais ${v.isOnList ? 'sur la liste d’exclusion' : 'tenu à l’écart'}`
      : ''),
  'consent.onList': (v, f) => fr`${v.isOnList ? 'sur la liste d’exclusion' : 'tenu à l’écart'} : ${f.list(v.entries)}`,
  'consent.seq': (v) => fr`n° ${v.seq}`,
  'consent.history': fr`historique`,
  'consent.event': (v) => fr`n° ${v.seq} ${v.what} : ${v.facts}`,
  'consent.given': fr`donné`,
  'consent.takenBack': fr`retiré`,
  'consent.requested': fr`demandé, pas confirmé`,
  'consent.ended': fr`adhésion terminée`,
  'consent.everyPurpose': fr`toutes les finalités`,
  'consent.proof': (v) => (v.proof === 'individual' ? 'preuve individuelle' : 'preuve attestée pour tout le fichier'),
  'consent.basis': (v) => basisNames.fr(v.basis),
  'consent.detail': (v) => fr`${fieldWords.fr[v.field]} : ${v.field === 'method' ? methodNames.fr(v.value) : v.value}`,
  'consent.fromFile': (v) => fr`${v.file}, ligne ${v.line}`,
  'consent.recordedAt': (v) => fr`enregistré ${v.at}${v.operator === null ? '' : ` par ${v.operator}`}`,
  'consent.proofRemoved': (v) =>
    fr`source, preuve, IP et collecteur retirés ${v.at}${v.hash === null ? '' : fr` ; SHA-256 du texte montré : ${v.hash}`}`,
  'consent.exported': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')} dans ${v.file}${v.isMasked ? ', numéros masqués : aucun import ne les relit ; --reveal les écrit entiers' : ''}`,
  'consent.answersUnclear': (v, f) =>
    fr`${f.list(v.columns.map((column) => fr`« ${column} »`))} : un nom qui parle à la fois d’accepter et de refuser ne dit pas ce que veut dire un oui ; nommez la colonne « accord SMS » si oui veut dire que la personne accepte, « refus SMS » si elle refuse`,
  'consent.daysLeft': (v, f) =>
    fr`aucune colonne n’est reconnue comme date de l’accord ; ${f.list(v.columns.map((column) => fr`« ${column} »`))} ${f.plural(v.columns.length, 'ressemble', 'ressemblent')} à une date sans être ${f.plural(v.columns.length, 'lue', 'lues')} : adhérer ou s’inscrire ce jour-là n’est pas encore accepter des SMS ; si c’est le jour du oui (pour une adhésion : celui où la personne a été informée), nommez la colonne « date de l’accord »`,
};
