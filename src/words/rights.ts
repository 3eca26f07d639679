import type { ExtensionRefusal, RequestKind, RequestState } from '../core/rights/request.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Held {
  readonly number: string;
  readonly standing: 'known' | 'erased' | 'unknown';
  readonly consents: number;
  readonly messages: number;
  readonly requests: number;
}

type NotRectified = 'unknown' | 'erased' | 'taken' | 'in_doubt';

const kindsEn: Readonly<Record<RequestKind, string>> = {
  access: 'access',
  rectify: 'rectification',
  erase: 'erasure',
  object: 'objection',
  restrict: 'restriction',
  portability: 'portability',
  withdraw: 'withdrawal',
};
const kindsFr: Readonly<Record<RequestKind, string>> = {
  access: 'accès',
  rectify: 'rectification',
  erase: 'effacement',
  object: 'opposition',
  restrict: 'limitation',
  portability: 'portabilité',
  withdraw: 'retrait',
};
const statesEn: Readonly<Record<RequestState, string>> = {
  open: 'open',
  overdue: 'OVERDUE',
  answered: 'answered',
  answered_late: 'answered late',
};
const statesFr: Readonly<Record<RequestState, string>> = {
  open: 'ouverte',
  overdue: 'EN RETARD',
  answered: 'close',
  answered_late: 'close en retard',
};
/** The command that does what is asked, where there is one. */
const commandOf: Readonly<Partial<Record<RequestKind, string>>> = {
  access: 'smsctl subject access NUMBER --reveal',
  portability: 'smsctl subject access NUMBER --reveal --json',
  rectify: 'smsctl subject rectify OLD --to NEW',
  erase: 'smsctl subject erase NUMBER',
  object: 'smsctl subject object NUMBER',
  restrict: 'smsctl subject restrict NUMBER',
  withdraw: 'smsctl consent withdraw NUMBER',
};

const refusalEn: Readonly<Record<ExtensionRefusal, string>> = {
  answered: 'it was answered',
  extended: 'it was extended before',
  too_late: 'its first month is over',
};
const refusalFr: Readonly<Record<ExtensionRefusal, string>> = {
  answered: 'elle est close',
  extended: 'elle a déjà été prolongée',
  too_late: 'son premier mois est passé',
};

/** « 2 accords et 3 messages » */
function heldEn({ consents, messages, requests }: Held, f: Formats): string {
  return f.list([
    `${f.number(consents)} ${f.plural(consents, 'consent', 'consents')}`,
    `${f.number(messages)} ${f.plural(messages, 'text', 'texts')}`,
    ...(requests === 0 ? [] : [`${f.number(requests)} ${f.plural(requests, 'request', 'requests')}`]),
  ]);
}
function heldFr({ consents, messages, requests }: Held, f: Formats): string {
  return f.list([
    `${f.number(consents)} ${f.plural(consents, 'accord', 'accords')}`,
    `${f.number(messages)} ${f.plural(messages, 'texte', 'textes')}`,
    ...(requests === 0 ? [] : [`${f.number(requests)} ${f.plural(requests, 'demande', 'demandes')}`]),
  ]);
}

type Kept = 'number' | 'texts' | 'proofs' | 'neverList' | 'log';

const keptEn: Readonly<Record<Kept, string>> = {
  number: 'number: until you ask for its erasure, or for as long as one of the purposes above needs it',
  texts: 'texts of messages, from the sending',
  proofs: 'source, evidence, IP and collector of a consent, from its end',
  neverList:
    'never-list: a keyed fingerprint of the number, which outlives an erasure so that an old list can not bring you back',
  log: 'log: fingerprints and facts only, kept as evidence',
};
const keptFr: Readonly<Record<Kept, string>> = {
  number: fr`numéro : jusqu’à ce que vous en demandiez l’effacement, ou tant qu’une des finalités ci-dessus en a besoin`,
  texts: fr`textes des messages, depuis l’envoi`,
  proofs: fr`source, preuve, IP et collecteur d’un accord, depuis sa fin`,
  neverList: fr`liste d’exclusion : une empreinte à clé du numéro, qui survit à l’effacement pour qu’une ancienne liste ne vous ramène pas`,
  log: fr`journal : des empreintes et des faits seulement, gardés comme preuve`,
};

type Right = 'rectify' | 'erase' | 'restrict' | 'portability' | 'object' | 'withdraw' | 'complain';

const rightsEn: Readonly<Record<Right, string>> = {
  rectify: 'to have wrong data corrected (GDPR art. 16)',
  erase: 'to have your data erased (art. 17)',
  restrict: 'to have their use restricted while something is being settled (art. 18)',
  portability: 'to get them in a form that another program can read (art. 20)',
  object: 'to object to any further message, at any time and without a reason (art. 21)',
  withdraw: 'to take back any consent, at any time (art. 7(3))',
  complain: 'to complain to the supervisory authority, in France the CNIL, in Switzerland the PFPDT (art. 77)',
};
const rightsFr: Readonly<Record<Right, string>> = {
  rectify: 'faire corriger des données fausses (RGPD art. 16)',
  erase: 'faire effacer vos données (art. 17)',
  restrict: 'faire limiter leur usage tant qu’une question n’est pas tranchée (art. 18)',
  portability: 'les recevoir sous une forme lisible par un autre programme (art. 20)',
  object: 'vous opposer à tout autre message, à tout moment et sans motif (art. 21)',
  withdraw: 'retirer tout accord, à tout moment (art. 7(3))',
  complain: 'vous plaindre à l’autorité de contrôle, en France la CNIL, en Suisse le PFPDT (art. 77)',
};

interface Became {
  readonly state: string;
  readonly receipt: string | null;
  readonly reason: string | null;
}

export const rightsEnWords = {
  'rights.help': 'does what people have a right to: access, rectification, objection, restriction, erasure',
  'rights.helpAccess': 'gives all that the ledger holds of a person, in clear language or as JSON',
  'rights.helpRectify': 'gives the history of a person another number; a STOP comes along',
  'rights.helpObject': 'ends every message to a person for good',
  'rights.helpRestrict': 'ends every message to a person until it is lifted',
  'rights.helpErase': 'takes a person out of the ledger and its rehearsals; their fingerprint stays on the never-list',
  'rights.helpTo': 'the right number',
  'rights.helpLift': 'ends the restriction',
  'rights.helpYes': 'does not ask',
  'rights.helpDryRun': 'shows what would go, and erases nothing',
  'rights.helpOut': 'writes to a new file instead of the screen',
  'rights.helpRevealAccess': 'whole number, for the person concerned; noted in the log and in the register of requests',
  'rights.yesNeeded': 'an erasure can not be undone: it needs a yes',
  'rights.yesNeededHint': 'look at it with --dry-run, then add --yes',
  'rights.eraseAsk': (v: { number: string }) => `Erase ${v.number}? This can not be undone.`,
  'rights.notErased': 'nothing was erased',
  'rights.toErase': (v: Held, f: Formats) =>
    v.standing === 'known'
      ? `to erase of ${v.number}: the number, ${heldEn(v, f)}`
      : v.standing === 'erased'
        ? `${v.number} was erased before; the ledger holds nothing of them in clear`
        : `the ledger holds nothing of ${v.number} in clear; the fingerprint goes on the never-list`,
  'rights.erased': (v: Held, f: Formats) =>
    v.standing === 'known'
      ? `erased: ${v.number}, ${heldEn(v, f)}`
      : v.standing === 'erased'
        ? `${v.number} was erased before; nothing of them is left in clear`
        : `the ledger held nothing of ${v.number} in clear; the fingerprint is on the never-list`,
  'rights.eraseSkips': (v: { planned: number; isAhead: boolean }, f: Formats) =>
    `${f.number(v.planned)} planned ${f.plural(v.planned, 'message', 'messages')} ${v.isAhead ? 'will not leave' : 'will never leave'} (erased)`,
  'rights.eraseRehearsals': (v: { names: readonly string[]; isAhead: boolean }, f: Formats) =>
    `${f.plural(v.names.length, 'rehearsal', 'rehearsals')} ${v.isAhead ? 'to be removed' : 'removed'} whole: ${f.list(v.names)}`,
  'rights.eraseTell': (v: { providers: readonly string[] }, f: Formats) =>
    `tell them to erase too (GDPR art. 19): ${f.list(v.providers)}`,
  'rights.filesHolding': (v: { files: readonly string[] }) =>
    ['these files hold the number, and were not touched:', ...v.files].join('\n  '),
  'rights.filesUnread': (v: { files: readonly string[] }) =>
    ['these could not be looked into:', ...v.files].join('\n  '),
  'rights.nothingErased': 'nothing was erased yet; backups and files elsewhere are not looked at',
  'rights.eraseStays':
    'what stays: a keyed fingerprint (never-list, log), and basis, date and hash of the words of each consent. Backups and files elsewhere are yours to see to',
  'rights.registered': (v: { ids: readonly number[] }, f: Formats) =>
    `in the register of requests: ${f.list(v.ids.map((id) => `#${id}`))}, answered`,
  'rights.readersLeft': (v: { file: string }) =>
    `another program is reading ${v.file}: old bytes can not be overwritten`,
  'rights.readersLeftHint': 'close it, then run the same command again: it finishes what is left to do',
  'rights.rectified': (v: { from: string; to: string; skipped: number; carried: number }, f: Formats) =>
    `${v.from} is ${v.to} now${v.skipped === 0 ? '' : `; ${f.number(v.skipped)} planned ${f.plural(v.skipped, 'message', 'messages')} will not leave`}${v.carried === 0 ? '' : `; ${f.number(v.carried)} never-list ${f.plural(v.carried, 'entry holds', 'entries hold')} for it too`}`,
  'rights.notRectified': (v: { why: NotRectified; from: string; to: string }) =>
    ({
      unknown: `there is nothing to correct: the ledger has nothing of ${v.from}, or it is ${v.to} already`,
      erased: `not corrected: ${v.from} or ${v.to} was erased, and whoever was erased gets no history`,
      taken: `not corrected: ${v.to} has consents or messages of its own, and two histories are not made one`,
      in_doubt: `not corrected yet: a message to ${v.from} is in doubt`,
    })[v.why],
  'rights.notRectifiedHint': (v: { why: NotRectified }) =>
    ({
      unknown: '`smsctl subject access` shows what the ledger has of a number',
      erased: 'collect a new consent under another number',
      taken: 'if both are the same person, withdraw or erase the old number and go on with the new one',
      in_doubt: 'settle it with `smsctl resolve`, then run the same command again',
    })[v.why],
  'rights.objected': (v: { number: string }) => `${v.number} gets no message any more, whatever it is for`,
  'rights.objectedBefore': (v: { number: string }) => `${v.number} had objected before`,
  'rights.restricted': (v: { number: string; restricted: boolean }) =>
    v.restricted ? `${v.number} gets no message until --lift` : `the restriction of ${v.number} is lifted`,
  'rights.restrictedBefore': (v: { number: string; restricted: boolean }) =>
    v.restricted ? `${v.number} was restricted before` : `${v.number} is not restricted`,
  'rights.accessWritten': (v: { file: string }) => `written to ${v.file}`,
  'rights.accessMasked': 'a look, with the number masked; --reveal makes what the person gets, and notes it',

  'access.title': (v: { number: string; organisation: string }) =>
    `What ${v.organisation} holds of ${v.number} in smsctl`,
  'access.none': 'nothing',
  'access.data': 'Data',
  'access.number': (v: { number: string; since: string | null }) =>
    v.since === null ? 'the ledger does not know this number' : `number ${v.number}, known since ${v.since}`,
  'access.erased': (v: { at: string }) => `erased on ${v.at}: only a fingerprint is left`,
  'access.former': (v: { at: string }) => `another number until ${v.at}, of which a fingerprint is left`,
  'access.consents': 'Legal bases and their proofs',
  'access.neverList': 'Never-list',
  'access.messages': 'Messages',
  'access.message': (v: { campaign: string; purpose: string; sender: string; at: string | null; became: string }) =>
    `${v.at ?? 'not sent'}: ${v.campaign} (${v.purpose}), from ${v.sender}: ${v.became}`,
  'access.became': (v: Became) =>
    v.receipt === 'delivered'
      ? 'delivered'
      : v.receipt === 'undelivered'
        ? 'not delivered'
        : `${({ planned: 'planned', submitting: 'under way', accepted: 'sent', rejected: 'refused by the provider', unknown: 'in doubt', skipped: 'not sent' } as Record<string, string>)[v.state] ?? v.state}${v.reason === null ? '' : ` (${v.reason})`}`,
  'access.textGone': 'the text was removed; a keyed hash of it is left',
  'access.because': (v: { consentSeq: number; fileName: string; line: number }) =>
    `because of consent #${v.consentSeq}; named by ${v.fileName}, line ${v.line}`,
  'access.leftOut': 'Campaigns that left this number out',
  'access.exclusion': (v: { campaign: string; why: string; at: string }) => `${v.at}: ${v.campaign}: ${v.why}`,
  'access.requests': 'Requests',
  'access.request': (v: { kind: string; received: string; due: string; answered: string | null }) =>
    `${v.kind}: received ${v.received}, due ${v.due}${v.answered === null ? '' : `, answered ${v.answered}`}`,
  'access.log': 'Log',
  'access.recipients': 'Who else got the number',
  'access.recipient': (v: { provider: string }) =>
    v.provider === 'simulator'
      ? 'nobody: the simulator is part of this program'
      : `${v.provider}, which carries the messages`,
  'access.rehearsals': (v: { names: readonly string[] }, f: Formats) =>
    `copies on this computer, for rehearsals: ${f.list(v.names)}`,
  'access.kept': 'How long it is kept',
  'access.keptHow': (v: { what: Kept; months: number | null }, f: Formats) =>
    `${keptEn[v.what]}${v.months === null ? '' : `: ${f.number(v.months)} ${f.plural(v.months, 'month', 'months')}`}`,
  'access.rights': 'You have the right',
  'access.right': (v: { right: Right }) => rightsEn[v.right],
  'access.contact': (v: { contact: string | null; privacyUrl: string | null }) =>
    `Contact: ${v.contact ?? 'not configured (organisation.contact)'}${v.privacyUrl === null ? '' : ` · ${v.privacyUrl}`}`,

  'requests.help': 'keeps the register of what people ask for, with its deadlines',
  'requests.helpAdd': 'enters a request; the deadline is counted as Regulation 1182/71 says',
  'requests.helpList': 'shows the register, by deadline',
  'requests.helpIdentify': 'notes how it was made sure who asks',
  'requests.helpExtend': 'gives a request two months more, within its first month and with notice to the person',
  'requests.helpAnswer': 'closes a request',
  'requests.helpKind': 'what is asked for',
  'requests.helpContact': 'how to reach whoever asks, where it is not by the number',
  'requests.helpReceived': 'the day it came in, else today',
  'requests.helpOpen': 'only those that wait for an answer',
  'requests.helpId': 'number of the request, as `requests list` shows it',
  'requests.helpBy': 'how, for instance “called back on the number in the ledger”',
  'requests.helpBecauseExtended': 'why it takes longer; the person must be told',
  'requests.helpAs': 'how it ended',
  'requests.helpBecauseRefused': 'why; needed unless it was granted',
  'requests.kind': (v: { kind: RequestKind }) => kindsEn[v.kind],
  'requests.state': (v: { state: RequestState }) => statesEn[v.state],
  'requests.line': (v: { id: number; kind: string; who: string; received: string; due: string; state: string }) =>
    `#${v.id} ${v.kind}, ${v.who}: received ${v.received}, due ${v.due}, ${v.state}`,
  'requests.next': (v: { id: number; kind: RequestKind }) =>
    `make sure who asks: smsctl requests identify ${v.id} --by …${commandOf[v.kind] === undefined ? '' : `; then: ${commandOf[v.kind]}`}`,
  'requests.idTitle': 'no.',
  'requests.kindTitle': 'asks for',
  'requests.whoTitle': 'who',
  'requests.receivedTitle': 'received',
  'requests.dueTitle': 'due',
  'requests.stateTitle': 'state',
  'requests.empty': 'the register has no such entry',
  'requests.fingerprintOnly': 'fingerprint only',
  'requests.nobody': 'a request needs a number, or --contact',
  'requests.nobodyHint': 'for instance: smsctl requests add "06 …" --kind access, or --contact "letter of 3 March"',
  'requests.future': (v: { day: string }) => `--received lies in the future: ${v.day}`,
  'requests.futureHint': 'write the day on which it came in',
  'requests.none': (v: { id: number }) => `there is no request ${v.id}`,
  'requests.noneHint': '`smsctl requests list` shows them with their numbers',
  'requests.badId': (v: { text: string }) => `this is no number of a request: ${v.text}`,
  'requests.answeredBefore': (v: { id: number; on: string }) => `request ${v.id} was answered on ${v.on}`,
  'requests.notExtended': (v: { id: number; refusal: ExtensionRefusal; dueOn: string }) =>
    `request ${v.id} can not be extended: ${refusalEn[v.refusal]} (due ${v.dueOn})`,
  'requests.notExtendedHint':
    'the person must be told within one month of the request (GDPR art. 12(3)); answer it now',
  'requests.tellThem':
    'tell the person now, with the reason: without notice within the first month the extension does not hold',
  'requests.whyNeeded': 'whoever does not get all they asked for must be told why: --because is missing',
  'requests.whyNeededHint':
    'GDPR art. 12(4): tell them the reason, and that they can complain to the authority or go to court',
  'requests.badText': (v: { option: string; longest: number }) => `${v.option} needs 1 to ${v.longest} characters`,
  'requests.badTextHint': 'a sentence is enough',
  'requests.overdue': (v: { count: number; first: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'request', 'requests')} of people overdue, the first since ${v.first}: smsctl requests list --open`,
  'requests.waiting': (v: { count: number; first: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'request waits', 'requests wait')} for an answer, the first is due ${v.first}`,
  'requests.noneOpen': 'no request waits for an answer',
  'requests.overdueHint': 'answer today, and say why it is late; `smsctl requests list --open` shows them',
} as const;

export const rightsFrWords: Translated<typeof rightsEnWords> = {
  'rights.help': fr`exerce les droits des personnes : accès, rectification, opposition, limitation, effacement`,
  'rights.helpAccess': fr`donne tout ce que le registre garde d’une personne, en langage clair ou en JSON`,
  'rights.helpRectify': fr`donne un autre numéro à l’historique d’une personne ; un STOP suit`,
  'rights.helpObject': fr`met fin pour toujours à tout message vers une personne`,
  'rights.helpRestrict': fr`suspend tout message vers une personne jusqu’à nouvel ordre`,
  'rights.helpErase': fr`retire une personne du registre et des répétitions ; son empreinte reste sur la liste d’exclusion`,
  'rights.helpTo': fr`le bon numéro`,
  'rights.helpLift': fr`met fin à la limitation`,
  'rights.helpYes': fr`ne pose pas de question`,
  'rights.helpDryRun': fr`montre ce qui partirait, et n’efface rien`,
  'rights.helpOut': fr`écrit dans un nouveau fichier plutôt qu’à l’écran`,
  'rights.helpRevealAccess': fr`numéro entier, pour la personne concernée ; noté au journal et au registre des demandes`,
  'rights.yesNeeded': fr`un effacement ne se défait pas : il faut un oui`,
  'rights.yesNeededHint': fr`regardez d’abord avec --dry-run, puis ajoutez --yes`,
  'rights.eraseAsk': (v) => fr`Effacer ${v.number} ? Cela ne se défait pas.`,
  'rights.notErased': fr`rien n’a été effacé`,
  'rights.toErase': (v, f) =>
    v.standing === 'known'
      ? fr`à effacer de ${v.number} : le numéro, ${heldFr(v, f)}`
      : v.standing === 'erased'
        ? fr`${v.number} a déjà été effacé ; le registre n’en garde rien en clair`
        : fr`le registre n’a rien en clair de ${v.number} ; l’empreinte ira sur la liste d’exclusion`,
  'rights.erased': (v, f) =>
    v.standing === 'known'
      ? fr`effacé : ${v.number}, ${heldFr(v, f)}`
      : v.standing === 'erased'
        ? fr`${v.number} avait déjà été effacé ; il n’en reste rien en clair`
        : fr`le registre n’avait rien en clair de ${v.number} ; l’empreinte est sur la liste d’exclusion`,
  'rights.eraseSkips': (v, f) =>
    fr`${f.number(v.planned)} ${f.plural(v.planned, 'message planifié', 'messages planifiés')} ${v.isAhead ? 'ne partira pas' : 'ne partira jamais'} (effacé)`,
  'rights.eraseRehearsals': (v, f) =>
    fr`${f.plural(v.names.length, 'répétition', 'répétitions')} ${v.isAhead ? 'à supprimer' : f.plural(v.names.length, 'supprimée', 'supprimées')} en entier : ${f.list(v.names)}`,
  'rights.eraseTell': (v, f) => fr`demandez-leur d’effacer aussi (RGPD art. 19) : ${f.list(v.providers)}`,
  'rights.filesHolding': (v) =>
    [fr`ces fichiers contiennent le numéro et n’ont pas été touchés :`, ...v.files].join('\n  '),
  'rights.filesUnread': (v) => [fr`impossible de regarder dans :`, ...v.files].join('\n  '),
  'rights.nothingErased': fr`rien n’est encore effacé ; les sauvegardes et les fichiers d’ailleurs ne sont pas regardés`,
  'rights.eraseStays': fr`ce qui reste : une empreinte à clé (liste d’exclusion, journal), et de chaque accord la base, la date et l’empreinte du texte. Les sauvegardes et les fichiers d’ailleurs vous reviennent`,
  'rights.registered': (v, f) =>
    fr`au registre des demandes : ${f.list(v.ids.map((id) => `#${id}`))}, ${f.plural(v.ids.length, 'close', 'closes')}`,
  'rights.readersLeft': (v) => fr`un autre programme lit ${v.file} : les anciens octets ne peuvent pas être recouverts`,
  'rights.readersLeftHint': fr`fermez-le, puis relancez la même commande : elle finit ce qui reste à faire`,
  'rights.rectified': (v, f) =>
    fr`${v.from} est désormais ${v.to}${v.skipped === 0 ? '' : fr` ; ${f.number(v.skipped)} ${f.plural(v.skipped, 'message planifié ne partira pas', 'messages planifiés ne partiront pas')}`}${v.carried === 0 ? '' : fr` ; ${f.number(v.carried)} ${f.plural(v.carried, 'exclusion vaut', 'exclusions valent')} aussi pour lui`}`,
  'rights.notRectified': (v) =>
    ({
      unknown: fr`rien à corriger : le registre n’a rien de ${v.from}, ou c’est déjà ${v.to}`,
      erased: fr`non corrigé : ${v.from} ou ${v.to} a été effacé, et qui est effacé ne reçoit pas d’historique`,
      taken: fr`non corrigé : ${v.to} a ses propres accords ou messages, et deux historiques ne se fondent pas`,
      in_doubt: fr`pas encore corrigé : un message vers ${v.from} est en doute`,
    })[v.why],
  'rights.notRectifiedHint': (v) =>
    ({
      unknown: fr`\`smsctl subject access\` montre ce que le registre a d’un numéro`,
      erased: fr`recueillez un nouvel accord sous un autre numéro`,
      taken: fr`si c’est la même personne, retirez ou effacez l’ancien numéro et continuez avec le nouveau`,
      in_doubt: fr`tranchez avec \`smsctl resolve\`, puis relancez la même commande`,
    })[v.why],
  'rights.objected': (v) => fr`${v.number} ne recevra plus aucun message, quel qu’en soit l’objet`,
  'rights.objectedBefore': (v) => fr`${v.number} s’était déjà opposé`,
  'rights.restricted': (v) =>
    v.restricted ? fr`${v.number} ne reçoit plus rien jusqu’à --lift` : fr`la limitation de ${v.number} est levée`,
  'rights.restrictedBefore': (v) =>
    v.restricted ? fr`${v.number} était déjà limité` : fr`${v.number} n’est pas limité`,
  'rights.accessWritten': (v) => fr`écrit dans ${v.file}`,
  'rights.accessMasked': fr`simple regard, numéro masqué ; --reveal produit ce que reçoit la personne, et le note`,

  'access.title': (v) => fr`Ce que ${v.organisation} garde de ${v.number} dans smsctl`,
  'access.none': fr`rien`,
  'access.data': fr`Données`,
  'access.number': (v) =>
    v.since === null ? fr`le registre ne connaît pas ce numéro` : fr`numéro ${v.number}, connu depuis le ${v.since}`,
  'access.erased': (v) => fr`effacé le ${v.at} : il ne reste qu’une empreinte`,
  'access.former': (v) => fr`un autre numéro jusqu’au ${v.at}, dont il reste une empreinte`,
  'access.consents': fr`Bases légales et leurs preuves`,
  'access.neverList': fr`Liste d’exclusion`,
  'access.messages': fr`Messages`,
  'access.message': (v) => fr`${v.at ?? 'pas envoyé'} : ${v.campaign} (${v.purpose}), de ${v.sender} : ${v.became}`,
  'access.became': (v) =>
    v.receipt === 'delivered'
      ? 'remis'
      : v.receipt === 'undelivered'
        ? 'non remis'
        : `${({ planned: 'planifié', submitting: 'en vol', accepted: 'envoyé', rejected: 'refusé par le prestataire', unknown: 'en doute', skipped: 'pas envoyé' } as Record<string, string>)[v.state] ?? v.state}${v.reason === null ? '' : ` (${v.reason})`}`,
  'access.textGone': fr`le texte a été retiré ; il en reste une empreinte à clé`,
  'access.because': (v) => fr`en vertu de l’accord n° ${v.consentSeq} ; nommé par ${v.fileName}, ligne ${v.line}`,
  'access.leftOut': fr`Campagnes qui ont écarté ce numéro`,
  'access.exclusion': (v) => fr`${v.at} : ${v.campaign} : ${v.why}`,
  'access.requests': fr`Demandes`,
  'access.request': (v) =>
    fr`${v.kind} : reçue le ${v.received}, échéance le ${v.due}${v.answered === null ? '' : fr`, close le ${v.answered}`}`,
  'access.log': fr`Journal`,
  'access.recipients': fr`Qui d’autre a reçu le numéro`,
  'access.recipient': (v) =>
    v.provider === 'simulator'
      ? fr`personne : le simulateur fait partie de ce programme`
      : fr`${v.provider}, qui achemine les messages`,
  'access.rehearsals': (v, f) => fr`copies sur cet ordinateur, pour des répétitions : ${f.list(v.names)}`,
  'access.kept': fr`Combien de temps`,
  'access.keptHow': (v, f) => fr`${keptFr[v.what]}${v.months === null ? '' : fr` : ${f.number(v.months)} mois`}`,
  'access.rights': fr`Vous avez le droit de`,
  'access.right': (v) => rightsFr[v.right],
  'access.contact': (v) =>
    fr`Contact : ${v.contact ?? 'non configuré (organisation.contact)'}${v.privacyUrl === null ? '' : ` · ${v.privacyUrl}`}`,

  'requests.help': fr`tient le registre des demandes des personnes, avec leurs échéances`,
  'requests.helpAdd': fr`inscrit une demande ; l’échéance est comptée selon le règlement 1182/71`,
  'requests.helpList': fr`montre le registre, par échéance`,
  'requests.helpIdentify': fr`note comment on s’est assuré de l’identité`,
  'requests.helpExtend': fr`donne deux mois de plus, pendant le premier mois et en prévenant la personne`,
  'requests.helpAnswer': fr`clôt une demande`,
  'requests.helpKind': fr`ce qui est demandé`,
  'requests.helpContact': fr`comment joindre la personne, si ce n’est pas par le numéro`,
  'requests.helpReceived': fr`le jour de réception, sinon aujourd’hui`,
  'requests.helpOpen': fr`seulement celles qui attendent une réponse`,
  'requests.helpId': fr`numéro de la demande, tel que \`requests list\` l’affiche`,
  'requests.helpBy': fr`comment, par exemple « rappel au numéro du registre »`,
  'requests.helpBecauseExtended': fr`pourquoi il faut plus de temps ; la personne doit en être informée`,
  'requests.helpAs': fr`comment elle s’est terminée`,
  'requests.helpBecauseRefused': fr`pourquoi ; nécessaire sauf si tout a été accordé`,
  'requests.kind': (v) => kindsFr[v.kind],
  'requests.state': (v) => statesFr[v.state],
  'requests.line': (v) => fr`n° ${v.id} ${v.kind}, ${v.who} : reçue le ${v.received}, échéance le ${v.due}, ${v.state}`,
  'requests.next': (v) =>
    fr`assurez-vous de l’identité : smsctl requests identify ${v.id} --by …${commandOf[v.kind] === undefined ? '' : fr` ; puis : ${commandOf[v.kind] ?? ''}`}`,
  'requests.idTitle': fr`n°`,
  'requests.kindTitle': fr`demande`,
  'requests.whoTitle': fr`qui`,
  'requests.receivedTitle': fr`reçue`,
  'requests.dueTitle': fr`échéance`,
  'requests.stateTitle': fr`état`,
  'requests.empty': fr`le registre n’a aucune entrée de ce genre`,
  'requests.fingerprintOnly': fr`empreinte seule`,
  'requests.nobody': fr`une demande a besoin d’un numéro, ou de --contact`,
  'requests.nobodyHint': fr`par exemple : smsctl requests add "06 …" --kind access, ou --contact "lettre du 3 mars"`,
  'requests.future': (v) => fr`--received est dans le futur : ${v.day}`,
  'requests.futureHint': fr`écrivez le jour où elle est arrivée`,
  'requests.none': (v) => fr`il n’y a pas de demande ${v.id}`,
  'requests.noneHint': fr`\`smsctl requests list\` les montre avec leurs numéros`,
  'requests.badId': (v) => fr`ce n’est pas le numéro d’une demande : ${v.text}`,
  'requests.answeredBefore': (v) => fr`la demande ${v.id} a été close le ${v.on}`,
  'requests.notExtended': (v) =>
    fr`la demande ${v.id} ne peut pas être prolongée : ${refusalFr[v.refusal]} (échéance ${v.dueOn})`,
  'requests.notExtendedHint': fr`la personne doit être prévenue dans le mois de sa demande (RGPD art. 12(3)) ; répondez maintenant`,
  'requests.tellThem': fr`prévenez la personne maintenant, avec le motif : sans avis dans le premier mois, la prolongation ne vaut pas`,
  'requests.whyNeeded': fr`qui n’obtient pas tout doit savoir pourquoi : il manque --because`,
  'requests.whyNeededHint': fr`RGPD art. 12(4) : dites le motif, et qu’on peut se plaindre à l’autorité ou saisir un tribunal`,
  'requests.badText': (v) => fr`${v.option} demande 1 à ${v.longest} caractères`,
  'requests.badTextHint': fr`une phrase suffit`,
  'requests.overdue': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'demande de personne', 'demandes de personnes')} en retard, la première depuis le ${v.first} : smsctl requests list --open`,
  'requests.waiting': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'demande attend', 'demandes attendent')} une réponse, première échéance le ${v.first}`,
  'requests.noneOpen': fr`aucune demande n’attend de réponse`,
  'requests.overdueHint': fr`répondez aujourd’hui en expliquant le retard ; \`smsctl requests list --open\` les montre`,
};
