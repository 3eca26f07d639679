import type { DateTime } from 'luxon';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

const rulesEn: Readonly<Record<string, string>> = {
  rejected: 'were rejected',
  unknown: 'are in doubt, for their answers were lost',
  replies: 'were answered with STOP',
};

const rulesFr: Readonly<Record<string, string>> = {
  rejected: 'ont été rejetés',
  unknown: 'sont en doute, leur réponse étant perdue',
  replies: 'ont reçu STOP en réponse',
};

const unclearEn: Readonly<Record<string, string>> = {
  too_recent: 'too recent: ask again in an hour',
  erased: 'the person was erased, so the records can not be searched',
  incomplete: 'the records of that time are not complete',
  ambiguous: 'the records have a message to the same number that names no reference',
};

const unclearFr: Readonly<Record<string, string>> = {
  too_recent: 'trop récents : redemandez dans une heure',
  erased: 'personne effacée, les relevés ne peuvent être cherchés',
  incomplete: 'les relevés de cette période ne sont pas complets',
  ambiguous: 'les relevés ont un message au même numéro, sans référence',
};

/** Each begins with another letter, and with what people say: that is what they write. */
const answersEn: Readonly<Record<string, string>> = {
  received: 'yes, received',
  'not received': 'no, not received',
  'not known': 'I don’t know',
};

const answersFr: Readonly<Record<string, string>> = {
  received: 'oui, reçu',
  'not received': 'non, pas reçu',
  'not known': 'je ne sais pas',
};

interface Doubt {
  readonly number: string;
  readonly at: DateTime;
  readonly zone: string;
  readonly line: number;
  readonly ref: string;
}

/** The hour of an example; whoever sends gives their own. */
const EVENING = 19;

/** That nothing more of a campaign leaves before its end; when it would with a later one. */
interface Late {
  readonly campaign: string;
  readonly since: DateTime;
  /** Null: now. */
  readonly opensAt: DateTime | null;
  readonly now: DateTime;
  readonly zone: string;
}

/** An end that lets something leave: that evening, or an hour after the next window opens where that is later. */
function laterEnd({ opensAt, now, zone }: Late): string {
  const opens = (opensAt ?? now).setZone(zone);
  const evening = opens.set({ hour: EVENING, minute: 0 });
  return (opens < evening ? evening : opens.plus({ hours: 1 })).toFormat("yyyy-MM-dd'T'HH:mm");
}

function laterEn(late: Late, f: Formats): string {
  const { campaign, opensAt, zone } = late;
  const next = opensAt === null ? '' : `the next window opens ${f.instant(opensAt, zone)}; `;
  return `${next}to send it later all the same: smsctl resume ${campaign} --not-after INSTANT, for instance ${laterEnd(late)}; to end it: smsctl cancel ${campaign}`;
}

function laterFr(late: Late, f: Formats): string {
  const { campaign, opensAt, zone } = late;
  const next = opensAt === null ? '' : fr`la prochaine plage s’ouvre ${f.instant(opensAt, zone)} ; `;
  return fr`${next}pour envoyer plus tard quand même : smsctl resume ${campaign} --not-after JOUR_HEURE, par exemple ${laterEnd(late)} ; pour y mettre fin : smsctl cancel ${campaign}`;
}

/** A run against a real network: what ends it, where it may not start, and how doubts are settled. */
export const deliveryEn = {
  'delivery.stoppedShare': (v: { rule: string; count: number; of: number }, f: Formats) =>
    `stopped by a rule of [stop]: ${f.number(v.count)} of ${f.number(v.of)} ${rulesEn[v.rule] ?? v.rule}; find out why before you resume`,
  'delivery.stoppedCanary': (v: { delivered: number; of: number }, f: Formats) =>
    `stopped after the first ${f.number(v.of)}: ${v.delivered === 0 ? 'none' : `only ${f.number(v.delivered)}`} ${f.plural(Math.max(1, v.delivered), 'is', 'are')} reported as delivered; check text, sender and numbers before you resume`,
  'delivery.stoppedBalance': (v: { amount: string; currency: string }, f: Formats) =>
    `stopped by a rule of [stop]: the provider's account holds ${f.money(v.amount, v.currency)}`,
  'delivery.stoppedCost': (v: { limit: string; currency: string }, f: Formats) =>
    `stopped at its limit (--max-cost, limits.max_cost): one message more, of those that were confirmed meanwhile, would take this run above ${f.money(v.limit, v.currency)}`,
  'delivery.stoppedPrice': (v: { country: string }) =>
    `stopped, for the run has a limit (--max-cost, limits.max_cost): what was confirmed meanwhile for ${v.country} has no known price`,
  'delivery.otherCurrency': (v: { held: string; meant: string }) =>
    `the provider's account is held in ${v.held}, and [stop] balance is meant in ${v.meant}, the currency of the prices: the two are not compared, and a low balance does not stop this run`,
  'delivery.late': (v: Late, f: Formats) =>
    `what remains was not sent: the last window of the plan that you confirmed ends ${f.instant(v.since, v.zone)}; ${laterEn(v, f)}`,
  'delivery.lateOwn': (v: Late, f: Formats) =>
    `what remains was not sent: nothing leaves after the end of the campaign (--not-after), ${f.instant(v.since, v.zone)}; ${laterEn(v, f)}`,
  'delivery.unconfirmedEnded': (v: { count: number; campaign: string; at: DateTime; zone: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'waits', 'wait')} for a confirmation, but the end of ${v.campaign} (--not-after) is over, ${f.instant(v.at, v.zone)}: give its contacts once more with a later --not-after`,
  'delivery.expired': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} did not leave before the end of the campaign (--not-after), and will not under this name: give them a campaign of another name`,
  'delivery.helpNotAfter':
    'nothing leaves after this instant, for instance 2026-03-10T19:00; gives a campaign a later end',
  'delivery.planNotAfter': (v: { at: DateTime; zone: string }, f: Formats) =>
    `Nothing leaves after ${f.instant(v.at, v.zone)}.`,
  'delivery.campaignEnded': (v: { campaign: string; at: DateTime; zone: string }, f: Formats) =>
    `the end of ${v.campaign} is over before anything could leave: ${f.instant(v.at, v.zone)}`,
  'delivery.campaignEndedHint':
    'give its contacts once more with a later --not-after, which then counts for the whole campaign',
  'delivery.otherTimes': (v: { campaign: string; count: number }, f: Formats) =>
    `${f.number(v.count)} confirmed ${f.plural(v.count, 'message', 'messages')} of ${v.campaign} ${f.plural(v.count, 'has', 'have')} not left yet, and another --at or --not-after would hold for ${f.plural(v.count, 'it', 'them')} too`,
  'delivery.otherTimesHint': (v: { campaign: string }) =>
    `leave --at and --not-after out: newcomers leave with the others, and smsctl resume ${v.campaign} --not-after gives all of them a later end; or choose another --campaign`,
  'delivery.copied': (v: { file: string }) =>
    `${v.file} is a copy of a ledger: if both sent, people would be texted twice`,
  'delivery.restored': (v: { file: string }) =>
    `${v.file} is older than its last run, here or in another copy: whoever was texted since would be texted again`,
  'delivery.linked': (v: { file: string }) =>
    `${v.file} has more than one name (hard links): under each, nothing is known of the messages of the others, and people would be texted twice`,
  'delivery.linkedHint':
    'its other names are in copies of the folder that were made of hard links (`cp -al`, some backup programs): while smsctl is not at work, delete them or make files of their own of them',
  'delivery.memoryStays': (v: { file: string }) =>
    `${v.file} can not be written: this computer goes on remembering a later run, and this ledger can not send`,
  'delivery.memoryStaysHint': 'make it writable or delete it, then `smsctl doctor --adopt` once more',
  'delivery.remembered': (v: { file: string }) =>
    `outside the workspace, this computer remembers how far the runs have come (${v.file})`,
  'delivery.notRemembered': (v: { file: string | null }) =>
    `this computer can not remember how far the runs have come (${v.file ?? 'no folder is known for it'}): a copy of the whole folder that is put back may pass for the ledger that sends`,
  'delivery.notRememberedHint':
    'name a folder outside the workspace that you can write: HOME (Windows: LOCALAPPDATA), or XDG_STATE_HOME; a file there that can not be read may be deleted',
  'delivery.adoptHint':
    'if this one is to send from now on, and the other never again: `smsctl doctor --adopt`; what was planned and may have left is in doubt then',
  'delivery.adopted': (v: { unknown: number }, f: Formats) =>
    `adopted: this ledger may send; ${v.unknown === 0 ? 'no message waited to leave' : `${f.number(v.unknown)} planned ${f.plural(v.unknown, 'message is', 'messages are')} in doubt now, for the original may have sent ${f.plural(v.unknown, 'it', 'them')}`}. What it learnt since this copy was made is not here: bring in its STOPs and withdrawals before you send.`,
  'delivery.nothingToAdopt': 'this ledger is its own: there is nothing to adopt',
  'delivery.help': 'settles messages whose answer was lost',
  'delivery.argRefs': 'references of messages in doubt, with --mark',
  'delivery.helpFromProvider': "asks the provider's own records",
  'delivery.helpMark': 'what a person knows of these messages: sent, or not-sent, which lets them be sent again',
  'delivery.markAndRefs': '--mark and references go together',
  'delivery.markAndRefsHint': (v: { campaign: string }) =>
    `smsctl resolve ${v.campaign} lists the references; then: smsctl resolve ${v.campaign} --mark sent REF …`,
  'delivery.noRecords': (v: { provider: string }) => `${v.provider} has no records that can be searched`,
  'delivery.noRecordsHint': 'wait for receipts, or ask the people: smsctl resolve CAMPAIGN',
  'delivery.recordsUnread': (v: { why: string }) => `the provider's records could not be read (${v.why})`,
  'delivery.recordsUnreadHint': 'check the credentials with `smsctl doctor`, then try again; nothing was changed',
  'delivery.notInDoubt': (v: { refs: readonly string[]; campaign: string }, f: Formats) =>
    `not in doubt in ${v.campaign}: ${f.list(v.refs)}; nothing was changed`,
  'delivery.notInDoubtHint': (v: { campaign: string }) => `smsctl resolve ${v.campaign} lists what is in doubt`,
  'delivery.tooEarly': (v: { from: DateTime; zone: string }, f: Formats) =>
    `too early to call a message unsent: one may arrive for a day; from ${f.instant(v.from, v.zone)} on`,
  'delivery.tooEarlyHint': 'a second message to the same person would follow; wait, or mark what did arrive as sent',
  'delivery.notLookedUp': (v: { count: number }, f: Formats) =>
    `the provider's records were not searched yet for ${f.number(v.count)} of these messages`,
  'delivery.notLookedUpHint': (v: { campaign: string }) => `first: smsctl resolve ${v.campaign} --from-provider`,
  'delivery.askReceived': 'Was it received?',
  'delivery.answer': (v: { answer: string }) => answersEn[v.answer] ?? v.answer,
  'delivery.resolved': (v: { accepted: number; rejected: number; notSent: number; absent: number }, f: Formats) =>
    `settled: ${f.number(v.accepted)} sent, ${f.number(v.rejected)} rejected, ${f.number(v.notSent)} not sent${v.absent === 0 ? '' : `; ${f.number(v.absent)} not found in the records, which settles nothing`}`,
  'delivery.unclear': (v: { why: string; count: number }, f: Formats) =>
    `${f.number(v.count)} unclear: ${unclearEn[v.why] ?? v.why}`,
  'delivery.allSettled': (v: { campaign: string }) => `nothing is in doubt in ${v.campaign}`,
  'delivery.callList': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'message is', 'messages are')} in doubt; whoever can be reached tells whether ${f.plural(v.count, 'it', 'they')} arrived:`,
  'delivery.callListHint': (v: { campaign: string; reveal: boolean }) =>
    `${v.reveal ? '' : 'whole numbers with --reveal; '}then: smsctl resolve ${v.campaign} --mark sent REF …; or --mark not-sent REF …, after --from-provider and a day`,
  'delivery.doubt': (v: Doubt, f: Formats) => `${v.number}  ${f.instant(v.at, v.zone)}  line ${v.line}  ${v.ref}`,
  'delivery.searched': (v: { at: DateTime; zone: string }, f: Formats) =>
    `not in the provider's records (${f.instant(v.at, v.zone)})`,
  'delivery.helpAdopt': 'makes a copied or restored ledger the one that may send',
  'delivery.ownLedger': 'the ledger is the one that sends, no copy',
} as const;

export const deliveryFr: Translated<typeof deliveryEn> = {
  'delivery.stoppedShare': (v, f) =>
    fr`arrêté par une règle de [stop] : ${f.number(v.count)} sur ${f.number(v.of)} ${rulesFr[v.rule] ?? v.rule} ; cherchez pourquoi avant de reprendre`,
  'delivery.stoppedCanary': (v, f) =>
    fr`arrêté après les ${f.number(v.of)} premiers : ${v.delivered === 0 ? 'aucun n’est annoncé délivré' : f.plural(v.delivered, `seul ${f.number(v.delivered)} est annoncé délivré`, `seuls ${f.number(v.delivered)} sont annoncés délivrés`)} ; vérifiez texte, expéditeur et numéros avant de reprendre`,
  'delivery.stoppedBalance': (v, f) =>
    fr`arrêté par une règle de [stop] : il reste ${f.money(v.amount, v.currency)} sur le compte du prestataire`,
  'delivery.stoppedCost': (v, f) =>
    fr`arrêté à sa limite (--max-cost, limits.max_cost) : un message de plus, parmi ceux confirmés entre-temps, mènerait cet envoi au-delà de ${f.money(v.limit, v.currency)}`,
  'delivery.stoppedPrice': (v) =>
    fr`arrêté, car l’envoi a une limite (--max-cost, limits.max_cost) : ce qui a été confirmé entre-temps pour ${v.country} n’a pas de prix connu`,
  'delivery.otherCurrency': (v) =>
    fr`le compte du prestataire est tenu en ${v.held}, et [stop] balance s’entend en ${v.meant}, la monnaie des prix : les deux ne sont pas comparés, et un solde trop bas n’arrête pas cet envoi`,
  'delivery.late': (v, f) =>
    fr`ce qui reste n’est pas parti : la dernière plage du plan que vous avez confirmé se ferme ${f.instant(v.since, v.zone)} ; ${laterFr(v, f)}`,
  'delivery.lateOwn': (v, f) =>
    fr`ce qui reste n’est pas parti : rien ne part après la fin de la campagne (--not-after), ${f.instant(v.since, v.zone)} ; ${laterFr(v, f)}`,
  'delivery.unconfirmedEnded': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'attend', 'attendent')} une confirmation, mais la fin de ${v.campaign} (--not-after) est passée, ${f.instant(v.at, v.zone)} : redonnez ses contacts avec un --not-after plus tardif`,
  'delivery.expired': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'n’est pas parti', 'ne sont pas partis')} avant la fin de la campagne (--not-after), et ne ${f.plural(v.count, 'partira', 'partiront')} plus sous ce nom : pour ces personnes, une campagne d’un autre nom`,
  'delivery.helpNotAfter': fr`rien ne part après ce jour et cette heure, par exemple 2026-03-10T19:00 ; donne une fin plus tardive à la campagne`,
  'delivery.planNotAfter': (v, f) => fr`Rien ne part après ${f.instant(v.at, v.zone)}.`,
  'delivery.campaignEnded': (v, f) =>
    fr`la fin de ${v.campaign} est passée avant que rien puisse partir : ${f.instant(v.at, v.zone)}`,
  'delivery.campaignEndedHint': fr`redonnez ses contacts avec un --not-after plus tardif, qui vaut alors pour toute la campagne`,
  'delivery.otherTimes': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message confirmé', 'messages confirmés')} de ${v.campaign} ${f.plural(v.count, 'n’est pas encore parti', 'ne sont pas encore partis')}, et un autre --at ou --not-after vaudrait aussi pour ${f.plural(v.count, 'lui', 'eux')}`,
  'delivery.otherTimesHint': (v) =>
    fr`omettez --at et --not-after : les nouveaux partent avec les autres, et smsctl resume ${v.campaign} --not-after donne à tous une fin plus tardive ; sinon, choisissez un autre --campaign`,
  'delivery.copied': (v) =>
    fr`${v.file} est une copie de registre : si les deux envoyaient, des personnes recevraient deux fois le message`,
  'delivery.restored': (v) =>
    fr`${v.file} est plus ancien que son dernier envoi, ici ou depuis une autre copie : qui a reçu un message depuis le recevrait encore`,
  'delivery.linked': (v) =>
    fr`${v.file} porte plusieurs noms (liens physiques) : sous chacun, rien n’est su des messages des autres, et des personnes recevraient deux fois le message`,
  'delivery.linkedHint': fr`ses autres noms sont dans des copies du dossier faites de liens physiques (« cp -al », certains logiciels de sauvegarde) : sans aucun smsctl en marche, supprimez-les ou refaites-en de vrais fichiers`,
  'delivery.memoryStays': (v) =>
    fr`impossible d’écrire ${v.file} : cet ordinateur garde la trace d’un envoi plus récent, et ce registre ne peut rien envoyer`,
  'delivery.memoryStaysHint': fr`rendez-le accessible en écriture ou supprimez-le, puis relancez « smsctl doctor --adopt »`,
  'delivery.remembered': (v) =>
    fr`hors de l’espace de travail, cet ordinateur se souvient où en sont les envois (${v.file})`,
  'delivery.notRemembered': (v) =>
    fr`cet ordinateur ne peut pas retenir où en sont les envois (${v.file ?? 'aucun dossier connu pour cela'}) : une copie du dossier entier remise en place peut passer pour le registre qui envoie`,
  'delivery.notRememberedHint': fr`indiquez un dossier où vous pouvez écrire, hors de l’espace de travail : HOME (sous Windows : LOCALAPPDATA), ou XDG_STATE_HOME ; un fichier illisible à cet endroit peut être supprimé`,
  'delivery.adoptHint': fr`si c’est lui qui doit envoyer désormais, et l’autre plus jamais : « smsctl doctor --adopt » ; ce qui était planifié et a pu partir est alors en doute`,
  'delivery.adopted': (v, f) =>
    fr`adopté : ce registre peut envoyer ; ${v.unknown === 0 ? 'aucun message n’attendait de partir' : `${f.number(v.unknown)} ${f.plural(v.unknown, 'message planifié est désormais en doute, car l’original a pu l’envoyer', 'messages planifiés sont désormais en doute, car l’original a pu les envoyer')}`}. Ce que l’original a appris depuis la copie n’est pas ici : reportez ses STOP et ses retraits avant d’envoyer.`,
  'delivery.nothingToAdopt': fr`ce registre est bien le vôtre : il n’y a rien à adopter`,
  'delivery.help': fr`règle le sort des messages dont la réponse s’est perdue`,
  'delivery.argRefs': fr`références de messages en doute, avec --mark`,
  'delivery.helpFromProvider': fr`interroge les relevés du prestataire`,
  'delivery.helpMark': fr`ce qu’une personne sait de ces messages : sent (parti), ou not-sent (pas parti), ce qui permet de les renvoyer`,
  'delivery.markAndRefs': fr`--mark et des références vont ensemble`,
  'delivery.markAndRefsHint': (v) =>
    fr`smsctl resolve ${v.campaign} donne les références ; puis : smsctl resolve ${v.campaign} --mark sent RÉF …`,
  'delivery.noRecords': (v) => fr`${v.provider} n’a pas de relevés qu’on puisse interroger`,
  'delivery.noRecordsHint': fr`attendez les accusés, ou demandez aux personnes : smsctl resolve CAMPAGNE`,
  'delivery.recordsUnread': (v) => fr`les relevés du prestataire n’ont pas pu être lus (${v.why})`,
  'delivery.recordsUnreadHint': fr`vérifiez les identifiants avec « smsctl doctor », puis réessayez ; rien n’a été changé`,
  'delivery.notInDoubt': (v, f) => fr`pas en doute dans ${v.campaign} : ${f.list(v.refs)} ; rien n’a été changé`,
  'delivery.notInDoubtHint': (v) => fr`smsctl resolve ${v.campaign} montre ce qui est en doute`,
  'delivery.tooEarly': (v, f) =>
    fr`trop tôt pour dire qu’un message n’est pas parti : il peut arriver pendant un jour ; à partir de ${f.instant(v.from, v.zone)}`,
  'delivery.tooEarlyHint': fr`la même personne recevrait un second message ; attendez, ou marquez « sent » ceux qui sont arrivés`,
  'delivery.notLookedUp': (v, f) =>
    fr`les relevés du prestataire n’ont pas encore été interrogés pour ${f.number(v.count)} de ces messages`,
  'delivery.notLookedUpHint': (v) => fr`d’abord : smsctl resolve ${v.campaign} --from-provider`,
  'delivery.askReceived': fr`A-t-il été reçu ?`,
  'delivery.answer': (v) => answersFr[v.answer] ?? v.answer,
  'delivery.resolved': (v, f) =>
    fr`réglés : ${f.number(v.accepted)} ${f.plural(v.accepted, 'parti', 'partis')}, ${f.number(v.rejected)} ${f.plural(v.rejected, 'rejeté', 'rejetés')}, ${f.number(v.notSent)} pas ${f.plural(v.notSent, 'parti', 'partis')}${v.absent === 0 ? '' : fr` ; ${f.number(v.absent)} ${f.plural(v.absent, 'absent', 'absents')} des relevés, ce qui ne règle rien`}`,
  'delivery.unclear': (v, f) =>
    fr`${f.number(v.count)} pas ${f.plural(v.count, 'clair', 'clairs')} : ${unclearFr[v.why] ?? v.why}`,
  'delivery.allSettled': (v) => fr`rien n’est en doute dans ${v.campaign}`,
  'delivery.callList': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message est', 'messages sont')} en doute ; les personnes qu’on peut joindre diront ${f.plural(v.count, 's’il est arrivé', 's’ils sont arrivés')} :`,
  'delivery.callListHint': (v) =>
    fr`${v.reveal ? '' : 'numéros entiers avec --reveal\u202F; '}puis : smsctl resolve ${v.campaign} --mark sent RÉF … ; ou --mark not-sent RÉF …, après --from-provider et un jour`,
  'delivery.doubt': (v, f) => fr`${v.number}  ${f.instant(v.at, v.zone)}  ligne ${v.line}  ${v.ref}`,
  'delivery.searched': (v, f) => fr`absent des relevés du prestataire (${f.instant(v.at, v.zone)})`,
  'delivery.helpAdopt': fr`fait d’un registre copié ou restauré celui qui peut envoyer`,
  'delivery.ownLedger': fr`le registre est celui qui envoie, pas une copie`,
};
