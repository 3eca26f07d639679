import type { DateTime } from 'luxon';
import type { GateFailure } from '../core/campaign/way-out-gates.js';
import type { InboxRefusal, TimeRepair } from '../core/delivery/inbox-message.js';
import type { ReplyVerdict } from '../core/suppression/classify-reply.js';
import { countryName } from './country-names.js';
import { shownFile } from './files.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';
import { sameForAll } from './same-for-all.js';

interface Read {
  readonly verdict: ReplyVerdict;
  readonly matched: string | null;
}

interface OpenReplies {
  readonly waiting: number;
  readonly review: number;
  readonly oldest: DateTime;
  readonly zone: string;
}

interface Repaired {
  readonly repair: TimeRepair;
  readonly rows: number;
  readonly firstLine: number;
  readonly dryRun: boolean;
}

const verdictsEn: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: 'an opt-out: its sender gets no promotional message any more, from this moment on',
  review: 'for a person to decide: it may be an opt-out, so nothing promotional leaves to its sender until then',
  help: 'somebody asks for help or for a person',
  opt_in: 'somebody wants to be texted again; a reply alone lifts nothing',
  none: 'an ordinary answer',
};

const verdictsFr: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: fr`un STOP : cette personne ne reçoit plus de message promotionnel, dès maintenant`,
  review: fr`à trancher par une personne : c’est peut-être un STOP, rien de promotionnel ne part d’ici là`,
  help: fr`une demande d’aide ou de contact`,
  opt_in: fr`une demande de recevoir à nouveau des messages ; à elle seule, une réponse ne lève rien`,
  none: fr`une réponse ordinaire`,
};

/** As they stand beside a count or in a table. */
const kindsEn: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: 'opt-out',
  review: 'to decide',
  help: 'asks for help',
  opt_in: 'wants messages again',
  none: 'ordinary',
};

const kindsFr: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: fr`STOP`,
  review: fr`à trancher`,
  help: fr`demande d’aide`,
  opt_in: fr`veut à nouveau des messages`,
  none: fr`ordinaire`,
};

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
  malformed_row: 'put cells that hold the delimiter between quotes',
  malformed_json: 'one object a line, or one list',
};

const refusalHintsFr: Readonly<Record<InboxRefusal, string>> = {
  invalid_number: fr`si c’est un STOP, ajoutez le numéro à la liste d’exclusion : smsctl suppress add NUMÉRO --reason stop`,
  no_text: fr`exportez aussi les textes : c’est ce qu’ils disent qui compte`,
  unknown_status: fr`delivered, undelivered, failed, rejected ou expired ; ou celui d’un message en route`,
  unknown_kind: fr`une réponse a un expéditeur et un texte, un accusé une référence et un statut`,
  malformed_row: fr`mettez entre guillemets les cellules qui contiennent le séparateur`,
  malformed_json: fr`un objet par ligne, ou une seule liste`,
};

const repairsEn: Readonly<Record<TimeRepair, string>> = {
  no_date: 'without a time',
  invalid_date: 'with a time that can not be read',
  future_date: 'with a time to come',
};

const repairsFr: Readonly<Record<TimeRepair, string>> = {
  no_date: fr`sans date`,
  invalid_date: fr`avec une date illisible`,
  future_date: fr`avec une date à venir`,
};

function gateEn(failure: GateFailure, zone: string, f: Formats): string {
  switch (failure.kind) {
    case 'no_footer':
      return `no way out is configured for ${f.list(failure.countries.map((code) => countryName(code, 'en')))}`;
    case 'other_footer':
      return `${f.number(failure.messages)} ${f.plural(failure.messages, 'message was', 'messages were')} planned under another footer`;
    case 'exit_unproven':
      return 'nobody has shown yet that a STOP arrives by this provider, sender and footer';
    case 'stops_not_collected':
      return failure.at === null
        ? 'the STOPs of this provider were never collected'
        : `STOPs were last collected ${f.instant(failure.at, zone)}, more than ${f.number(failure.withinHours)} ${f.plural(failure.withinHours, 'hour', 'hours')} ago`;
  }
}

/** How pulls count again after a time that is too long to be read at once. */
const GAP_EN =
  'export the replies of that time at the provider (`smsctl inbox import FILE`), then attest that no other STOP came (`smsctl inbox none --attest TEXT`): from there on pulls count again';
const GAP_FR = fr`exportez chez le prestataire les réponses de cette période (« smsctl inbox import FICHIER »), puis attestez qu’il n’y a pas eu d’autre STOP (« smsctl inbox none --attest TEXTE ») : à partir de là, les relevés comptent de nouveau`;

function gateFr(failure: GateFailure, zone: string, f: Formats): string {
  switch (failure.kind) {
    case 'no_footer':
      return fr`aucun moyen de se désabonner n’est configuré pour ${f.list(failure.countries.map((code) => countryName(code, 'fr')))}`;
    case 'other_footer':
      return fr`${f.number(failure.messages)} ${f.plural(failure.messages, 'message a été planifié', 'messages ont été planifiés')} avec une autre mention`;
    case 'exit_unproven':
      return fr`personne n’a encore montré qu’un STOP arrive par ce prestataire, cet expéditeur et cette mention`;
    case 'stops_not_collected':
      return failure.at === null
        ? fr`les STOP de ce prestataire n’ont jamais été relevés`
        : fr`les STOP ont été relevés pour la dernière fois ${f.instant(failure.at, zone)}, il y a plus de ${f.number(failure.withinHours)} ${f.plural(failure.withinHours, 'heure', 'heures')}`;
  }
}

function wayEn({ kind }: GateFailure): string {
  switch (kind) {
    case 'no_footer':
      return 'add [footer.COUNTRY] to smsctl.toml';
    case 'other_footer':
      return 'cancel this campaign and plan it anew under another name, or put the footer back that it was planned with';
    case 'exit_unproven':
      return '`smsctl doctor --stop-test NUMBER` with a phone that you trust, or `smsctl doctor --attest TEXT`';
    case 'stops_not_collected':
      return '`smsctl inbox pull`, `smsctl inbox import FILE`, or `smsctl inbox none --attest TEXT` if there were none';
  }
}

function wayFr({ kind }: GateFailure): string {
  switch (kind) {
    case 'no_footer':
      return fr`ajoutez [footer.PAYS] à smsctl.toml`;
    case 'other_footer':
      return fr`annulez cette campagne et planifiez-la à nouveau sous un autre nom, ou remettez la mention avec laquelle elle a été planifiée`;
    case 'exit_unproven':
      return fr`« smsctl doctor --stop-test NUMÉRO » avec un téléphone de confiance, ou « smsctl doctor --attest TEXTE »`;
    case 'stops_not_collected':
      return fr`« smsctl inbox pull », « smsctl inbox import FICHIER », ou « smsctl inbox none --attest TEXTE » s’il n’y en a pas eu`;
  }
}

/** Replies of people, what is made of them, and what proves that a STOP arrives. */
export const inboxEn = {
  'inbox.helpCheck': 'what a reply asks for: an opt-out, a review, help, an opt-in, or nothing',
  'inbox.helpCheckArgument': 'the reply, or @FILE',
  'inbox.verdict': (v: Read) => `${verdictsEn[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,

  'inbox.help': 'replies and receipts: brings them in, shows what waits for a person',
  'inbox.helpImport': 'replies and receipts from CSV, Excel or JSON Lines; an opt-out takes effect at once',
  'inbox.helpImportFile': 'the file; - is standard input',
  'inbox.helpImportRejects': 'writes the messages that could not be filed to this file',
  'inbox.helpImportDryRun': 'judges and counts, files nothing',
  'inbox.helpPull': "fetches replies and receipts from the provider's own records",
  'inbox.helpPullSince': 'from this instant on; else from the last pull on, or of the last 7 days',
  'inbox.helpList': 'open replies: those to deal with, and those to decide',
  'inbox.helpReview': 'decides what may be an opt-out: on a terminal one by one',
  'inbox.helpOptOut': 'this reply is an opt-out; may be repeated',
  'inbox.helpNotOptOut': 'this reply is none; may be repeated',
  'inbox.helpDone': 'marks replies as dealt with',
  'inbox.helpDoneIds': 'numbers of replies, as `smsctl inbox list` shows them',
  'inbox.helpAll': 'every reply to deal with; those to decide stay',
  'inbox.helpNone': 'notes your word that no STOP came in since they were last collected',
  'inbox.helpNoneAttest': 'how you know; the log keeps it',

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
  'inbox.pulled': (v: { provider: string; rows: number }, f: Formats) =>
    `${v.provider}: ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
  'inbox.recorded': (v: { dryRun: boolean; count: number }): string =>
    v.dryRun ? 'new, would be filed' : 'new, filed',
  'inbox.unchanged': sameForAll('filed before'),
  'inbox.unmatched': (v: { count: number }, f: Formats) =>
    `${f.plural(v.count, 'receipt', 'receipts')} about no message of this ledger`,
  'inbox.passed': 'on their way, or of somebody else',
  'inbox.joined': (v: { count: number }, f: Formats) =>
    f.plural(v.count, 'further part of a long reply', 'further parts of long replies'),
  'inbox.refused': sameForAll('could not be filed'),
  'inbox.kind': (v: { verdict: ReplyVerdict }) => kindsEn[v.verdict],
  'inbox.suppressed': (v: { count: number }, f: Formats) =>
    `${f.plural(v.count, 'number', 'numbers')} that receipts brought to the never-list`,
  'inbox.refusal': (v: { reason: InboxRefusal }) => refusalsEn[v.reason],
  'inbox.refusalHint': (v: { reason: InboxRefusal }) => refusalHintsEn[v.reason],
  'inbox.repaired': (v: Repaired, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'reply', 'replies')} ${repairsEn[v.repair]}, first on line ${v.firstLine}: ${v.dryRun ? 'would be filed' : 'filed'} as received now`,
  'inbox.noStops':
    'there was no reply in it: it does not show that STOPs were collected (smsctl inbox none --attest TEXT)',
  'inbox.nobodyWrote':
    'there was not one message in it: counts as “nobody wrote”, and STOPs as collected now. If the list should not be empty, fetch it again',
  'inbox.emptyFileHint':
    'a list without replies has its header, or is []; if nobody wrote: smsctl inbox none --attest TEXT',
  'inbox.dryRun': 'dry run: nothing was filed',
  'inbox.rejectsWritten': (v: { file: string }) => `what could not be filed is in ${v.file}`,
  'inbox.rejectsHint': 'to see what could not be filed, add --rejects FILE',

  'inbox.waits': (v: OpenReplies, f: Formats) =>
    `${f.number(v.waiting + v.review)} ${f.plural(v.waiting + v.review, 'reply is', 'replies are')} open, the oldest since ${f.instant(v.oldest, v.zone)}: ${f.number(v.waiting)} to deal with (smsctl inbox list), ${f.number(v.review)} to decide (smsctl inbox review)`,
  'inbox.empty': 'no reply is open',
  'inbox.nothingToDecide': 'no reply is to be decided',
  'inbox.idTitle': 'no.',
  'inbox.atTitle': 'received',
  'inbox.numberTitle': 'from',
  'inbox.kindTitle': 'what',
  'inbox.textTitle': 'text',
  'inbox.noText': '(no longer kept)',
  'inbox.noNumber': '(erased)',
  'inbox.listHint': 'once dealt with: smsctl inbox done NO. …, or --all',
  'inbox.reviewHint':
    'to decide: smsctl inbox review --opt-out NO., or --not-opt-out NO.; until then nothing promotional leaves to them',
  'inbox.askOptOut': 'Is this an opt-out?',
  'inbox.answer': (v: { answer: 'yes' | 'no' | 'later' }) =>
    ({ yes: 'yes: no more promotional messages', no: 'no: an ordinary answer', later: 'later' })[v.answer],
  'inbox.decided': (v: { optOut: number; notOptOut: number }, f: Formats) =>
    `${f.number(v.optOut)} decided as ${f.plural(v.optOut, 'an opt-out', 'opt-outs')}, ${f.number(v.notOptOut)} as none`,
  'inbox.done': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'reply', 'replies')} dealt with`,
  'inbox.strangeIds': (v: { ids: readonly number[]; command: 'review' | 'done' }, f: Formats) =>
    v.command === 'review'
      ? `no reply to decide: ${f.list(v.ids.map(String))}`
      : `no reply to deal with: ${f.list(v.ids.map(String))}`,
  'inbox.strangeIdsHint':
    '`smsctl inbox list` shows what is open; what may be an opt-out is decided first, by `smsctl inbox review`',
  'inbox.badId': (v: { value: string }) => `no number of a reply: ${v.value}`,
  'inbox.badIdHint': '`smsctl inbox list` shows the numbers',
  'inbox.bothWays': (v: { ids: readonly number[] }, f: Formats) =>
    `decided both ways: ${f.list(v.ids.map(String))}; nothing was changed`,
  'inbox.doneNeeds': 'say which replies, or --all',

  'inbox.noPull': (v: { provider: string }) => `${v.provider} has no records of replies that can be fetched`,
  'inbox.noPullHint': 'export them there and bring them in: smsctl inbox import FILE',
  'inbox.pullFailed': (v: { why: string }) => `the provider's records could not be read (${v.why})`,
  'inbox.pullFailedHint':
    'check the credentials with `smsctl doctor`, or export the replies there: smsctl inbox import FILE',
  'inbox.pullIncomplete':
    'the records were cut short: this does not count as a collecting of STOPs; pull again, or export the replies there: smsctl inbox import FILE',
  'inbox.pullGap': (v: { until: DateTime; isTooFar: boolean; zone: string }, f: Formats) =>
    `what came after ${f.instant(v.until, v.zone)} and before this pull was not read: this does not count as a collecting of STOPs; ${v.isTooFar ? GAP_EN : 'pull again without --since'}`,
  'inbox.pullTooFar': 'the records of more than 90 days are not fetched at once',
  'inbox.pullTooFarHint': 'give a later --since',
  'inbox.pullTooLongAgo': 'the last gapless pull is more than 90 days ago, and no more than that is fetched at once',
  'inbox.pullTooLongAgoHint': GAP_EN,
  'inbox.noneNoted': 'noted: no STOP came in',

  'inbox.gatesClosed': (v: { campaign: string; failures: readonly GateFailure[]; zone: string }, f: Formats) =>
    `${v.campaign} may not leave yet: ${v.failures.map((one) => gateEn(one, v.zone, f)).join('; ')}`,
  'inbox.gatesClosedHint': (v: { failures: readonly GateFailure[] }) => v.failures.map(wayEn).join('; then '),
  'inbox.gateWarning': (v: { failure: GateFailure; zone: string }, f: Formats) =>
    `before it may leave: ${gateEn(v.failure, v.zone, f)}: ${wayEn(v.failure)}`,

  'inbox.helpStopTest': 'tests the way out: a STOP of this trusted phone is to arrive',
  'inbox.helpAttest': 'notes your word that a STOP arrives, with how you know; the log keeps it',
  'inbox.attestEmpty': 'this says too little to be kept as a proof',
  'inbox.attestEmptyHint': 'say who tried what, when, and what came of it',
  'inbox.testSimulated': (v: { number: string }) => `a test from ${v.number} is noted; send no STOP for it`,
  'inbox.testBegun': (v: { number: string; exits: readonly string[] }, f: Formats) =>
    `now send STOP from ${v.number} as a recipient would (${f.list(v.exits)}), collect it with \`smsctl inbox pull\` or \`smsctl inbox import FILE\`, then ask again`,
  'inbox.testWaiting': (v: { number: string; at: DateTime; zone: string }, f: Formats) =>
    `no STOP of ${v.number} has been collected since the test began, ${f.instant(v.at, v.zone)}`,
  'inbox.testProven': (v: { number: string; at: DateTime; zone: string }, f: Formats) =>
    `proven: the STOP of ${v.number} arrived, ${f.instant(v.at, v.zone)}. This phone is on the never-list now, as anybody's would be; to text it again: smsctl consent add NUMBER --lift`,
  'inbox.provesRehearsals':
    'the simulator is configured: this proves nothing for a real provider, and no real STOP reaches the simulator. Once the provider is configured, do it again',
  'inbox.attested': 'noted: your word that a STOP arrives',
  'inbox.noExits': 'no footer is configured: there is no way out to test',
  'inbox.noExitsHint': 'add [footer.COUNTRY] to smsctl.toml, with the short code of your provider',
  'inbox.doctorProven': (v: { kind: 'stop_test' | 'attested'; at: DateTime; zone: string; by: string }, f: Formats) =>
    v.kind === 'stop_test'
      ? `a STOP arrives: tested ${f.instant(v.at, v.zone)} by ${v.by}`
      : `a STOP arrives: attested ${f.instant(v.at, v.zone)} by ${v.by}`,
  'inbox.doctorUnproven': 'nobody has shown yet that a STOP arrives; promotional messages do not leave before',
  'inbox.doctorUnprovenHint': wayEn({ kind: 'exit_unproven' }),
} as const;

export const inboxFr: Translated<typeof inboxEn> = {
  'inbox.helpCheck': fr`ce que demande une réponse : STOP, à trancher, aide, accord, ou rien`,
  'inbox.helpCheckArgument': fr`la réponse, ou @FICHIER`,
  'inbox.verdict': (v) => fr`${verdictsFr[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,

  'inbox.help': fr`réponses et accusés : les relève, montre ce qui attend une personne`,
  'inbox.helpImport': fr`réponses et accusés d’un CSV, d’Excel ou de JSON Lines ; un STOP prend effet aussitôt`,
  'inbox.helpImportFile': fr`le fichier ; - est l’entrée standard`,
  'inbox.helpImportRejects': fr`écrit dans ce fichier les messages qui n’ont pu être classés`,
  'inbox.helpImportDryRun': fr`juge et compte, n’enregistre rien`,
  'inbox.helpPull': fr`va chercher réponses et accusés dans les relevés du prestataire`,
  'inbox.helpPullSince': fr`à partir de cet instant ; sinon depuis le dernier relevé, ou des 7 derniers jours`,
  'inbox.helpList': fr`les réponses ouvertes : celles à traiter, et celles à trancher`,
  'inbox.helpReview': fr`tranche ce qui est peut-être un STOP : une à une sur un terminal`,
  'inbox.helpOptOut': fr`cette réponse est un STOP ; peut être répété`,
  'inbox.helpNotOptOut': fr`cette réponse n’en est pas un ; peut être répété`,
  'inbox.helpDone': fr`marque des réponses comme traitées`,
  'inbox.helpDoneIds': fr`numéros de réponses, tels que « smsctl inbox list » les montre`,
  'inbox.helpAll': fr`toutes les réponses à traiter ; celles à trancher restent`,
  'inbox.helpNone': fr`note votre parole qu’aucun STOP n’est arrivé depuis le dernier relevé`,
  'inbox.helpNoneAttest': fr`comment vous le savez ; le journal le garde`,

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
  'inbox.pulled': (v, f) => fr`${v.provider} : ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
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
  'inbox.kind': (v) => kindsFr[v.verdict],
  'inbox.suppressed': (v, f) =>
    f.plural(
      v.count,
      'numéro que des accusés ont mis sur la liste d’exclusion',
      'numéros que des accusés ont mis sur la liste d’exclusion',
    ),
  'inbox.refusal': (v) => fr`${refusalsFr[v.reason]}`,
  'inbox.refusalHint': (v) => fr`${refusalHintsFr[v.reason]}`,
  'inbox.repaired': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'réponse', 'réponses')} ${repairsFr[v.repair]}, d’abord ligne ${v.firstLine} : ${f.plural(v.rows, v.dryRun ? 'serait enregistrée comme reçue' : 'enregistrée comme reçue', v.dryRun ? 'seraient enregistrées comme reçues' : 'enregistrées comme reçues')} maintenant`,
  'inbox.noStops': fr`il n’y avait pas de réponse : cela ne montre pas que les STOP ont été relevés (smsctl inbox none --attest TEXTE)`,
  'inbox.nobodyWrote': fr`le fichier ne contient aucun message : il vaut « personne n’a écrit », et les STOP passent pour relevés à l’instant. Si la liste ne devait pas être vide, exportez-la à nouveau`,
  'inbox.emptyFileHint': fr`une liste sans réponse a sa ligne de titres, ou vaut [] ; si personne n’a écrit : smsctl inbox none --attest TEXTE`,
  'inbox.dryRun': fr`essai à blanc : rien n’a été enregistré`,
  'inbox.rejectsWritten': (v) => fr`ce qui n’a pu être classé est dans ${v.file}`,
  'inbox.rejectsHint': fr`pour voir ce qui n’a pu être classé, ajoutez --rejects FICHIER`,

  'inbox.waits': (v, f) =>
    fr`${f.number(v.waiting + v.review)} ${f.plural(v.waiting + v.review, 'réponse ouverte', 'réponses ouvertes')}, la plus ancienne depuis ${f.instant(v.oldest, v.zone)} : ${f.number(v.waiting)} à traiter (smsctl inbox list), ${f.number(v.review)} à trancher (smsctl inbox review)`,
  'inbox.empty': fr`aucune réponse ouverte`,
  'inbox.nothingToDecide': fr`aucune réponse à trancher`,
  'inbox.idTitle': fr`n°`,
  'inbox.atTitle': fr`reçue`,
  'inbox.numberTitle': fr`de`,
  'inbox.kindTitle': fr`quoi`,
  'inbox.textTitle': fr`texte`,
  'inbox.noText': fr`(n’est plus conservé)`,
  'inbox.noNumber': fr`(effacé)`,
  'inbox.listHint': fr`ce qui est traité se classe ainsi : smsctl inbox done N° …, ou --all`,
  'inbox.reviewHint': fr`pour trancher : smsctl inbox review --opt-out N°, ou --not-opt-out N° ; d’ici là rien de promotionnel ne part vers elles`,
  'inbox.askOptOut': fr`Est-ce un STOP ?`,
  'inbox.answer': (v) =>
    ({ yes: fr`oui : plus de message promotionnel`, no: fr`non : une réponse ordinaire`, later: fr`plus tard` })[
      v.answer
    ],
  'inbox.decided': (v, f) =>
    fr`${f.number(v.optOut)} ${f.plural(v.optOut, 'tranchée comme STOP', 'tranchées comme STOP')}, ${f.number(v.notOptOut)} comme n’en étant pas`,
  'inbox.done': (v, f) => fr`${f.number(v.count)} ${f.plural(v.count, 'réponse traitée', 'réponses traitées')}`,
  'inbox.strangeIds': (v, f) =>
    v.command === 'review'
      ? fr`pas de réponse à trancher sous ce numéro : ${f.list(v.ids.map(String))}`
      : fr`pas de réponse à traiter sous ce numéro : ${f.list(v.ids.map(String))}`,
  'inbox.strangeIdsHint': fr`« smsctl inbox list » montre celles qui sont ouvertes ; ce qui est peut-être un STOP se tranche d’abord, par « smsctl inbox review »`,
  'inbox.badId': (v) => fr`pas un numéro de réponse : ${v.value}`,
  'inbox.badIdHint': fr`« smsctl inbox list » montre les numéros`,
  'inbox.bothWays': (v, f) => fr`tranchées dans les deux sens : ${f.list(v.ids.map(String))} ; rien n’a été changé`,
  'inbox.doneNeeds': fr`dites quelles réponses, ou --all`,

  'inbox.noPull': (v) => fr`${v.provider} n’a pas de relevé de réponses qu’on puisse aller chercher`,
  'inbox.noPullHint': fr`exportez-les là-bas et importez-les : smsctl inbox import FICHIER`,
  'inbox.pullFailed': (v) => fr`les relevés du prestataire n’ont pas pu être lus (${v.why})`,
  'inbox.pullFailedHint': fr`vérifiez les identifiants avec « smsctl doctor », ou exportez les réponses là-bas : smsctl inbox import FICHIER`,
  'inbox.pullIncomplete': fr`les relevés étaient tronqués : cela ne compte pas comme un relevé des STOP ; recommencez, ou exportez les réponses là-bas : smsctl inbox import FICHIER`,
  'inbox.pullGap': (v, f) =>
    fr`ce qui est arrivé après le ${f.instant(v.until, v.zone)} et avant ce relevé n’a pas été lu : cela ne compte pas comme un relevé des STOP ; ${v.isTooFar ? GAP_FR : 'recommencez sans --since'}`,
  'inbox.pullTooFar': fr`on ne va pas chercher plus de 90 jours de relevés en une fois`,
  'inbox.pullTooFarHint': fr`donnez un --since plus tardif`,
  'inbox.pullTooLongAgo': fr`le dernier relevé sans trou a plus de 90 jours, et on ne va pas chercher davantage en une fois`,
  'inbox.pullTooLongAgoHint': GAP_FR,
  'inbox.noneNoted': fr`noté : aucun STOP n’est arrivé`,

  'inbox.gatesClosed': (v, f) =>
    fr`${v.campaign} ne peut pas encore partir : ${v.failures.map((one) => gateFr(one, v.zone, f)).join(fr` ; `)}`,
  'inbox.gatesClosedHint': (v) => v.failures.map(wayFr).join(fr` ; puis `),
  'inbox.gateWarning': (v, f) => fr`avant tout envoi réel : ${gateFr(v.failure, v.zone, f)} ; ${wayFr(v.failure)}`,

  'inbox.helpStopTest': fr`éprouve la sortie : un STOP de ce téléphone de confiance doit arriver`,
  'inbox.helpAttest': fr`note votre parole qu’un STOP arrive, et comment vous le savez ; le journal le garde`,
  'inbox.attestEmpty': fr`c’est trop peu pour servir de preuve`,
  'inbox.attestEmptyHint': fr`dites qui a essayé quoi, quand, et ce qui en est sorti`,
  'inbox.testSimulated': (v) => fr`un essai depuis ${v.number} est noté ; n’envoyez pas de STOP pour cela`,
  'inbox.testBegun': (v, f) =>
    fr`envoyez maintenant STOP depuis ${v.number} comme le ferait un destinataire (${f.list(v.exits)}), relevez-le par « smsctl inbox pull » ou « smsctl inbox import FICHIER », puis redemandez`,
  'inbox.testWaiting': (v, f) =>
    fr`aucun STOP de ${v.number} n’a été relevé depuis le début de l’essai, ${f.instant(v.at, v.zone)}`,
  'inbox.testProven': (v, f) =>
    fr`prouvé : le STOP de ${v.number} est arrivé, ${f.instant(v.at, v.zone)}. Ce téléphone est désormais sur la liste d’exclusion, comme le serait celui de n’importe qui ; pour lui écrire à nouveau : smsctl consent add NUMÉRO --lift`,
  'inbox.provesRehearsals': fr`le simulateur est configuré : cela ne prouve rien pour un vrai prestataire, et aucun vrai STOP n’atteint le simulateur. Refaites-le une fois le prestataire configuré`,
  'inbox.attested': fr`noté : votre parole qu’un STOP arrive`,
  'inbox.noExits': fr`aucune mention de désabonnement n’est configurée : il n’y a pas de sortie à éprouver`,
  'inbox.noExitsHint': fr`ajoutez [footer.PAYS] à smsctl.toml, avec le numéro court de votre prestataire`,
  'inbox.doctorProven': (v, f) =>
    v.kind === 'stop_test'
      ? fr`un STOP arrive : éprouvé ${f.instant(v.at, v.zone)} par ${v.by}`
      : fr`un STOP arrive : attesté ${f.instant(v.at, v.zone)} par ${v.by}`,
  'inbox.doctorUnproven': fr`personne n’a encore montré qu’un STOP arrive ; rien de promotionnel ne part avant`,
  'inbox.doctorUnprovenHint': wayFr({ kind: 'exit_unproven' }),
};
