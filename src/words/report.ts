import type { DateTime } from 'luxon';
import { costEn, costFr, type Cost } from './cost-words.js';
import { skippedEn, skippedFr, statesEn, statesFr } from './campaign-words.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import { adviceSourceName } from './hour-sources.js';
import { day, hour, when, whenExactly, type Moment } from './moment.js';
import type { Translated } from './phrase.js';
import { sameForAll } from './same-for-all.js';

/** Switched on is not enough: one that sleeps sends nothing. */
const AWAKE_FR = 'l’ordinateur doit rester allumé, sans se mettre en veille';

interface ProgressValues {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly perSecond: number;
  readonly secondsLeft: number | null;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** What the purposes that are built in are for; one that the workspace adds has its own name alone. */
const purposesEn: Readonly<Record<string, string>> = {
  marketing: 'advertising, offers',
  association: 'life of the association',
  survey: 'an inquiry, without advertising',
  information: 'practical information, without advertising',
};
const purposesFr: Readonly<Record<string, string>> = {
  marketing: 'prospection, offres',
  association: 'vie associative',
  survey: 'sondage ou enquête, sans publicité',
  information: 'informations pratiques, sans publicité',
};

function inOtherWords(purpose: string, words: Readonly<Record<string, string>>): string {
  return words[purpose] === undefined ? purpose : `${purpose} (${words[purpose]})`;
}

export const reportEn = {
  'report.progress': (v: ProgressValues, f: Formats) =>
    `${v.label}: ${f.number(v.done)}${v.total === null ? '' : ` of ${f.number(v.total)}`}, ${f.number(Math.round(v.perSecond))}/s` +
    (v.secondsLeft === null ? '' : `, ${duration(v.secondsLeft)} left`),
  'report.planning': 'judging',
  'report.sending': 'sending',
  'report.reason': (v: { reason: string }) => skippedEn[v.reason] ?? v.reason,
  'report.state': (v: { state: string }) => statesEn[v.state] ?? v.state,
  'report.warning': (v: { message: string }) => `warning: ${v.message}`,
  'report.planTitle': (v: { campaign: string; purpose: string; sender: string }) =>
    `Plan of ${v.campaign} (${v.purpose}, from ${v.sender})`,
  'report.planRows': (v: { rows: number; planned: number }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}, ${f.number(v.planned)} ${f.plural(v.planned, 'person', 'people')} to text`,
  'report.planAgain': (v: { already: number; newcomers: number }, f: Formats) =>
    `${f.number(v.already)} already, ${f.number(v.newcomers)} new`,
  'report.leftOut': 'Left out:',
  'report.samples': 'Real texts:',
  'report.sample': (v: { to: string; segments: number }, f: Formats) =>
    `${v.to} · ${v.segments} ${f.plural(v.segments, 'segment', 'segments')}`,
  'report.length': (
    v: { segments: number; distribution: readonly (readonly [number, number])[]; gsm7: number; ucs2: number },
    f: Formats,
  ) =>
    `${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')}: ` +
    v.distribution.map(([length, count]) => `${f.number(count)} × ${length}`).join(', ') +
    `; GSM-7 ${f.number(v.gsm7)}, UCS-2 ${f.number(v.ucs2)}`,
  'report.cost': (v: Cost, f: Formats) => `Cost: ${costEn(v, f)}`,
  'report.costNew': (v: Cost, f: Formats) => `Cost of the new ones: ${costEn(v, f)}`,
  'report.plannedLongAgo': (v: { campaign: string; at: DateTime; zone: string }, f: Formats) =>
    `the text of ${v.campaign} is of ${f.day(v.at, v.zone)}; smsctl preview ${v.campaign} shows it`,
  'report.legsTitle': 'When, at the given rate:',
  'report.legsTitleZone': (v: { zone: string }) => `When, at the given rate (times of the zone ${v.zone}):`,
  'report.unplaced': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'finds', 'find')} no window in the days to come`,
  'report.advice': (v: { windows: string; source: string }, f: Formats) =>
    `Advised, not law: ${v.windows} local time (${adviceSourceName(v.source, f.locale)})`,
  'report.nobody': 'Nobody is left to text.',
  'report.confirmedWait': (v: { campaign: string; count: number }, f: Formats) =>
    `Nobody is new. ${f.number(v.count)} ${f.plural(v.count, 'message that was confirmed waits', 'messages that were confirmed wait')}: smsctl resume ${v.campaign}`,
  'report.frozen': (v: { campaign: string; count: number; limits: string }) =>
    `The plan is frozen. To send it: smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'report.dryRun': 'Nothing was kept and nothing was sent.',
  'report.confirm': (v: Cost & { count: number }, f: Formats) =>
    `Send ${f.number(v.count)} ${f.plural(v.count, 'message', 'messages')} for ${costEn(v, f)}?`,
  'report.notSent': (v: { campaign: string; count: number; limits: string }) =>
    `Nothing was sent. The plan is kept: smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'report.confirmNeeded': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'message waits', 'messages wait')} for your word, and nobody can be asked here`,
  'report.confirmNeededHint': (v: { count: number }) => `add --confirm ${v.count}, or --yes`,
  'report.othersWait': (v: Cost & { earlier: number; unconfirmed: number }, f: Formats) =>
    `${f.number(v.earlier)} ${f.plural(v.earlier, 'person waits', 'people wait')} from earlier plans of this campaign, whoever this file and its filter name: with your word ${f.number(v.unconfirmed)} ${f.plural(v.unconfirmed, 'message leaves', 'messages leave')} in all, for ${costEn(v, f)}`,
  'report.confirmDiffers': (v: { expected: number; count: number }) =>
    `--confirm says ${v.expected}, the plan ${v.count}`,
  'report.confirmDiffersHint': (v: { count: number }) => `look at the plan; if it is right, say --confirm ${v.count}`,
  'report.purposeAsk': 'Why do you write to them?',
  'report.purposeChoice': (v: { purpose: string }) => inOtherWords(v.purpose, purposesEn),
  'report.purposeNeeded': 'a campaign needs a purpose',
  'report.purposeHint': (v: { purposes: string }) => `add --purpose with one of: ${v.purposes}`,
  'report.unknownPurpose': (v: { purpose: string }) => `there is no purpose named ${v.purpose}`,
  'report.badName': (v: { campaign: string }) =>
    `${v.campaign === '' ? 'an empty text' : v.campaign} is no name for a campaign`,
  'report.badNameHint': 'use 1 to 64 letters, digits, dots, hyphens and underscores',
  'report.optionLikeNameHint':
    'begin the name with a letter or a digit: what begins with a hyphen is an option on the command line',
  'report.reservedName': (v: { campaign: string }) => `the name ${v.campaign} is reserved`,
  'report.reservedNameHint': 'choose another name: under this one stand the tests of `smsctl test-send`',
  'report.badSenderHint': 'use 3 to 11 letters and digits, or a number that may send',
  'report.badNumber': (v: { option: string; value: string }) => `${v.option} is no number that can be used: ${v.value}`,
  'report.badNumberHint': (v: { least: number }) => `write a whole number, ${v.least} or more`,
  'report.badMoney': (v: { option: string; value: string }) => `${v.option} is no amount: ${v.value}`,
  'report.badMoneyHint': 'write it like 12.50 or 12,50, without a currency',
  'report.templateNeeded': 'a campaign needs a text',
  'report.templateNeededHint': 'add --template FILE or --text TEXT',
  'report.contactsNeeded': (v: { option: string }) =>
    `${v.option} needs a file of contacts: without one a frozen plan is sent as it is`,
  'report.contactsNeededHint': (v: { option: string }) =>
    `name the file: smsctl send CONTACTS --campaign NAME …; or leave ${v.option} out`,
  'report.campaignNeeded': 'a campaign needs a name',
  'report.campaignNeededHint': 'add --campaign NAME',
  'report.waiting': (v: Moment & { hasBegun: boolean }, f: Formats) =>
    `Closed. Waiting until ${when(v, f)}; the computer must stay awake.`,
  'report.waitingForEnd': (v: Moment, f: Formats) =>
    `Closed, and no window opens before the end of the campaign, ${when(v, f)}. Waiting until then, for a plan with a later --not-after would still count; Ctrl-C ends the wait.`,
  'report.waitingHeld': (v: Moment, f: Formats) =>
    `The provider takes no more messages for now. Going on ${when(v, f)}; the computer must stay awake.`,
  'report.held': (v: Moment, f: Formats) => `The provider asks to wait. Going on ${whenExactly(v, f)}.`,
  'report.stayAwake': 'while a run waits (--at, --wait) the computer must stay awake: one that sleeps sends nothing',
  'report.startsLater': (v: Moment, f: Formats) => `Starting ${when(v, f)}; the computer must stay awake.`,
  'report.summary': (v: { campaign: string; state: string }) => `${v.campaign}: ${statesEn[v.state] ?? v.state}`,
  'report.countAccepted': sameForAll('accepted'),
  'report.countDelivered': sameForAll('delivered'),
  'report.countUndelivered': sameForAll('not delivered'),
  'report.countRejected': sameForAll('rejected'),
  'report.countUnknown': sameForAll('in doubt (answer lost, never sent again)'),
  'report.countRemaining': sameForAll('not sent yet'),
  'report.countInFlight': sameForAll('under way'),
  'report.countSkipped': (v: { reason: string; count: number }) => `not sent: ${skippedEn[v.reason] ?? v.reason}`,
  'report.countOptedOut': sameForAll('said STOP afterwards'),
  'report.countPlanned': sameForAll('planned'),
  'report.resumeAt': (v: { count: number; campaign: string } & Moment, f: Formats) =>
    `${f.number(v.count)} will not leave by ${f.plural(v.count, 'itself', 'themselves')}; ${day(v, f)} from ${hour(v)}: smsctl resume ${v.campaign}`,
  'report.resumeNow': (v: { count: number; campaign: string }, f: Formats) =>
    `${f.number(v.count)} will not leave by ${f.plural(v.count, 'itself', 'themselves')}: smsctl resume ${v.campaign}`,
  'report.unconfirmed': (v: { count: number; campaign: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'waits', 'wait')} for a confirmation: smsctl send --campaign ${v.campaign} --confirm ${v.count}`,
  'report.throttled': 'the provider takes no more messages for now',
  'report.notAfterOver': (v: { at: DateTime; zone: string }, f: Formats) =>
    `--not-after is over before anything could leave: ${f.instant(v.at, v.zone)}`,
  'report.notAfterOverHint': 'give a later --not-after, or none',
  'report.atOver': (v: { at: DateTime; zone: string }, f: Formats) =>
    `--at is over: ${f.instant(v.at, v.zone)}; everything would leave now`,
  'report.atOverHint': 'give a later --at, or none to send now',
  'report.notRunning': (v: { campaign: string; state: string }) =>
    `nothing to pause: ${v.campaign} is not running (${statesEn[v.state] ?? v.state})`,
  'report.paused': (v: { campaign: string }) =>
    `${v.campaign} stops after what is in flight; to go on: smsctl resume ${v.campaign}`,
  'report.cancelled': (v: { campaign: string; count: number }, f: Formats) =>
    `${v.campaign} is cancelled; ${f.number(v.count)} ${f.plural(v.count, 'message', 'messages')} will never leave`,
  'report.endedAlready': (v: { campaign: string }) => `${v.campaign} has ended already: nothing is left to stop`,
  'report.noCampaigns': 'There is no campaign yet.',
  'report.outbox': (v: { file: string }) => `What each handset would have received: ${v.file}`,
  'report.tested': (v: { to: string; outcome: string }) => `${v.to}: ${v.outcome}`,
  'report.testSent': 'test accepted',
  'report.testFailed': (v: { reason: string }) => `not accepted (${v.reason})`,
  'report.noSuchLine': (v: { row: number }) => `no planned message comes from row ${v.row}`,
  'report.noSuchLineHint': 'rows are counted from 1, without the header; whoever was left out has no message',
  'report.unknownRetry': (v: { campaign: string }) =>
    `what is in doubt is never sent again; a receipt, the provider or a person settles it: smsctl resolve ${v.campaign}`,
} as const;

export const reportFr: Translated<typeof reportEn> = {
  'report.progress': (v, f) =>
    fr`${v.label} : ${f.number(v.done)}${v.total === null ? '' : ` sur ${f.number(v.total)}`}, ${f.number(Math.round(v.perSecond))}/s` +
    (v.secondsLeft === null ? '' : `, reste ${duration(v.secondsLeft)}`),
  'report.planning': 'examen',
  'report.sending': 'envoi',
  'report.reason': (v) => skippedFr[v.reason] ?? v.reason,
  'report.state': (v) => statesFr[v.state] ?? v.state,
  'report.warning': (v) => fr`attention : ${v.message}`,
  'report.planTitle': (v) => fr`Plan de ${v.campaign} (${v.purpose}, expéditeur ${v.sender})`,
  'report.planRows': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}, ${f.number(v.planned)} ${f.plural(v.planned, 'personne', 'personnes')} à qui écrire`,
  'report.planAgain': (v, f) =>
    fr`${f.number(v.already)} déjà, ${f.number(v.newcomers)} ${f.plural(v.newcomers, 'nouveau', 'nouveaux')}`,
  'report.leftOut': fr`Écartés :`,
  'report.samples': fr`De vrais textes :`,
  'report.sample': (v, f) => fr`${v.to} · ${v.segments} ${f.plural(v.segments, 'segment', 'segments')}`,
  'report.length': (v, f) =>
    fr`${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')} : ` +
    v.distribution.map(([length, count]) => `${f.number(count)} × ${length}`).join(', ') +
    fr` ; GSM-7 ${f.number(v.gsm7)}, UCS-2 ${f.number(v.ucs2)}`,
  'report.cost': (v, f) => fr`Coût : ${costFr(v, f)}`,
  'report.costNew': (v, f) => fr`Coût des nouveaux : ${costFr(v, f)}`,
  'report.plannedLongAgo': (v, f) =>
    fr`le texte de ${v.campaign} date du ${f.day(v.at, v.zone)} ; smsctl preview ${v.campaign} le montre`,
  'report.legsTitle': fr`Quand, au débit prévu :`,
  'report.legsTitleZone': (v) => fr`Quand, au débit prévu (heures du fuseau ${v.zone}) :`,
  'report.unplaced': (v, f) =>
    fr`${f.number(v.count)} ne ${f.plural(v.count, 'trouve', 'trouvent')} aucune plage dans les jours qui viennent`,
  'report.advice': (v, f) =>
    fr`Conseillé, sans valeur légale : ${v.windows}, heure locale (${adviceSourceName(v.source, f.locale)})`,
  'report.nobody': fr`Il ne reste personne à qui écrire.`,
  'report.confirmedWait': (v, f) =>
    fr`Personne de nouveau. ${f.number(v.count)} ${f.plural(v.count, 'message confirmé attend', 'messages confirmés attendent')} : smsctl resume ${v.campaign}`,
  'report.frozen': (v) =>
    fr`Le plan est figé. Pour l’envoyer : smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'report.dryRun': fr`Rien n’a été gardé, rien n’est parti.`,
  'report.confirm': (v, f) =>
    fr`Envoyer ${f.number(v.count)} ${f.plural(v.count, 'message', 'messages')} pour ${costFr(v, f)} ?`,
  'report.notSent': (v) =>
    fr`Rien n’est parti. Le plan est gardé : smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'report.confirmNeeded': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message attend', 'messages attendent')} votre accord, et il n’y a personne à qui le demander`,
  'report.confirmNeededHint': (v) => fr`ajoutez --confirm ${v.count}, ou --yes`,
  'report.othersWait': (v, f) =>
    fr`${f.number(v.earlier)} ${f.plural(v.earlier, 'personne attend', 'personnes attendent')} depuis des plans précédents de cette campagne, quels que soient ce fichier et son filtre : sur votre accord, ${f.number(v.unconfirmed)} ${f.plural(v.unconfirmed, 'message part', 'messages partent')} en tout, pour ${costFr(v, f)}`,
  'report.confirmDiffers': (v) => fr`--confirm dit ${v.expected}, le plan ${v.count}`,
  'report.confirmDiffersHint': (v) => fr`relisez le plan ; s’il est juste, dites --confirm ${v.count}`,
  'report.purposeAsk': fr`Pourquoi leur écrivez-vous ?`,
  'report.purposeChoice': (v) => inOtherWords(v.purpose, purposesFr),
  'report.purposeNeeded': fr`une campagne a besoin d’une finalité`,
  'report.purposeHint': (v) => fr`ajoutez --purpose avec l’une de : ${v.purposes}`,
  'report.unknownPurpose': (v) => fr`aucune finalité ne s’appelle ${v.purpose}`,
  'report.badName': (v) => fr`${v.campaign === '' ? 'un texte vide' : v.campaign} n’est pas un nom de campagne`,
  'report.badNameHint': fr`de 1 à 64 lettres sans accent, chiffres, points, tirets et tirets bas`,
  'report.optionLikeNameHint': fr`commencez le nom par une lettre ou un chiffre : ce qui commence par un tiret est une option sur la ligne de commande`,
  'report.reservedName': (v) => fr`le nom ${v.campaign} est réservé`,
  'report.reservedNameHint': fr`choisissez un autre nom : celui-ci désigne les essais de \`smsctl test-send\``,
  'report.badSenderHint': fr`de 3 à 11 lettres et chiffres, ou un numéro qui a le droit d’envoyer`,
  'report.badNumber': (v) => fr`${v.option} n’est pas un nombre utilisable : ${v.value}`,
  'report.badNumberHint': (v) => fr`écrivez un nombre entier, ${v.least} ou plus`,
  'report.badMoney': (v) => fr`${v.option} n’est pas un montant : ${v.value}`,
  'report.badMoneyHint': fr`écrivez-le comme 12,50 ou 12.50, sans devise`,
  'report.templateNeeded': fr`une campagne a besoin d’un texte`,
  'report.templateNeededHint': fr`ajoutez --template FICHIER ou --text TEXTE`,
  'report.contactsNeeded': (v) =>
    fr`${v.option} demande un fichier de contacts : sans fichier, c’est un plan figé qui part tel quel`,
  'report.contactsNeededHint': (v) =>
    fr`nommez le fichier : smsctl send CONTACTS --campaign NOM … ; ou retirez ${v.option}`,
  'report.campaignNeeded': fr`une campagne a besoin d’un nom`,
  'report.campaignNeededHint': fr`ajoutez --campaign NOM`,
  'report.waiting': (v, f) => fr`Hors plage. ${v.hasBegun ? 'Reprise' : 'Départ'} ${when(v, f)} ; ${AWAKE_FR}.`,
  'report.waitingForEnd': (v, f) =>
    fr`Hors plage, et aucune plage ne s’ouvre avant la fin de la campagne, ${when(v, f)}. Attente jusque-là, car un plan avec un --not-after plus tardif compterait encore ; Ctrl-C y met fin.`,
  'report.waitingHeld': (v, f) =>
    fr`Le prestataire ne prend plus de messages pour l’instant. Reprise ${when(v, f)} ; ${AWAKE_FR}.`,
  'report.held': (v, f) => fr`Le prestataire demande d’attendre. Reprise ${whenExactly(v, f)}.`,
  'report.stayAwake': fr`tant qu’un envoi attend (--at, --wait), ${AWAKE_FR} : en veille, rien ne part`,
  'report.startsLater': (v, f) => fr`Départ ${when(v, f)} ; ${AWAKE_FR}.`,
  'report.summary': (v) => fr`${v.campaign} : ${statesFr[v.state] ?? v.state}`,
  'report.countAccepted': (v, f) => f.plural(v.count, 'accepté', 'acceptés'),
  'report.countDelivered': (v, f) => f.plural(v.count, 'délivré', 'délivrés'),
  'report.countUndelivered': (v, f) => f.plural(v.count, 'non délivré', 'non délivrés'),
  'report.countRejected': (v, f) => f.plural(v.count, 'rejeté', 'rejetés'),
  'report.countUnknown': (v, f) =>
    f.plural(v.count, 'en doute (réponse perdue, jamais renvoyé)', 'en doute (réponse perdue, jamais renvoyés)'),
  'report.countRemaining': (v, f) => f.plural(v.count, 'pas encore parti', 'pas encore partis'),
  'report.countInFlight': sameForAll('en cours d’envoi'),
  'report.countSkipped': (v, f) =>
    fr`${f.plural(v.count, 'non envoyé', 'non envoyés')} : ${skippedFr[v.reason] ?? v.reason}`,
  'report.countOptedOut': (v, f) => f.plural(v.count, 'a dit STOP ensuite', 'ont dit STOP ensuite'),
  'report.countPlanned': (v, f) => f.plural(v.count, 'planifié', 'planifiés'),
  'report.resumeAt': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'ne partira pas seul', 'ne partiront pas seuls')} ; ${day(v, f)} dès ${hour(v)} : smsctl resume ${v.campaign}`,
  'report.resumeNow': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'ne partira pas seul', 'ne partiront pas seuls')} : smsctl resume ${v.campaign}`,
  'report.unconfirmed': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'attend', 'attendent')} une confirmation : smsctl send --campaign ${v.campaign} --confirm ${v.count}`,
  'report.throttled': fr`le prestataire ne prend plus de messages pour l’instant`,
  'report.notAfterOver': (v, f) => fr`--not-after est passé avant que rien puisse partir : ${f.instant(v.at, v.zone)}`,
  'report.notAfterOverHint': fr`donnez un --not-after plus tardif, ou aucun`,
  'report.atOver': (v, f) => fr`--at est passé : ${f.instant(v.at, v.zone)} ; tout partirait maintenant`,
  'report.atOverHint': fr`donnez un --at plus tardif, ou aucun pour envoyer maintenant`,
  'report.notRunning': (v) =>
    fr`rien à mettre en pause : ${v.campaign} n’est pas en cours d’envoi (${statesFr[v.state] ?? v.state})`,
  'report.paused': (v) =>
    fr`${v.campaign} s’arrête après les messages en cours d’envoi ; pour reprendre : smsctl resume ${v.campaign}`,
  'report.cancelled': (v, f) =>
    fr`${v.campaign} est annulée ; ${f.number(v.count)} ${f.plural(v.count, 'message ne partira pas', 'messages ne partiront pas')}`,
  'report.endedAlready': (v) => fr`${v.campaign} est déjà terminée : il n’y a plus rien à arrêter`,
  'report.noCampaigns': fr`Il n’y a pas encore de campagne.`,
  'report.outbox': (v) => fr`Ce que chaque téléphone aurait reçu : ${v.file}`,
  'report.tested': (v) => fr`${v.to} : ${v.outcome}`,
  'report.testSent': fr`essai accepté`,
  'report.testFailed': (v) => fr`pas accepté (${v.reason})`,
  'report.noSuchLine': (v) => fr`aucun message n’est planifié pour la personne de rang ${v.row}`,
  'report.noSuchLineHint': fr`le rang 1 est celui de la première personne du fichier, l’en-tête ne compte pas ; qui a été écarté n’a pas de message`,
  'report.unknownRetry': (v) =>
    fr`ce qui est en doute n’est jamais renvoyé ; un accusé, le prestataire ou une personne le règle : smsctl resolve ${v.campaign}`,
};
