import type { DateTime } from 'luxon';
import type { InboxRefusal, ReplyRepair } from '../core/delivery/inbox-message.js';
import { shownFile } from './files.js';
import { printable } from './printable.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';
import { sameForAll } from './same-for-all.js';

type TimeRepair = Exclude<ReplyRepair, 'unknown_country' | 'other_channel'>;

interface Repaired {
  readonly repair: ReplyRepair;
  readonly rows: number;
  /** Null of what a provider handed over. */
  readonly firstLine: number | null;
  readonly dryRun: boolean;
}

const refusalsEn: Readonly<Record<InboxRefusal, string>> = {
  invalid_number: 'the sender is no telephone number',
  no_text: 'a reply without a text',
  unknown_status: 'the status of a receipt is not known',
  unknown_kind: 'neither a reply nor a receipt',
  malformed_row: 'more cells than columns',
  malformed_json: 'no JSON object',
};

const refusalsFr: Readonly<Record<InboxRefusal, string>> = {
  invalid_number: fr`l’expéditeur n’est pas un numéro de téléphone`,
  no_text: fr`une réponse sans texte`,
  unknown_status: fr`le statut d’un accusé n’est pas connu`,
  unknown_kind: fr`ni réponse ni accusé de réception`,
  malformed_row: fr`plus de cellules que de colonnes`,
  malformed_json: fr`pas un objet JSON`,
};

const refusalHintsEn: Readonly<Record<InboxRefusal, string>> = {
  invalid_number: 'if it is an opt-out, put the number on the never-list: smsctl suppress add NUMBER --reason stop',
  no_text: 'export the texts, too; what they say is what counts',
  unknown_status: 'delivered, undelivered, failed, rejected or expired; or one of a message on its way',
  unknown_kind: 'a reply has a sender and a text, a receipt a reference and a status',
  malformed_row:
    'name every column that holds something; in a CSV put a cell that holds the delimiter in quotation marks',
  malformed_json: 'one object a line, or one list',
};

const refusalHintsFr: Readonly<Record<InboxRefusal, string>> = {
  invalid_number: fr`si c’est un STOP, ajoutez le numéro à la liste d’exclusion : smsctl suppress add NUMÉRO --reason stop`,
  no_text: fr`exportez aussi les textes : c’est ce qu’ils disent qui compte`,
  unknown_status: fr`delivered, undelivered, failed, rejected ou expired ; ou celui d’un message en route`,
  unknown_kind: fr`une réponse a un expéditeur et un texte, un accusé une référence et un statut`,
  malformed_row: fr`nommez chaque colonne remplie ; dans un CSV, mettez entre guillemets droits une cellule qui contient le séparateur`,
  malformed_json: fr`un objet par ligne, ou une seule liste`,
};

const repairsEn: Readonly<Record<TimeRepair, string>> = {
  no_date: 'without a time',
  invalid_date: 'with a time that can not be read',
  future_date: 'with a time to come',
  clock_ahead: 'with a time a few minutes ahead of this computer’s clock (is it right?)',
};

const repairsFr: Readonly<Record<TimeRepair, string>> = {
  no_date: fr`sans date`,
  invalid_date: fr`avec une date illisible`,
  future_date: fr`avec une date à venir`,
  clock_ahead: fr`en avance de quelques minutes sur l’horloge de cet ordinateur (est-elle à l’heure ?)`,
};

const firstOnEn = ({ firstLine }: Repaired): string => (firstLine === null ? '' : `, first on line ${firstLine}`);
const firstOnFr = ({ firstLine }: Repaired): string => (firstLine === null ? '' : `, d’abord ligne ${firstLine}`);

/** Replies and receipts as files bring them, and what becomes of each message. */
export const inboxFilesEn = {
  'inbox.helpImport': 'replies and receipts from CSV, Excel or JSON Lines; an opt-out takes effect at once',
  'inbox.helpImportFile': 'the file; - is standard input',
  'inbox.helpImportRejects': 'writes the messages that could not be filed to this file',
  'inbox.helpImportDryRun': 'judges and counts, files nothing',

  'inbox.jsonTooLarge': (v: { file: string }, f: Formats) =>
    `${shownFile(v.file, f)} holds a line, or a document, of more than 64 MiB`,
  'inbox.jsonTooLargeHint': 'write one message a line',
  'inbox.jsonOption': (v: { file: string; option: string }, f: Formats) =>
    `${shownFile(v.file, f)} is JSON: ${v.option} says nothing of it`,
  'inbox.jsonOptionHint': 'leave the option out',
  'inbox.jsonDecision': (v: { file: string; isLines: boolean }, f: Formats) =>
    `${shownFile(v.file, f)}: JSON${v.isLines ? ', one message a line' : ', a list of messages'}`,
  'inbox.noColumns': (v: { file: string }, f: Formats) =>
    `${shownFile(v.file, f)} holds neither replies nor receipts, as far as its columns tell`,
  'inbox.noColumnsHint': (v: { columns: string }) =>
    `replies need a sender (from, phone …) and a text, receipts a reference (ref, client_ref) and a status; it has: ${v.columns}; --phone-column names the sender's`,

  'inbox.importing': 'filing',
  'inbox.rows': (v: { file: string; rows: number }, f: Formats) =>
    `${shownFile(v.file, f)}: ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
  'inbox.recorded': (v: { dryRun: boolean; count: number }): string =>
    v.dryRun ? 'new, would be filed' : 'new, filed',
  'inbox.unchanged': sameForAll('filed before'),
  'inbox.unmatched': (v: { count: number }, f: Formats) =>
    `${f.plural(v.count, 'receipt', 'receipts')} about no message of this ledger`,
  'inbox.passed': 'on their way, or of somebody else',
  'inbox.joined': (v: { count: number }, f: Formats) =>
    f.plural(v.count, 'further part of a long reply', 'further parts of long replies'),
  'inbox.refused': sameForAll('could not be filed'),
  'inbox.suppressed': (v: { count: number }, f: Formats) =>
    `${f.plural(v.count, 'number', 'numbers')} that receipts brought to the never-list`,
  'inbox.refusal': (v: { reason: InboxRefusal }) => refusalsEn[v.reason],
  'inbox.refusalHint': (v: { reason: InboxRefusal }) => refusalHintsEn[v.reason],
  'inbox.repaired': (v: Repaired, f: Formats) =>
    v.repair === 'other_channel'
      ? `${f.number(v.rows)} ${f.plural(v.rows, 'reply', 'replies')} by another channel than SMS may be ${f.plural(v.rows, 'an opt-out', 'opt-outs')}${firstOnEn(v)}: ${v.dryRun ? 'would count' : f.plural(v.rows, 'it counts', 'they count')} as by SMS`
      : v.repair === 'unknown_country'
        ? `${f.number(v.rows)} ${f.plural(v.rows, 'reply names', 'replies name')} a country that is not known${firstOnEn(v)}: read as from the sender’s country; if that is wrong: smsctl suppress add NUMBER --reason stop`
        : `${f.number(v.rows)} ${f.plural(v.rows, 'reply', 'replies')} ${repairsEn[v.repair]}${firstOnEn(v)}: ${v.dryRun ? 'would be filed' : 'filed'} as received now`,
  'inbox.setAside': (v: { count: number; channel: string; firstLine: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'message', 'messages')} of another channel than SMS, first on line ${v.firstLine} (${printable(v.channel)}): set aside, ${f.plural(v.count, 'it is no STOP', 'none is a STOP')}; if ${f.plural(v.count, 'it came', 'they came')} by SMS, write sms there`,
  'inbox.ofFormerHolders': (v: { rows: number; firstLine: number | null }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'reply', 'replies')} without a time that can be read${v.firstLine === null ? '' : ` (first: line ${v.firstLine})`} ${f.plural(v.rows, 'is', 'are')} from a number that somebody else had before: a STOP counts for that person too, under the number they have now; for a doubtful one, if it was theirs: smsctl suppress add NUMBER --reason stop`,
  'inbox.optedOutElsewhere': (v: { count: number; dryRun: boolean }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'receipt', 'receipts')} about no message of this ledger ${f.plural(v.count, 'says', 'say')} that the recipient wants no messages: ${v.dryRun ? 'would be' : 'they are'} on the never-list (provider); smsctl suppress list`,
  'inbox.optedOutUnnamed': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'receipt', 'receipts')} about no message of this ledger ${f.plural(v.count, 'says', 'say')} that somebody wants no messages, and not who: look at the provider to whom ${f.plural(v.count, 'it', 'they')} went, then smsctl suppress add NUMBER --reason provider`,
  'inbox.noReplies':
    'there was no reply in it: it does not show that STOPs were collected (smsctl inbox none --attest TEXT)',
  'inbox.undatedReplies':
    'no reply in it has a time that can be read: it does not show that STOPs were collected (smsctl inbox none --attest TEXT)',
  'inbox.oldReplies': (v: { at: DateTime; zone: string }, f: Formats) =>
    `its newest reply is of ${f.day(v.at, v.zone)}, more than a week ago: it does not show that the STOPs since were collected; import a newer export, or, if there was none, smsctl inbox none --attest TEXT`,
  'inbox.nobodyWrote':
    'there was not one message in it: counts as “nobody wrote”, and STOPs as collected now. If the list should not be empty, fetch it again',
  'inbox.emptyFileHint':
    'a list without replies has its header, or is []; if nobody wrote: smsctl inbox none --attest TEXT',
  'inbox.dryRun': 'dry run: nothing was filed',
  'inbox.rejectsWritten': (v: { file: string }) => `what could not be filed is in ${v.file}`,
  'inbox.rejectsHint': 'to see what could not be filed, add --rejects FILE',
} as const;

export const inboxFilesFr: Translated<typeof inboxFilesEn> = {
  'inbox.helpImport': fr`réponses et accusés d’un CSV, d’Excel ou de JSON Lines ; un STOP prend effet aussitôt`,
  'inbox.helpImportFile': fr`le fichier ; - est l’entrée standard`,
  'inbox.helpImportRejects': fr`écrit dans ce fichier les messages qui n’ont pu être classés`,
  'inbox.helpImportDryRun': fr`juge et compte, n’enregistre rien`,

  'inbox.jsonTooLarge': (v, f) => fr`${shownFile(v.file, f)} a une ligne, ou un document, de plus de 64 Mio`,
  'inbox.jsonTooLargeHint': fr`écrivez un message par ligne`,
  'inbox.jsonOption': (v, f) => fr`${shownFile(v.file, f)} est du JSON : ${v.option} n’en dit rien`,
  'inbox.jsonOptionHint': fr`omettez cette option`,
  'inbox.jsonDecision': (v, f) =>
    fr`${shownFile(v.file, f)} : JSON, ${v.isLines ? 'un message par ligne' : 'une liste de messages'}`,
  'inbox.noColumns': (v, f) => fr`${shownFile(v.file, f)} ne contient ni réponses ni accusés, d’après ses colonnes`,
  'inbox.noColumnsHint': (v) =>
    fr`une réponse a un expéditeur (expéditeur, téléphone …) et un texte, un accusé une référence (ref, client_ref) et un statut ; colonnes trouvées : ${v.columns} ; --phone-column nomme celle de l’expéditeur`,

  'inbox.importing': fr`enregistrement`,
  'inbox.rows': (v, f) => fr`${shownFile(v.file, f)} : ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
  'inbox.recorded': (v, f) =>
    f.plural(
      v.count,
      v.dryRun ? 'nouveau, à enregistrer' : 'nouveau, enregistré',
      v.dryRun ? 'nouveaux, à enregistrer' : 'nouveaux, enregistrés',
    ),
  'inbox.unchanged': (v, f) => f.plural(v.count, 'déjà enregistré', 'déjà enregistrés'),
  'inbox.unmatched': (v, f) => `${f.plural(v.count, 'accusé', 'accusés')} sans message dans ce registre`,
  'inbox.passed': fr`en route, ou de quelqu’un d’autre`,
  'inbox.joined': (v, f) => f.plural(v.count, 'suite d’une réponse longue', 'suites de réponses longues'),
  'inbox.refused': (v, f) => f.plural(v.count, 'n’a pu être classé', 'n’ont pu être classés'),
  'inbox.suppressed': (v, f) =>
    f.plural(
      v.count,
      'numéro que des accusés ont mis sur la liste d’exclusion',
      'numéros que des accusés ont mis sur la liste d’exclusion',
    ),
  'inbox.refusal': (v) => fr`${refusalsFr[v.reason]}`,
  'inbox.refusalHint': (v) => fr`${refusalHintsFr[v.reason]}`,
  'inbox.repaired': (v, f) =>
    v.repair === 'other_channel'
      ? fr`${f.number(v.rows)} ${f.plural(v.rows, 'réponse reçue par un autre canal que le SMS est peut-être un STOP', 'réponses reçues par un autre canal que le SMS sont peut-être des STOP')}${firstOnFr(v)} : ${f.plural(v.rows, v.dryRun ? 'elle compterait' : 'elle compte', v.dryRun ? 'elles compteraient' : 'elles comptent')} comme par SMS`
      : v.repair === 'unknown_country'
        ? fr`${f.number(v.rows)} ${f.plural(v.rows, 'réponse indique', 'réponses indiquent')} un pays inconnu${firstOnFr(v)} : lu comme venant du pays de l’expéditeur ; si c’est faux : smsctl suppress add NUMÉRO --reason stop`
        : fr`${f.number(v.rows)} ${f.plural(v.rows, 'réponse', 'réponses')} ${repairsFr[v.repair]}${firstOnFr(v)} : ${f.plural(v.rows, v.dryRun ? 'serait enregistrée comme reçue' : 'enregistrée comme reçue', v.dryRun ? 'seraient enregistrées comme reçues' : 'enregistrées comme reçues')} maintenant`,
  'inbox.setAside': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message d’un autre canal que le SMS', 'messages d’un autre canal que le SMS')}, d’abord ligne ${v.firstLine} (${printable(v.channel)}) : ${f.plural(v.count, fr`laissé de côté, ce n’est pas un STOP ; s’il est venu`, fr`laissés de côté, aucun n’est un STOP ; s’ils sont venus`)} par SMS, écrivez sms à cet endroit`,
  'inbox.ofFormerHolders': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'réponse', 'réponses')} sans heure lisible${v.firstLine === null ? '' : fr` (la première : ligne ${v.firstLine})`} ${f.plural(v.rows, 'vient', 'viennent')} d’un numéro que quelqu’un d’autre avait avant : un STOP vaut aussi pour cette personne, sous son numéro actuel ; pour une réponse douteuse, si elle est d’elle : smsctl suppress add NUMÉRO --reason stop`,
  'inbox.optedOutElsewhere': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'accusé sans message dans ce registre dit', 'accusés sans message dans ce registre disent')} que le destinataire ne veut plus de messages : ${v.dryRun ? 'à inscrire' : f.plural(v.count, 'inscrit', 'inscrits')} sur la liste d’exclusion (prestataire) ; smsctl suppress list`,
  'inbox.optedOutUnnamed': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'accusé sans message dans ce registre dit', 'accusés sans message dans ce registre disent')} que quelqu’un ne veut plus de messages, sans dire qui : cherchez le destinataire chez le prestataire, puis smsctl suppress add NUMÉRO --reason provider`,
  'inbox.noReplies': fr`il n’y avait pas de réponse : cela ne montre pas que les STOP ont été relevés (smsctl inbox none --attest TEXTE)`,
  'inbox.undatedReplies': fr`aucune réponse n’a d’heure lisible : cela ne montre pas que les STOP ont été relevés (smsctl inbox none --attest TEXTE)`,
  'inbox.oldReplies': (v, f) =>
    fr`la réponse la plus récente est du ${f.day(v.at, v.zone)}, il y a plus d’une semaine : cela ne montre pas que les STOP reçus depuis ont été relevés ; importez un export plus récent ou, s’il n’y en a pas eu, smsctl inbox none --attest TEXTE`,
  'inbox.nobodyWrote': fr`le fichier ne contient aucun message : il vaut « personne n’a écrit », et les STOP passent pour relevés à l’instant. Si la liste ne devait pas être vide, exportez-la à nouveau`,
  'inbox.emptyFileHint': fr`une liste sans réponse a sa ligne de titres, ou vaut [] ; si personne n’a écrit : smsctl inbox none --attest TEXTE`,
  'inbox.dryRun': fr`essai à blanc : rien n’a été enregistré`,
  'inbox.rejectsWritten': (v) => fr`ce qui n’a pu être classé est dans ${v.file}`,
  'inbox.rejectsHint': fr`pour voir ce qui n’a pu être classé, ajoutez --rejects FICHIER`,
};
