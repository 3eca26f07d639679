import type { RowCount } from '../core/row-count.js';
import type { HoldBackReason, SuppressionReason, SuppressionScope } from '../core/suppression/suppression.js';
import type { SuppressionRepair } from '../core/suppression/suppression-row.js';
import { repairWords, scopeWords, suppressionReasonWords } from './consent-reasons.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

/** What was put on the never-list: why, and what that ends. */
interface Added {
  readonly recorded: number;
  readonly unchanged: number;
  readonly reason: SuppressionReason;
  readonly scope: SuppressionScope['kind'];
  readonly purpose: string | null;
}

export const suppressionEn = {
  'suppress.unreadableNumbers': (v: { unreadable: readonly { position: number; text: string }[] }, f: Formats) =>
    `no phone number can be read in ${f.list(v.unreadable.map((one) => `argument ${one.position} (“${one.text}”)`))}`,
  'suppress.unreadableNumbersHint': 'nothing was recorded; correct it, for instance +33 6 …, and run the command again',
  'suppress.widerThanPurpose': (v: { reason: SuppressionReason; scope: SuppressionScope['kind'] }) =>
    `${suppressionReasonWords.en[v.reason]} reaches further than one purpose: it ends ${scopeWords.en[v.scope]}`,
  'suppress.added': (v: Added, f: Formats) =>
    `${f.number(v.recorded)} ${f.plural(v.recorded, 'number', 'numbers')} put on the never-list` +
    (v.unchanged === 0 ? '' : `, ${f.number(v.unchanged)} on it before`) +
    `; reason: ${suppressionReasonWords.en[v.reason]} (${v.reason}), which ends ${v.purpose ?? scopeWords.en[v.scope]}`,
  'suppress.repaired': (v: RowCount & { repair: SuppressionRepair }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')} (first: line ${v.firstLine}): ${repairWords.en[v.repair]}`,
  'suppress.ofFormerHolders': (v: RowCount<number | null>, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')} without a date that can be read${v.firstLine === null ? '' : ` (first: line ${v.firstLine})`} ${f.plural(v.rows, 'names', 'name')} a number that somebody else had before: it counts for that person too, under the number they have now`,
  'suppress.daysLeft': (v: { columns: readonly string[] }, f: Formats) =>
    `no column is known as the date of the STOP, and the rows count from now; ${f.list(v.columns.map((column) => `“${column}”`))} ${f.plural(v.columns.length, 'looks', 'look')} like a date and ${f.plural(v.columns.length, 'is', 'are')} not read: if that is the day of the STOP, name the column “date”`,
  'suppress.empty': 'the never-list is empty',
  'suppress.onList': (v: { number: string }) => `${v.number} is on the never-list`,
  'suppress.heldBack': (v: { number: string }) => `${v.number} is held back`,
  'suppress.notOnList': (v: { number: string }) => `${v.number} is not on the never-list`,
  'suppress.reason': (v: { reason: HoldBackReason }) => suppressionReasonWords.en[v.reason],
  'suppress.scope': (v: { scope: SuppressionScope['kind']; purpose: string | null }) =>
    v.purpose ?? scopeWords.en[v.scope],
  'suppress.numberTitle': 'number',
  'suppress.reasonTitle': 'reason',
  'suppress.scopeTitle': 'reach',
  'suppress.atTitle': 'since',
  'suppress.byTitle': 'recorded by',
  'suppress.importTitle': 'import',
  'suppress.liftsTitle': 'taken back',
  'suppress.erasedNumber': 'erased',
  'suppress.onlyFingerprint': 'fingerprint only',
} as const;

export const suppressionFr: Translated<typeof suppressionEn> = {
  'suppress.unreadableNumbers': (v, f) =>
    fr`aucun numéro de téléphone ne se lit dans ${f.list(v.unreadable.map((one) => fr`l’argument ${one.position} (« ${one.text} »)`))}`,
  'suppress.unreadableNumbersHint': fr`rien n’a été enregistré ; corrigez, par exemple +33 6 …, et relancez la commande`,
  'suppress.widerThanPurpose': (v) =>
    fr`${suppressionReasonWords.fr[v.reason]} va plus loin qu’une finalité : cela arrête ${scopeWords.fr[v.scope]}`,
  'suppress.added': (v, f) =>
    fr`${f.number(v.recorded)} ${f.plural(v.recorded, 'numéro mis', 'numéros mis')} sur la liste d’exclusion` +
    (v.unchanged === 0 ? '' : `, ${f.number(v.unchanged)} déjà dessus`) +
    fr` ; motif : ${suppressionReasonWords.fr[v.reason]} (${v.reason}), qui arrête ${v.purpose ?? scopeWords.fr[v.scope]}`,
  'suppress.repaired': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')} (la première : ligne ${v.firstLine}) : ${repairWords.fr[v.repair]}`,
  'suppress.ofFormerHolders': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')} sans date lisible${v.firstLine === null ? '' : fr` (la première : ligne ${v.firstLine})`} ${f.plural(v.rows, 'porte', 'portent')} un numéro que quelqu’un d’autre avait avant : cela vaut aussi pour cette personne, sous son numéro actuel`,
  'suppress.daysLeft': (v, f) =>
    fr`aucune colonne n’est reconnue comme date du STOP, et les lignes comptent à partir de maintenant ; ${f.list(v.columns.map((column) => fr`« ${column} »`))} ${f.plural(v.columns.length, 'ressemble', 'ressemblent')} à une date sans être ${f.plural(v.columns.length, 'lue', 'lues')} : si c’est le jour du STOP, nommez la colonne « date »`,
  'suppress.empty': fr`la liste d’exclusion est vide`,
  'suppress.onList': (v) => fr`${v.number} est sur la liste d’exclusion`,
  'suppress.heldBack': (v) => fr`${v.number} est tenu à l’écart`,
  'suppress.notOnList': (v) => fr`${v.number} n’est pas sur la liste d’exclusion`,
  'suppress.reason': (v) => suppressionReasonWords.fr[v.reason],
  'suppress.scope': (v) => v.purpose ?? scopeWords.fr[v.scope],
  'suppress.numberTitle': fr`numéro`,
  'suppress.reasonTitle': fr`motif`,
  'suppress.scopeTitle': fr`portée`,
  'suppress.atTitle': fr`depuis`,
  'suppress.byTitle': fr`enregistré par`,
  'suppress.importTitle': fr`import`,
  'suppress.liftsTitle': fr`levée`,
  'suppress.erasedNumber': fr`effacé`,
  'suppress.onlyFingerprint': fr`empreinte seule`,
};
