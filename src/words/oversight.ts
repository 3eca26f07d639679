import type { DateTime } from 'luxon';
import type { IncidentDuty, IncidentRisk } from '../core/incident/incident.js';
import { costEn, costFr, type Cost } from './cost-words.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface OfCampaign {
  readonly campaign: string;
}

interface At {
  readonly at: DateTime;
  readonly zone: string;
}

const risksEn: Readonly<Record<IncidentRisk, string>> = {
  none: 'no risk to people expected',
  risk: 'a risk to people',
  high: 'a high risk to people',
};
const risksFr: Readonly<Record<IncidentRisk, string>> = {
  none: 'pas de risque attendu pour les personnes',
  risk: 'un risque pour les personnes',
  high: 'un risque élevé pour les personnes',
};
const dutiesEn: Readonly<Record<IncidentDuty, string>> = {
  tell_authority: 'tell the authority',
  tell_people: 'tell the people concerned',
  note_measures: 'note the measures taken',
};
const dutiesFr: Readonly<Record<IncidentDuty, string>> = {
  tell_authority: 'prévenir l’autorité',
  tell_people: 'prévenir les personnes concernées',
  note_measures: 'noter les mesures prises',
};
const setsEn: Readonly<Record<string, string>> = {
  hours: 'hours and holidays',
  numbers: 'number plans',
  senders: 'senders',
  stop_codes: 'STOP codes',
  sensitive_columns: 'sensitive columns',
  rules: 'sources of rules',
};
const setsFr: Readonly<Record<string, string>> = {
  hours: 'heures et jours fériés',
  numbers: 'plans de numérotation',
  senders: 'expéditeurs',
  stop_codes: 'codes STOP',
  sensitive_columns: 'colonnes sensibles',
  rules: 'sources des règles',
};

interface Approvals extends OfCampaign {
  readonly approvals: readonly { readonly operator: string; readonly at: DateTime }[];
  readonly zone: string;
}

/** Four eyes, the register of incidents, and what the controller has to keep an eye on. */
export const oversightEn = {
  'oversight.help': 'approves a plan, so that somebody else may send it',
  'oversight.helpConfirm': 'number of people whom you expect the plan to text',
  'oversight.helpYes': 'approve without asking',
  'oversight.toApprove': (v: OfCampaign & Cost & { count: number; purpose: string; sender: string }, f: Formats) =>
    `${v.campaign}: ${f.number(v.count)} ${f.plural(v.count, 'person', 'people')} to text (${v.purpose}, from ${v.sender}), ${costEn(v, f)}; smsctl preview ${v.campaign} shows the texts`,
  'oversight.ask': (v: { count: number }, f: Formats) =>
    `Approve this plan for ${f.number(v.count)} ${f.plural(v.count, 'person', 'people')}?`,
  'oversight.confirmNeeded': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'message waits', 'messages wait')} for approval, and there is no terminal to ask on`,
  'oversight.confirmNeededHint': (v: { count: number }) =>
    `look at it with smsctl preview, then add --confirm ${v.count}`,
  'oversight.approved': (v: OfCampaign & { count: number; planHash: string }, f: Formats) =>
    `${v.campaign}: approved for ${f.number(v.count)} ${f.plural(v.count, 'person', 'people')}, as it is now (${v.planHash.slice(0, 16)}…); whatever alters the plan asks again`,
  'oversight.changedMeanwhile': (v: OfCampaign) => `${v.campaign} changed while it was looked at: nothing was approved`,
  'oversight.lookAgain': (v: OfCampaign) => `look again: smsctl approve ${v.campaign}`,
  'oversight.nothingWaits': (v: OfCampaign) => `nothing of ${v.campaign} waits for approval`,
  'oversight.nothingWaitsHint':
    'a plan is approved once, before it is sent, by somebody else than who made it; `smsctl status` tells which await it',
  'oversight.ownPlan': (v: OfCampaign & { operator: string }) =>
    `${v.operator} made the plan of ${v.campaign}: somebody else approves it`,
  'oversight.ownPlanHint': 'let another person run the command, under their own name with --operator NAME',
  'oversight.ownLogin': (v: OfCampaign & { login: string }) =>
    `the plan of ${v.campaign} was made under the login ${v.login}: it is approved under another one`,
  'oversight.ownLoginHint':
    'let another person run the command under their own login of the system; approval.distinct_logins asks for that',
  'oversight.awaits': (v: OfCampaign) =>
    `${v.campaign} awaits the approval of another person: smsctl approve ${v.campaign} --operator NAME. A changed list, text, configuration or ledger asks again`,
  'oversight.approvedBy': (v: Approvals, f: Formats) =>
    `${v.campaign} is approved by ${f.list(v.approvals.map(({ operator, at }) => `${operator} (${f.instant(at, v.zone)})`))}`,
  'oversight.frozen': (v: OfCampaign & { count: number; limits: string }) =>
    `The plan is frozen. Once it is approved: smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'oversight.notApproved': (v: OfCampaign) => `nobody else has approved ${v.campaign} as it is now`,
  'oversight.approvedByYou': (v: OfCampaign) =>
    `${v.campaign} was approved by the one who sends it: four eyes are two people`,
  'oversight.notApprovedHint': (v: OfCampaign) =>
    `another person: smsctl approve ${v.campaign} --operator NAME; then: smsctl send --campaign ${v.campaign}. A changed list, text, configuration or ledger asks again`,

  'oversight.helpIncidents': 'keeps the register of incidents with personal data, and its deadlines',
  'oversight.helpAdd': 'enters an incident; the 72 hours run from the moment when it was known',
  'oversight.helpList': 'lists what is open, with what is still to be done',
  'oversight.helpUpdate': 'adds what has become known or was done',
  'oversight.helpClose': 'closes an incident about which everything is done',
  'oversight.helpAll': 'closed ones too',
  'oversight.argWhat': 'what happened',
  'oversight.argId': 'number of the incident',
  'oversight.helpKnownAt': 'when you became aware of it, for instance 2026-03-10T14:30; a new one: now, if nobody says',
  'oversight.helpWhose': 'whose data, and which',
  'oversight.helpPeople': 'number of people concerned, as far as it is known',
  'oversight.helpMeasures': 'what was done about it',
  'oversight.helpRisk': 'how likely it harms people; a new one: risk, if nobody says',
  'oversight.helpAuthorityToldAt': 'when the authority was told',
  'oversight.helpPeopleToldAt': 'when the people concerned were told',
  'oversight.helpNotToldBecause': 'why somebody was not told, or late',
  'oversight.added': (
    v: { id: number; risk: IncidentRisk; deadline: DateTime; isLate: boolean; zone: string },
    f: Formats,
  ) =>
    v.risk === 'none'
      ? `incident ${v.id} entered: ${risksEn.none}, the authority need not be told (GDPR art. 33(1)); it stays in the register`
      : `incident ${v.id} entered: ${risksEn[v.risk]}; ${v.isLate ? `LATE: the authority was to be told by ${f.instant(v.deadline, v.zone)}, tell it now, with the reasons for the delay` : `the authority is to be told by ${f.instant(v.deadline, v.zone)}`} (72 hours, GDPR art. 33(1)${v.risk === 'high' ? '), and the people without undue delay (art. 34(1)' : ''})`,
  'oversight.updated': (v: { id: number }) => `incident ${v.id} updated`,
  'oversight.closed': (v: { id: number }) => `incident ${v.id} closed; it stays in the register`,
  'oversight.noIncidents': (v: { all: boolean }): string =>
    v.all ? 'no incident was ever entered' : 'no incident is open',
  'oversight.noIncident': (v: { id: number }) => `there is no open incident ${v.id}`,
  'oversight.noIncidentHint': 'smsctl incidents list --all shows their numbers',
  'oversight.badId': (v: { id: string }) => `“${v.id}” is not the number of an incident`,
  'oversight.nothingGiven': 'nothing is given that could be noted',
  'oversight.nothingGivenHint': 'for instance --measures TEXT, or --authority-told-at 2026-03-10T14:30; see --help',
  'oversight.emptyText': (v: { option: string }) => `${v.option} is empty`,
  'oversight.emptyTextHint': (v: { option: string }): string =>
    v.option === 'WHAT' ? 'say in a few words what happened' : `say something with ${v.option}`,
  'oversight.future': (v: { option: string }) => `${v.option} lies in the future`,
  'oversight.futureHint': 'an instant without an offset is in the time of the sender',
  'oversight.toldBeforeKnown': (v: At & { option: string; knownAt: DateTime }, f: Formats) =>
    `${v.option} ${f.instant(v.at, v.zone)} is earlier than the moment when the incident was known (${f.instant(v.knownAt, v.zone)})`,
  'oversight.toldBeforeKnownHint': 'correct one of the two: --known-at says when you became aware of it',
  'oversight.notDone': (v: { id: number; duties: readonly IncidentDuty[] }, f: Formats) =>
    `incident ${v.id} is not done yet: ${f.list(v.duties.map((duty) => dutiesEn[duty]))}`,
  'oversight.notDoneHint': (v: { id: number }) =>
    `smsctl incidents update ${v.id} --authority-told-at INSTANT, --people-told-at INSTANT (2026-03-10T14:30), --measures TEXT; or --risk none, or --not-told-because TEXT`,
  'oversight.known': (v: At & { risk: IncidentRisk }, f: Formats) =>
    `known since ${f.instant(v.at, v.zone)}; ${risksEn[v.risk]}`,
  'oversight.whose': (v: { whose: string; people: number | null }, f: Formats) =>
    [
      v.people === null ? [] : [`${f.number(v.people)} ${f.plural(v.people, 'person', 'people')}`],
      v.whose === '' ? [] : [v.whose],
    ]
      .flat()
      .join(': '),
  'oversight.measures': (v: { text: string }) => `measures: ${v.text}`,
  'oversight.authorityTold': (v: At, f: Formats) => `the authority was told on ${f.instant(v.at, v.zone)}`,
  'oversight.peopleTold': (v: At, f: Formats) => `the people were told on ${f.instant(v.at, v.zone)}`,
  'oversight.notTold': (v: { text: string }) => `not told, or late, because: ${v.text}`,
  'oversight.duties': (
    v: { duties: readonly IncidentDuty[]; deadline: DateTime; isLate: boolean; zone: string },
    f: Formats,
  ) =>
    `to do: ${f.list(v.duties.map((duty) => (duty === 'tell_authority' ? `${dutiesEn[duty]} ${v.isLate ? '(LATE: it was due by' : 'by'} ${f.instant(v.deadline, v.zone)}${v.isLate ? ')' : ''}` : dutiesEn[duty])))}`,
  'oversight.closedOn': (v: At, f: Formats) => `closed on ${f.instant(v.at, v.zone)}`,
  'oversight.sources':
    'GDPR articles 33 and 34; Swiss FADP article 24. Nothing here is legal advice: in doubt, ask the authority or your data protection officer.',

  'oversight.noneOpen': 'no incident is open',
  'oversight.open': (v: { count: number; next: DateTime | null; zone: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'incident is', 'incidents are')} open${v.next === null ? '' : `; the authority is to be told by ${f.instant(v.next, v.zone)}`}`,
  'oversight.late': (v: { ids: readonly string[]; next: DateTime; zone: string }, f: Formats) =>
    `the authority was to be told of incident ${f.list(v.ids)} by ${f.instant(v.next, v.zone)}`,
  'oversight.openHint': 'smsctl incidents list',
  'oversight.lateHint': 'tell it now, with the reasons for the delay (GDPR art. 33(1)), then: smsctl incidents update',
  'oversight.rulesFresh': 'the facts about laws, number plans and providers were read less than a year ago',
  'oversight.rulesAged': (v: { sets: readonly { name: string; read: string }[] }, f: Formats) =>
    `read more than a year ago: ${f.list(v.sets.map(({ name, read }) => `${setsEn[name] ?? name} (${read})`))}`,
  'oversight.rulesAgedHint':
    'install a newer smsctl; until then check with your provider and the authority whether they still hold',
  'oversight.processorNoted': (v: { provider: string }) => `${v.provider}: contract and place of the data are noted`,
  'oversight.processorLacks': (v: { provider: string; keys: readonly string[] }, f: Formats) =>
    `${v.provider}: ${f.list(v.keys)} ${f.plural(v.keys.length, 'is', 'are')} not noted`,
  'oversight.processorHint': (v: { provider: string }) =>
    `[providers.${v.provider}] dpa = "the contract on data processing (GDPR art. 28)", hosting = "where the data are kept"`,
} as const;

export const oversightFr: Translated<typeof oversightEn> = {
  'oversight.help': fr`approuve un plan, pour que quelqu’un d’autre puisse l’envoyer`,
  'oversight.helpConfirm': fr`nombre de personnes que le plan doit toucher, selon vous`,
  'oversight.helpYes': fr`approuver sans demander`,
  'oversight.toApprove': (v, f) =>
    fr`${v.campaign} : ${f.number(v.count)} ${f.plural(v.count, 'personne', 'personnes')} à qui écrire (${v.purpose}, expéditeur ${v.sender}), ${costFr(v, f)} ; smsctl preview ${v.campaign} montre les textes`,
  'oversight.ask': (v, f) =>
    fr`Approuver ce plan pour ${f.number(v.count)} ${f.plural(v.count, 'personne', 'personnes')} ?`,
  'oversight.confirmNeeded': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message attend une approbation', 'messages attendent une approbation')}, et il n’y a pas de terminal où la demander`,
  'oversight.confirmNeededHint': (v) => fr`regardez avec smsctl preview, puis ajoutez --confirm ${v.count}`,
  'oversight.approved': (v, f) =>
    fr`${v.campaign} : plan approuvé pour ${f.number(v.count)} ${f.plural(v.count, 'personne', 'personnes')}, tel qu’il est maintenant (${v.planHash.slice(0, 16)}…) ; tout ce qui change le plan redemande une approbation`,
  'oversight.changedMeanwhile': (v) => fr`${v.campaign} a changé pendant l’examen : rien n’a été approuvé`,
  'oversight.lookAgain': (v) => fr`regardez encore : smsctl approve ${v.campaign}`,
  'oversight.nothingWaits': (v) => fr`rien dans ${v.campaign} n’attend d’approbation`,
  'oversight.nothingWaitsHint': fr`un plan s’approuve une fois, avant l’envoi, par une autre personne que celle qui l’a fait ; \`smsctl status\` dit lesquels attendent`,
  'oversight.ownPlan': (v) => fr`${v.operator} a fait le plan de ${v.campaign} : quelqu’un d’autre l’approuve`,
  'oversight.ownPlanHint': fr`faites lancer la commande par une autre personne, sous son nom, avec --operator NOM`,
  'oversight.ownLogin': (v) =>
    fr`le plan de ${v.campaign} a été fait sous le compte ${v.login} : il s’approuve sous un autre`,
  'oversight.ownLoginHint': fr`faites lancer la commande par une autre personne sous son propre compte du système ; approval.distinct_logins le demande`,
  'oversight.awaits': (v) =>
    fr`${v.campaign} attend l’approbation d’une autre personne : smsctl approve ${v.campaign} --operator NOM. Une liste, un texte, une configuration ou un registre modifiés redemandent une approbation`,
  'oversight.approvedBy': (v, f) =>
    fr`le plan de ${v.campaign} est approuvé par ${f.list(v.approvals.map(({ operator, at }) => `${operator} (${f.instant(at, v.zone)})`))}`,
  'oversight.frozen': (v) =>
    fr`Le plan est figé. Une fois approuvé : smsctl send --campaign ${v.campaign} --confirm ${v.count}${v.limits}`,
  'oversight.notApproved': (v) => fr`personne d’autre n’a approuvé le plan de ${v.campaign} tel qu’il est maintenant`,
  'oversight.approvedByYou': (v) =>
    fr`le plan de ${v.campaign} a été approuvé par qui l’envoie : quatre yeux, c’est deux personnes`,
  'oversight.notApprovedHint': (v) =>
    fr`une autre personne : smsctl approve ${v.campaign} --operator NOM ; ensuite : smsctl send --campaign ${v.campaign}. Une liste, un texte, une configuration ou un registre modifiés redemandent une approbation`,

  'oversight.helpIncidents': fr`tient le registre des incidents de données personnelles, et ses délais`,
  'oversight.helpAdd': fr`note un incident ; les 72 heures courent du moment où il est connu`,
  'oversight.helpList': fr`liste ce qui est ouvert, avec ce qui reste à faire`,
  'oversight.helpUpdate': fr`ajoute ce qu’on a appris ou fait`,
  'oversight.helpClose': fr`clôt un incident pour lequel tout est fait`,
  'oversight.helpAll': fr`aussi ceux qui sont clos`,
  'oversight.argWhat': fr`ce qui s’est passé`,
  'oversight.argId': fr`numéro de l’incident`,
  'oversight.helpKnownAt': fr`quand vous en avez eu connaissance, par exemple 2026-03-10T14:30 ; pour un nouveau, à défaut : maintenant`,
  'oversight.helpWhose': fr`quelles données, et de quelles personnes`,
  'oversight.helpPeople': fr`nombre de personnes concernées, autant qu’on le sache`,
  'oversight.helpMeasures': fr`ce qui a été fait`,
  'oversight.helpRisk': fr`risque pour les personnes ; pour un nouveau, à défaut : risk`,
  'oversight.helpAuthorityToldAt': fr`quand l’autorité a été prévenue`,
  'oversight.helpPeopleToldAt': fr`quand les personnes concernées ont été prévenues`,
  'oversight.helpNotToldBecause': fr`pourquoi quelqu’un n’a pas été prévenu, ou tard`,
  'oversight.added': (v, f) =>
    v.risk === 'none'
      ? fr`incident ${v.id} noté : ${risksFr.none}, l’autorité n’a pas à être prévenue (RGPD art. 33(1)) ; il reste au registre`
      : fr`incident ${v.id} noté : ${risksFr[v.risk]} ; ${v.isLate ? fr`EN RETARD : l’autorité devait être prévenue avant ${f.instant(v.deadline, v.zone)}, prévenez-la maintenant, avec les motifs du retard` : fr`l’autorité est à prévenir d’ici ${f.instant(v.deadline, v.zone)}`} (72 heures, RGPD art. 33(1)${v.risk === 'high' ? '), et les personnes dans les meilleurs délais (art. 34(1)' : ''})`,
  'oversight.updated': (v) => fr`incident ${v.id} complété`,
  'oversight.closed': (v) => fr`incident ${v.id} clos ; il reste au registre`,
  'oversight.noIncidents': (v) => (v.all ? fr`aucun incident n’a jamais été noté` : fr`aucun incident n’est ouvert`),
  'oversight.noIncident': (v) => fr`il n’y a pas d’incident ouvert ${v.id}`,
  'oversight.noIncidentHint': fr`smsctl incidents list --all montre leurs numéros`,
  'oversight.badId': (v) => fr`« ${v.id} » n’est pas le numéro d’un incident`,
  'oversight.nothingGiven': fr`rien n’est donné qui puisse être noté`,
  'oversight.nothingGivenHint': fr`par exemple --measures TEXTE, ou --authority-told-at 2026-03-10T14:30 ; voir --help`,
  'oversight.emptyText': (v) => (v.option === 'WHAT' ? 'l’incident n’est pas décrit' : fr`${v.option} est vide`),
  'oversight.emptyTextHint': (v) =>
    v.option === 'WHAT' ? fr`dites en quelques mots ce qui s’est passé` : fr`donnez un texte à ${v.option}`,
  'oversight.future': (v) => fr`${v.option} est dans le futur`,
  'oversight.futureHint': fr`un jour et une heure sans décalage sont à l’heure de l’expéditeur`,
  'oversight.toldBeforeKnown': (v, f) =>
    fr`${v.option} ${f.instant(v.at, v.zone)} est antérieur au moment où l’incident a été connu (${f.instant(v.knownAt, v.zone)})`,
  'oversight.toldBeforeKnownHint': fr`corrigez l’un des deux : --known-at dit quand vous en avez eu connaissance`,
  'oversight.notDone': (v, f) =>
    fr`l’incident ${v.id} n’est pas terminé : ${f.list(v.duties.map((duty) => dutiesFr[duty]))}`,
  'oversight.notDoneHint': (v) =>
    fr`smsctl incidents update ${v.id} --authority-told-at JOUR_HEURE, --people-told-at JOUR_HEURE (2026-03-10T14:30), --measures TEXTE ; ou --risk none, ou --not-told-because TEXTE`,
  'oversight.known': (v, f) => fr`connu depuis ${f.instant(v.at, v.zone)} ; ${risksFr[v.risk]}`,
  'oversight.whose': (v, f) =>
    [
      v.people === null ? [] : [`${f.number(v.people)} ${f.plural(v.people, 'personne', 'personnes')}`],
      v.whose === '' ? [] : [v.whose],
    ]
      .flat()
      .join('\u00A0: '),
  'oversight.measures': (v) => fr`mesures : ${v.text}`,
  'oversight.authorityTold': (v, f) => fr`autorité prévenue : ${f.instant(v.at, v.zone)}`,
  'oversight.peopleTold': (v, f) => fr`personnes prévenues : ${f.instant(v.at, v.zone)}`,
  'oversight.notTold': (v) => fr`pas prévenus, ou tard, parce que : ${v.text}`,
  'oversight.duties': (v, f) =>
    fr`à faire : ${f.list(v.duties.map((duty) => (duty === 'tell_authority' ? (v.isLate ? fr`${dutiesFr[duty]} (EN RETARD : c’était à faire avant ${f.instant(v.deadline, v.zone)})` : `${dutiesFr[duty]} d’ici ${f.instant(v.deadline, v.zone)}`) : dutiesFr[duty])))}`,
  'oversight.closedOn': (v, f) => fr`clos : ${f.instant(v.at, v.zone)}`,
  'oversight.sources': fr`RGPD, articles 33 et 34 ; LPD suisse, article 24. Rien ici n’est un conseil juridique : en cas de doute, demandez à l’autorité ou à votre délégué à la protection des données.`,

  'oversight.noneOpen': fr`aucun incident n’est ouvert`,
  'oversight.open': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'incident est ouvert', 'incidents sont ouverts')}${v.next === null ? '' : fr` ; l’autorité est à prévenir d’ici ${f.instant(v.next, v.zone)}`}`,
  'oversight.late': (v, f) =>
    fr`l’autorité devait être prévenue de l’incident ${f.list(v.ids)} avant ${f.instant(v.next, v.zone)}`,
  'oversight.openHint': 'smsctl incidents list',
  'oversight.lateHint': fr`prévenez-la maintenant, avec les motifs du retard (RGPD art. 33(1)), puis : smsctl incidents update`,
  'oversight.rulesFresh': fr`les faits sur les lois, les plans de numérotation et les prestataires ont été lus il y a moins d’un an`,
  'oversight.rulesAged': (v, f) =>
    fr`lus il y a plus d’un an : ${f.list(v.sets.map(({ name, read }) => `${setsFr[name] ?? name} (${read})`))}`,
  'oversight.rulesAgedHint': fr`installez un smsctl plus récent ; d’ici là, vérifiez auprès du prestataire et de l’autorité s’ils valent encore`,
  'oversight.processorNoted': (v) => fr`${v.provider} : le contrat et le lieu des données sont notés`,
  'oversight.processorLacks': (v, f) =>
    fr`${v.provider} : ${f.list(v.keys)} ${f.plural(v.keys.length, 'n’est pas noté', 'ne sont pas notés')}`,
  'oversight.processorHint': (v) =>
    fr`[providers.${v.provider}] dpa = "le contrat de sous-traitance (RGPD art. 28)", hosting = "où les données sont gardées"`,
};
