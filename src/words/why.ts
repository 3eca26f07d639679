import type { DateTime } from 'luxon';
import type { Missing, WalkedRule } from '../core/audience/rule-walk.js';
import type { LineType, NumberRejectReason } from '../core/contact/number-vocabulary.js';
import type { Force } from '../core/schedule/profiles.js';
import { citation, type Fact } from './confidence.js';
import { french as fr } from './french.js';
import { basisNames } from './proof-names.js';
import type { Formats } from './formats.js';
import { lineTypesEn, lineTypesFr, numberReasonsEn, numberReasonsFr } from './number-words.js';
import type { Translated } from './phrase.js';

type Words<K extends string> = Readonly<Record<K, string>>;

/** What each rule asks for, as a sentence that is true of a person who may be texted. */
const rulesEn: Words<WalkedRule> = {
  invalid_number: 'the number can be read',
  not_mobile: 'it is a mobile number',
  fictional_number: 'it is a person’s number, not one kept for films',
  country_not_allowed: 'its country may be texted',
  suppressed: 'it is not on the never-list for this purpose',
  consent_withdrawn: 'the consent was not withdrawn',
  no_consent: 'a legal basis is recorded for this purpose',
  consent_expired: 'the legal basis still counts',
  no_way_out: 'the message has a way out for this country',
  already_received: 'this text was not received lately',
  frequency_cap: 'not too many messages were received lately',
  hours: 'a message may leave at this hour',
};
/** What was found where a rule keeps a person from being texted: the finding, not the rule with a no before it. */
const findingsEn: Words<WalkedRule> = {
  invalid_number: 'the number can not be read',
  not_mobile: 'it is no mobile number',
  fictional_number: 'it is a number kept for films',
  country_not_allowed: 'its country is not among those that may be texted',
  suppressed: 'it is held back for this purpose',
  consent_withdrawn: 'the consent was withdrawn',
  no_consent: 'no legal basis counts for this purpose',
  consent_expired: 'the legal basis counts no more',
  no_way_out: 'the message has no way out for this country',
  already_received: 'this text was received lately',
  frequency_cap: 'too many messages were received lately',
  hours: 'no message may leave at this hour',
};
const rulesFr: Words<WalkedRule> = {
  invalid_number: 'le numéro est lisible',
  not_mobile: 'c’est un mobile',
  fictional_number: 'c’est le numéro d’une personne, pas d’une fiction',
  country_not_allowed: 'son pays est autorisé',
  suppressed: 'il n’est pas sur la liste d’exclusion pour cette finalité',
  consent_withdrawn: 'l’accord n’a pas été retiré',
  no_consent: 'une base légale est enregistrée pour cette finalité',
  consent_expired: 'la base légale vaut encore',
  no_way_out: 'le message offre un moyen de se désabonner dans ce pays',
  already_received: 'ce texte n’a pas été reçu récemment',
  frequency_cap: 'pas trop de messages reçus récemment',
  hours: 'un message peut partir à cette heure',
};

const findingsFr: Words<WalkedRule> = {
  invalid_number: 'le numéro est illisible',
  not_mobile: 'ce n’est pas un mobile',
  fictional_number: 'c’est un numéro réservé à la fiction',
  country_not_allowed: 'son pays n’est pas de ceux qui sont autorisés',
  suppressed: 'il est tenu à l’écart de cette finalité',
  consent_withdrawn: 'l’accord a été retiré',
  no_consent: 'aucune base légale ne compte pour cette finalité',
  consent_expired: 'la base légale ne vaut plus',
  no_way_out: 'le message n’offre aucun moyen de se désabonner dans ce pays',
  already_received: 'ce texte a été reçu récemment',
  frequency_cap: 'trop de messages reçus récemment',
  hours: 'aucun message ne peut partir à cette heure',
};

const forcesEn: Words<Force> = {
  law: 'law',
  charter: 'operators’ charter',
  provider: 'provider’s rule',
  advice: 'advice, no law',
};
const forcesFr: Words<Force> = {
  law: 'loi',
  charter: 'charte des opérateurs',
  provider: 'règle du prestataire',
  advice: 'conseil, pas une loi',
};

const missingEn: Words<Missing> = {
  number: 'can not be told: the number is not known',
  place: 'can not be told: the number does not tell where its holder is',
  consent: 'nothing is left to judge: no legal basis stands',
  text: 'can not be told without the text',
};
const missingFr: Words<Missing> = {
  number: fr`impossible à dire : le numéro n’est pas connu`,
  place: fr`impossible à dire : le numéro ne dit pas où se trouve son titulaire`,
  consent: fr`plus rien à juger : aucune base légale ne tient`,
  text: fr`impossible à dire sans le texte`,
};

const outcomesEn: Words<string> = {
  absent: 'this number was never in this campaign: no plan of it has this number, neither planned nor left out',
  excluded: 'left out of the plan: no message was made',
  unconfirmed: 'planned; nobody has confirmed the plan, and nothing left',
  planned: 'planned and confirmed; the message has not left yet',
  submitting: 'under way: handed to the provider, without an answer so far',
  accepted: 'the provider accepted the message',
  rejected: 'the provider rejected the message: it did not arrive',
  unknown: 'in doubt: the answer was lost, and it is never sent again',
  skipped: 'planned, then left out before the message left',
};
const outcomesFr: Words<string> = {
  absent: fr`ce numéro n’a jamais été dans cette campagne : aucun de ses plans ne l’a, ni planifié ni écarté`,
  excluded: fr`écarté du plan : aucun message n’a été préparé`,
  unconfirmed: fr`planifié ; personne n’a confirmé le plan, rien n’est parti`,
  planned: fr`planifié et confirmé ; le message n’est pas encore parti`,
  submitting: fr`en cours d’envoi : confié au prestataire, sans réponse à ce stade`,
  accepted: fr`le prestataire a accepté le message`,
  rejected: fr`le prestataire a rejeté le message : il n’est pas arrivé`,
  unknown: fr`en doute : la réponse est perdue, et il n’est jamais renvoyé`,
  skipped: fr`planifié, puis écarté avant le départ du message`,
};

interface Told {
  readonly at: DateTime;
  readonly zone: string;
}

interface PlanTold {
  readonly file: string;
  readonly line: number;
  readonly planned: Told;
  readonly by: string;
  readonly confirmed: Told | null;
  readonly confirmedBy: string | null;
}

export const whyEn = {
  'why.help': 'tells, rule by rule, whether a person may be texted, and why they got a message or not',
  'why.helpPurpose': 'for this purpose; else for each',
  'why.helpAt': 'as of this instant (else now)',
  'why.helpCampaign': 'why this person got, or did not get, the message of this campaign',
  'why.helpReveal': 'writes the whole number; that is noted in the audit log',
  'why.unreadable': 'this is no number',
  'why.asOf': (v: Told, f: Formats) => `${f.instant(v.at, v.zone)} (${v.zone}); the ledger as it is now`,
  'why.allowed': (v: { purpose: string }) => `${v.purpose}: may be texted`,
  'why.refused': (v: { purpose: string; reason: string; rule: string }) =>
    `${v.purpose}: may not be texted: ${v.reason} (${v.rule})`,
  'why.closed': 'outside the hours',
  'why.yes': 'allows',
  'why.no': 'forbids',
  'why.notJudged': 'not judged',
  'why.theNumber': 'the number',
  'why.rule': (v: { rule: WalkedRule; forbids: boolean }) => (v.forbids ? findingsEn : rulesEn)[v.rule],
  'why.missing': (v: { missing: Missing }) => missingEn[v.missing],
  'why.source': (v: { force: Force } & Fact) => `${forcesEn[v.force]}: ${citation(v, 'en')}`,
  'why.rowRules': (v: { rules: readonly string[] }) =>
    `not judged here, since only a row or a text tells: ${v.rules.join(', ')}`,
  'why.numberReason': (v: { reason: NumberRejectReason }) => numberReasonsEn[v.reason],
  'why.line': (v: { type: LineType; country: string | null }) =>
    [lineTypesEn[v.type], v.country].filter((part) => part !== null).join(', '),
  'why.fictionRehearsed': 'kept for films; taken here, since everything is a rehearsal',
  'why.fictionRefused': 'kept for films; no real provider takes it',
  'why.territory': (v: { territory: string; country: string; allowed: readonly string[] }) =>
    `place ${v.territory}, country ${v.country}; allowed: ${v.allowed.join(', ')}`,
  'why.notListed': 'no entry of the never-list',
  'why.entry': (v: { reason: string; scope: string; since: Told; by: string; applies: boolean }, f: Formats) =>
    `${v.reason}, for ${v.scope}, since ${f.instant(v.since.at, v.since.zone)}, recorded by ${v.by}` +
    (v.applies ? '' : '; does not reach this purpose'),
  'why.notWithdrawn': 'no withdrawal is recorded',
  'why.accepts': (v: { bases: readonly string[] }) => `the purpose accepts: ${v.bases.map(basisNames.en).join(', ')}`,
  'why.noBasis': 'none is recorded',
  'why.notCounting': 'recorded, but not counting for this purpose:',
  'why.age': (v: { givenAt: string; zone: string; months: number; limit: number | null }, f: Formats) =>
    `given ${f.moment(v.givenAt, v.zone)}, ${f.number(v.months)} ${f.plural(v.months, 'month', 'months')} old; ` +
    (v.limit === null ? 'age does not count for this purpose' : `counts for ${v.limit} months`),
  'why.ageing': (v: { months: number }) => `older than ${v.months} months: ask again in time`,
  'why.validUntil': (v: { until: string; zone: string }, f: Formats) =>
    `recorded as valid until ${f.moment(v.until, v.zone)}`,
  'why.footer': (v: { footer: string; country: string }) => `for ${v.country}: “${v.footer}”`,
  'why.noFooter': (v: { country: string }) =>
    `none for ${v.country}: smsctl.toml has neither [footer.${v.country}] nor [footer.default]`,
  'why.noFooterNeeded': 'this purpose needs none',
  'why.sameText': (v: { days: number; count: number }, f: Formats) =>
    v.count === 0
      ? `not under another name in the last ${v.days} days`
      : `${f.number(v.count)} ${f.plural(v.count, 'time', 'times')} under another name in the last ${v.days} days:`,
  'why.cap': (v: { count: number; messages: number; days: number }, f: Formats) =>
    `${f.number(v.count)} promotional ${f.plural(v.count, 'message', 'messages')} in the last ${v.days} days; at most ${v.messages}`,
  'why.noCap': 'no cap holds this purpose',
  'why.received': (v: { campaign: string } & Told, f: Formats) => `${v.campaign}, ${f.instant(v.at, v.zone)}`,
  'why.anyHour': 'at any hour',
  'why.margin': (v: { minutes: number }) => `the window is about to close: submissions end ${v.minutes} minutes before`,
  'why.sendBefore': (v: Told, f: Formats) => `submissions end ${f.instant(v.at, v.zone)} (${v.zone})`,

  'why.campaign': (v: { campaign: string; purpose: string; sender: string; state: string }) =>
    `campaign ${v.campaign} (${v.purpose}, from ${v.sender}): ${v.state}`,
  'why.outcome': (v: { outcome: string }) => outcomesEn[v.outcome] ?? v.outcome,
  'why.unfindable': 'a text that is no number is found in no plan; look for its row in the file of contacts',
  'why.reason': (v: { words: string; reason: string }) =>
    v.words === v.reason ? `reason: ${v.reason}` : `reason: ${v.words} (${v.reason})`,
  'why.plan': (v: PlanTold, f: Formats) =>
    `planned ${f.instant(v.planned.at, v.planned.zone)} by ${v.by}, from ${v.file}, line ${v.line}; ` +
    (v.confirmed === null
      ? 'not confirmed'
      : `confirmed ${f.instant(v.confirmed.at, v.confirmed.zone)} by ${v.confirmedBy ?? '?'}`),
  'why.excludedThere': (v: { words: string; line: number; file: string }) =>
    `left out in ${v.file}, line ${v.line}: ${v.words}`,
  'why.text': (v: { segments: number; encoding: string; left: boolean }, f: Formats) =>
    `${v.left ? 'the text as it left' : 'the text as planned'} (${v.segments} ${f.plural(v.segments, 'segment', 'segments')}, ${v.encoding}):`,
  'why.place': (v: { territory: string; zones: readonly string[]; profile: string }, f: Formats) =>
    `place ${v.territory} (${f.list(v.zones)}), hours ${v.profile}`,
  'why.submitted': (v: { ref: string } & Told, f: Formats) =>
    `submitted ${f.instant(v.at, v.zone)} under the reference ${v.ref}`,
  'why.answer': (v: { providerId: string } & Told, f: Formats) =>
    `the provider’s answer ${f.instant(v.at, v.zone)}: accepted as ${v.providerId}`,
  'why.receipt': (v: { delivered: boolean } & Told, f: Formats) =>
    `receipt ${f.instant(v.at, v.zone)}: ${v.delivered ? 'delivered' : 'not delivered'}`,
  'why.noReceipt': 'no receipt so far',
  'why.restsOn': 'it rests on this consent:',
  'why.wouldRestOn': 'it was planned on this consent:',
  'why.listedThere': 'never-list by now:',
  'why.auditRows': 'rows of the audit log:',
  'why.auditRow': (v: { seq: number; kind: string; by: string; hash: string } & Told, f: Formats) =>
    `#${v.seq} ${v.kind}, ${f.instant(v.at, v.zone)}, ${v.by}, ${v.hash}`,
  'why.noAuditRow': 'the audit log has no row of this person in this campaign; whoever is left out stands in the plan',
} as const;

export const whyFr: Translated<typeof whyEn> = {
  'why.help': fr`dit, règle par règle, si une personne peut recevoir un SMS, et pourquoi elle l’a reçu ou non`,
  'why.helpPurpose': fr`pour cette finalité ; sinon pour chacune`,
  'why.helpAt': fr`à ce jour et cette heure (sinon maintenant)`,
  'why.helpCampaign': fr`pourquoi cette personne a reçu, ou non, le message de cette campagne`,
  'why.helpReveal': fr`écrit le numéro entier ; c’est noté au journal d’audit`,
  'why.unreadable': fr`ce n’est pas un numéro`,
  'why.asOf': (v, f) => fr`${f.instant(v.at, v.zone)} (${v.zone}) ; le registre tel qu’il est maintenant`,
  'why.allowed': (v) => fr`${v.purpose} : peut recevoir un SMS`,
  'why.refused': (v) => fr`${v.purpose} : ne peut pas recevoir de SMS : ${v.reason} (${v.rule})`,
  'why.closed': fr`hors des heures d’envoi`,
  'why.yes': fr`permet`,
  'why.no': fr`interdit`,
  'why.notJudged': fr`non jugé`,
  'why.theNumber': fr`le numéro`,
  'why.rule': (v) => (v.forbids ? findingsFr : rulesFr)[v.rule],
  'why.missing': (v) => missingFr[v.missing],
  'why.source': (v) => fr`${forcesFr[v.force]} : ${citation(v, 'fr')}`,
  'why.rowRules': (v) => fr`non jugés ici, car seuls une ligne ou un texte les disent : ${v.rules.join(', ')}`,
  'why.numberReason': (v) => numberReasonsFr[v.reason],
  'why.line': (v) => [lineTypesFr[v.type], v.country].filter((part) => part !== null).join(', '),
  'why.fictionRehearsed': fr`réservé à la fiction ; admis ici, où tout est répétition`,
  'why.fictionRefused': fr`réservé à la fiction ; aucun vrai prestataire ne le prend`,
  'why.territory': (v) => fr`lieu ${v.territory}, pays ${v.country} ; autorisés : ${v.allowed.join(', ')}`,
  'why.notListed': fr`aucune inscription sur la liste d’exclusion`,
  'why.entry': (v, f) =>
    fr`${v.reason}, pour ${v.scope}, depuis le ${f.instant(v.since.at, v.since.zone)}, enregistré par ${v.by}` +
    (v.applies ? '' : fr` ; n’atteint pas cette finalité`),
  'why.notWithdrawn': fr`aucun retrait enregistré`,
  'why.accepts': (v) => fr`la finalité admet : ${v.bases.map(basisNames.fr).join(', ')}`,
  'why.noBasis': fr`aucune n’est enregistrée`,
  'why.notCounting': fr`enregistré, mais ne compte pas pour cette finalité :`,
  'why.age': (v, f) =>
    fr`accord du ${f.moment(v.givenAt, v.zone)}, il y a ${f.number(v.months)} mois ; ` +
    (v.limit === null ? fr`l’âge ne compte pas pour cette finalité` : fr`il vaut ${v.limit} mois`),
  'why.ageing': (v) => fr`plus de ${v.months} mois : redemandez à temps`,
  'why.validUntil': (v, f) => fr`enregistré comme valable jusqu’au ${f.moment(v.until, v.zone)}`,
  'why.footer': (v) => fr`pour ${v.country} : « ${v.footer} »`,
  'why.noFooter': (v) => fr`aucun pour ${v.country} : smsctl.toml n’a ni [footer.${v.country}] ni [footer.default]`,
  'why.noFooterNeeded': fr`cette finalité s’en passe`,
  'why.sameText': (v, f) =>
    v.count === 0
      ? fr`pas sous un autre nom ces ${v.days} derniers jours`
      : fr`${f.number(v.count)} fois sous un autre nom ces ${v.days} derniers jours :`,
  'why.cap': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'message promotionnel', 'messages promotionnels')} ces ${v.days} derniers jours ; ${v.messages} au plus`,
  'why.noCap': fr`aucun plafond pour cette finalité`,
  'why.received': (v, f) => fr`${v.campaign}, ${f.instant(v.at, v.zone)}`,
  'why.anyHour': fr`à toute heure`,
  'why.margin': (v) => fr`la plage se ferme bientôt : les envois cessent ${v.minutes} minutes avant`,
  'why.sendBefore': (v, f) => fr`les envois cessent ${f.instant(v.at, v.zone)} (${v.zone})`,

  'why.campaign': (v) => fr`campagne ${v.campaign} (${v.purpose}, expéditeur ${v.sender}) : ${v.state}`,
  'why.outcome': (v) => outcomesFr[v.outcome] ?? v.outcome,
  'why.unfindable': fr`ce qui n’est pas un numéro ne se retrouve dans aucun plan ; cherchez sa ligne dans le fichier de contacts`,
  'why.reason': (v) => (v.words === v.reason ? fr`motif : ${v.reason}` : fr`motif : ${v.words} (${v.reason})`),
  'why.plan': (v, f) =>
    fr`planifié ${f.instant(v.planned.at, v.planned.zone)} par ${v.by}, depuis ${v.file}, ligne ${v.line} ; ` +
    (v.confirmed === null
      ? fr`pas confirmé`
      : fr`confirmé ${f.instant(v.confirmed.at, v.confirmed.zone)} par ${v.confirmedBy ?? '?'}`),
  'why.excludedThere': (v) => fr`écarté dans ${v.file}, ligne ${v.line} : ${v.words}`,
  'why.text': (v, f) =>
    fr`${v.left ? 'le texte tel qu’il est parti' : 'le texte tel que planifié'} (${v.segments} ${f.plural(v.segments, 'segment', 'segments')}, ${v.encoding}) :`,
  'why.place': (v, f) => fr`lieu ${v.territory} (${f.list(v.zones)}), heures ${v.profile}`,
  'why.submitted': (v, f) => fr`confié au prestataire ${f.instant(v.at, v.zone)} sous la référence ${v.ref}`,
  'why.answer': (v, f) => fr`réponse du prestataire ${f.instant(v.at, v.zone)} : accepté sous ${v.providerId}`,
  'why.receipt': (v, f) => fr`accusé ${f.instant(v.at, v.zone)} : ${v.delivered ? 'délivré' : 'non délivré'}`,
  'why.noReceipt': fr`pas d’accusé à ce stade`,
  'why.restsOn': fr`il repose sur cet accord :`,
  'why.wouldRestOn': fr`il a été planifié sur cet accord :`,
  'why.listedThere': fr`liste d’exclusion à ce jour :`,
  'why.auditRows': fr`lignes du journal d’audit :`,
  'why.auditRow': (v, f) => fr`n° ${v.seq} ${v.kind}, ${f.instant(v.at, v.zone)}, ${v.by}, ${v.hash}`,
  'why.noAuditRow': fr`le journal d’audit n’a aucune ligne de cette personne dans cette campagne ; qui est écarté figure au plan`,
};
