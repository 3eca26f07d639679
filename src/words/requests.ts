import type { ExtensionRefusal, RequestKind, RequestState } from '../core/rights/request.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

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
/** The command that does what is asked. */
const commandsEn: Readonly<Record<RequestKind, string>> = {
  access: 'smsctl subject access NUMBER --reveal',
  portability: 'smsctl subject access NUMBER --reveal --json',
  rectify: 'smsctl subject rectify OLD --to NEW',
  erase: 'smsctl subject erase NUMBER',
  object: 'smsctl subject object NUMBER',
  restrict: 'smsctl subject restrict NUMBER',
  withdraw: 'smsctl consent withdraw NUMBER',
};
const commandsFr: Readonly<Record<RequestKind, string>> = {
  access: 'smsctl subject access NUMÉRO --reveal',
  portability: 'smsctl subject access NUMÉRO --reveal --json',
  rectify: 'smsctl subject rectify ANCIEN --to NOUVEAU',
  erase: 'smsctl subject erase NUMÉRO',
  object: 'smsctl subject object NUMÉRO',
  restrict: 'smsctl subject restrict NUMÉRO',
  withdraw: 'smsctl consent withdraw NUMÉRO',
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

export const requestsEn = {
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
  'requests.helpNumber': 'whose number it is, where the request has none: what is done for that number then answers it',
  'requests.helpBecauseExtended': 'why it takes longer; the person must be told',
  'requests.helpAs': 'how it ended',
  'requests.helpBecauseRefused': 'why; needed unless it was granted',
  'requests.kind': (v: { kind: RequestKind }) => kindsEn[v.kind],
  'requests.state': (v: { state: RequestState }) => statesEn[v.state],
  'requests.line': (v: { id: number; kind: string; who: string; received: string; due: string; state: string }) =>
    `#${v.id} ${v.kind}, ${v.who}: received ${v.received}, due ${v.due}, ${v.state}`,
  'requests.next': (v: { id: number; kind: RequestKind; hasNumber: boolean }) =>
    `make sure who asks: smsctl requests identify ${v.id} --by …${v.hasNumber ? '' : ' --number NUMBER'}; then: ${commandsEn[v.kind]}`,
  'requests.identified': (v: { id: number; on: string }) =>
    `noted for request ${v.id}: identity made sure of on ${v.on}`,
  'requests.identifiedNext': (v: { id: number; kind: RequestKind; hasNumber: boolean }) =>
    v.hasNumber
      ? `now what is asked for: ${commandsEn[v.kind]}`
      : `now what is asked for: ${commandsEn[v.kind]}; this request has no number, so close it yourself: smsctl requests answer ${v.id} --as granted. Or first say whose it is: smsctl requests identify ${v.id} --by … --number NUMBER`,
  'requests.idTitle': 'no.',
  'requests.kindTitle': 'asks for',
  'requests.whoTitle': 'who',
  'requests.receivedTitle': 'received',
  'requests.dueTitle': 'due',
  'requests.identifiedTitle': 'identity checked',
  'requests.notIdentified': 'not yet',
  'requests.stateTitle': 'state',
  'requests.empty': 'no request in the register',
  'requests.emptyOpen': 'no open request',
  'requests.fingerprintOnly': 'fingerprint only',
  'requests.nobody': 'a request needs a number, or --contact',
  'requests.nobodyHint': 'for instance: smsctl requests add "06 …" --kind access, or --contact "letter of 3 March"',
  'requests.future': (v: { day: string }, f: Formats) => `--received lies in the future: ${f.day(v.day)}`,
  'requests.futureHint': 'write the day on which it came in',
  'requests.none': (v: { id: number }) => `there is no request ${v.id}`,
  'requests.noneHint': '`smsctl requests list` shows them with their numbers',
  'requests.badId': (v: { text: string }) => `this is no number of a request: ${v.text}`,
  'requests.otherNumber': (v: { id: number }) => `request ${v.id} was entered with another number`,
  'requests.otherNumberHint':
    'leave out --number; if the number was mistyped, enter the request anew with the day it came in, and close this one',
  'requests.answeredBefore': (v: { id: number; on: string }, f: Formats) =>
    `request ${v.id} was answered on ${f.day(v.on)}`,
  'requests.notExtended': (v: { id: number; refusal: ExtensionRefusal; dueOn: string }, f: Formats) =>
    `request ${v.id} can not be extended: ${refusalEn[v.refusal]} (due ${f.day(v.dueOn)})`,
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
    `${f.number(v.count)} ${f.plural(v.count, 'request', 'requests')} of people overdue, the first since ${f.day(v.first)}: smsctl requests list --open`,
  'requests.waiting': (v: { count: number; first: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'request waits', 'requests wait')} for an answer, the first is due ${f.day(v.first)}`,
  'requests.noneOpen': 'no request waits for an answer',
  'requests.overdueHint': 'answer today, and say why it is late; `smsctl requests list --open` shows them',
} as const;

export const requestsFr: Translated<typeof requestsEn> = {
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
  'requests.helpNumber': fr`le numéro de la personne, si la demande n’en a pas : ce qui est fait pour ce numéro y répond alors`,
  'requests.helpBecauseExtended': fr`pourquoi il faut plus de temps ; la personne doit en être informée`,
  'requests.helpAs': fr`comment elle s’est terminée`,
  'requests.helpBecauseRefused': fr`pourquoi ; nécessaire sauf si tout a été accordé`,
  'requests.kind': (v) => kindsFr[v.kind],
  'requests.state': (v) => statesFr[v.state],
  'requests.line': (v) =>
    fr`demande n° ${v.id} : ${v.kind}, ${v.who} ; reçue le ${v.received}, échéance le ${v.due}, ${v.state}`,
  'requests.next': (v) =>
    fr`assurez-vous de l’identité : smsctl requests identify ${v.id} --by …${v.hasNumber ? '' : ' --number NUMÉRO'} ; puis : ${commandsFr[v.kind]}`,
  'requests.identified': (v) => fr`noté pour la demande ${v.id} : identité vérifiée le ${v.on}`,
  'requests.identifiedNext': (v) =>
    v.hasNumber
      ? fr`il reste à faire ce qui est demandé : ${commandsFr[v.kind]}`
      : fr`il reste à faire ce qui est demandé : ${commandsFr[v.kind]} ; cette demande n’a pas de numéro, c’est donc à vous de la clore : smsctl requests answer ${v.id} --as granted. Ou dites d’abord de qui elle vient : smsctl requests identify ${v.id} --by … --number NUMÉRO`,
  'requests.idTitle': fr`n°`,
  'requests.kindTitle': fr`demande`,
  'requests.whoTitle': fr`qui`,
  'requests.receivedTitle': fr`reçue`,
  'requests.dueTitle': fr`échéance`,
  'requests.identifiedTitle': fr`identité vérifiée`,
  'requests.notIdentified': fr`pas encore`,
  'requests.stateTitle': fr`état`,
  'requests.empty': fr`aucune demande au registre`,
  'requests.emptyOpen': fr`aucune demande ouverte`,
  'requests.fingerprintOnly': fr`empreinte seule`,
  'requests.nobody': fr`une demande a besoin d’un numéro, ou de --contact`,
  'requests.nobodyHint': fr`par exemple : smsctl requests add "06 …" --kind access, ou --contact "lettre du 3 mars"`,
  'requests.future': (v, f) => fr`--received est dans le futur : ${f.day(v.day)}`,
  'requests.futureHint': fr`écrivez le jour où elle est arrivée`,
  'requests.none': (v) => fr`il n’y a pas de demande ${v.id}`,
  'requests.noneHint': fr`\`smsctl requests list\` les montre avec leurs numéros`,
  'requests.badId': (v) => fr`ce n’est pas le numéro d’une demande : ${v.text}`,
  'requests.otherNumber': (v) => fr`la demande ${v.id} a été inscrite avec un autre numéro`,
  'requests.otherNumberHint': fr`laissez --number de côté ; si le numéro était mal saisi, réinscrivez la demande avec son jour de réception, puis clôturez celle-ci`,
  'requests.answeredBefore': (v, f) => fr`la demande ${v.id} a été close le ${f.day(v.on)}`,
  'requests.notExtended': (v, f) =>
    fr`la demande ${v.id} ne peut pas être prolongée : ${refusalFr[v.refusal]} (échéance ${f.day(v.dueOn)})`,
  'requests.notExtendedHint': fr`la personne doit être prévenue dans le mois de sa demande (RGPD art. 12(3)) ; répondez maintenant`,
  'requests.tellThem': fr`prévenez la personne maintenant, avec le motif : sans avis dans le premier mois, la prolongation ne vaut pas`,
  'requests.whyNeeded': fr`qui n’obtient pas tout doit savoir pourquoi : il manque --because`,
  'requests.whyNeededHint': fr`RGPD art. 12(4) : dites le motif, et qu’on peut se plaindre à l’autorité ou saisir un tribunal`,
  'requests.badText': (v) => fr`${v.option} demande 1 à ${v.longest} caractères`,
  'requests.badTextHint': fr`une phrase suffit`,
  'requests.overdue': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'demande de personne', 'demandes de personnes')} en retard, la première depuis le ${f.day(v.first)} : smsctl requests list --open`,
  'requests.waiting': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'demande attend', 'demandes attendent')} une réponse, première échéance le ${f.day(v.first)}`,
  'requests.noneOpen': fr`aucune demande n’attend de réponse`,
  'requests.overdueHint': fr`répondez aujourd’hui en expliquant le retard ; \`smsctl requests list --open\` les montre`,
};
