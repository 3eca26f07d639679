import type { DateTime } from 'luxon';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

const rulesEn: Readonly<Record<string, string>> = {
  rejected: 'were rejected',
  unknown: 'are unknown, for their answers were lost',
  replies: 'were answered with STOP',
};

const rulesFr: Readonly<Record<string, string>> = {
  rejected: 'ont été rejetés',
  unknown: 'sont inconnus, leur réponse étant perdue',
  replies: 'ont reçu STOP en réponse',
};

/** A run against a real network: what ends it, where it may not start, and how doubts are settled. */
export const deliveryEn = {
  'delivery.stoppedShare': (v: { rule: string; count: number; of: number }, f: Formats) =>
    `stopped by a rule of [stop]: ${f.number(v.count)} of ${f.number(v.of)} ${rulesEn[v.rule] ?? v.rule}; find out why before you resume`,
  'delivery.stoppedCanary': (v: { delivered: number; of: number }, f: Formats) =>
    `stopped after the first ${f.number(v.of)}: only ${f.number(v.delivered)} ${f.plural(v.delivered, 'is', 'are')} reported as delivered; check text, sender and numbers before you resume`,
  'delivery.stoppedBalance': (v: { amount: string; currency: string }, f: Formats) =>
    `stopped by a rule of [stop]: the provider's account holds ${f.money(v.amount, v.currency)}`,
  'delivery.late': (v: { campaign: string; since: DateTime; zone: string }, f: Formats) =>
    `nothing was sent: the last window of the plan that you confirmed closed ${f.instant(v.since, v.zone)}; to send it later all the same: smsctl resume ${v.campaign} --not-after TIME; to end it: smsctl cancel ${v.campaign}`,
  'delivery.helpNotAfter': 'nothing leaves after this instant; gives a campaign a later end',
  'delivery.planNotAfter': (v: { at: DateTime; zone: string }, f: Formats) =>
    `Nothing leaves after ${f.instant(v.at, v.zone)}.`,
  'delivery.copied': (v: { file: string }) =>
    `${v.file} is a copy of a ledger: if both sent, people would be texted twice`,
  'delivery.restored': (v: { file: string }) =>
    `${v.file} is older than its last run: whoever was texted since would be texted again`,
  'delivery.adoptHint':
    'if this one is to send from now on, and the other never again: `smsctl doctor --adopt`; what was planned and may have left becomes unknown',
  'delivery.adopted': (v: { unknown: number }, f: Formats) =>
    `adopted: this ledger may send; ${f.number(v.unknown)} planned ${f.plural(v.unknown, 'message is', 'messages are')} unknown now, for the original may have sent ${f.plural(v.unknown, 'it', 'them')}. What it learnt since this copy was made is not here: bring in its STOPs and withdrawals before you send.`,
  'delivery.nothingToAdopt': 'this ledger is its own: there is nothing to adopt',
  'delivery.helpAdopt': 'makes a copied or restored ledger the one that may send',
  'delivery.ownLedger': 'the ledger is the one that sends, no copy',
} as const;

export const deliveryFr: Translated<typeof deliveryEn> = {
  'delivery.stoppedShare': (v, f) =>
    fr`arrêté par une règle de [stop] : ${f.number(v.count)} sur ${f.number(v.of)} ${rulesFr[v.rule] ?? v.rule} ; cherchez pourquoi avant de reprendre`,
  'delivery.stoppedCanary': (v, f) =>
    fr`arrêté après les ${f.number(v.of)} premiers : ${f.plural(v.delivered, `seul ${f.number(v.delivered)} est annoncé délivré`, `seuls ${f.number(v.delivered)} sont annoncés délivrés`)} ; vérifiez texte, expéditeur et numéros avant de reprendre`,
  'delivery.stoppedBalance': (v, f) =>
    fr`arrêté par une règle de [stop] : il reste ${f.money(v.amount, v.currency)} sur le compte du prestataire`,
  'delivery.late': (v, f) =>
    fr`rien n’est parti : la dernière fenêtre du plan que vous avez confirmé s’est fermée ${f.instant(v.since, v.zone)} ; pour envoyer plus tard quand même : smsctl resume ${v.campaign} --not-after HEURE ; pour y mettre fin : smsctl cancel ${v.campaign}`,
  'delivery.helpNotAfter': fr`rien ne part après cet instant ; donne une fin plus tardive à la campagne`,
  'delivery.planNotAfter': (v, f) => fr`Rien ne part après ${f.instant(v.at, v.zone)}.`,
  'delivery.copied': (v) =>
    fr`${v.file} est une copie de registre : si les deux envoyaient, des personnes recevraient deux fois le message`,
  'delivery.restored': (v) =>
    fr`${v.file} est plus ancien que son dernier envoi : qui a reçu un message depuis le recevrait encore`,
  'delivery.adoptHint': fr`si c’est lui qui doit envoyer désormais, et l’autre plus jamais : « smsctl doctor --adopt » ; ce qui était planifié et a pu partir devient inconnu`,
  'delivery.adopted': (v, f) =>
    fr`adopté : ce registre peut envoyer ; ${f.number(v.unknown)} ${f.plural(v.unknown, 'message planifié est désormais inconnu, car l’original a pu l’envoyer', 'messages planifiés sont désormais inconnus, car l’original a pu les envoyer')}. Ce que l’original a appris depuis la copie n’est pas ici : reportez ses STOP et ses retraits avant d’envoyer.`,
  'delivery.nothingToAdopt': fr`ce registre est bien le vôtre : il n’y a rien à adopter`,
  'delivery.helpAdopt': fr`fait d’un registre copié ou restauré celui qui peut envoyer`,
  'delivery.ownLedger': fr`le registre est celui qui envoie, pas une copie`,
};
