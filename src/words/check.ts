import type { DateTime } from 'luxon';
import type { LineType, NumberRejectReason, NumberWarning } from '../core/contact/number-vocabulary.js';
import type { Force } from '../core/schedule/profiles.js';
import type { TerritoryNote } from '../core/schedule/territory.js';
import type { Encoding, Ucs2Cause } from '../core/segment/count-segments.js';
import { shownCharacter } from './characters.js';
import { shownFile } from './files.js';
import { countryName, territoryName } from './country-names.js';
import { french as fr } from './french.js';
import type { Formats, Locale } from './formats.js';
import { citation, type Fact } from './confidence.js';
import { forceName, sourceName } from './hour-sources.js';
import {
  lineTypesEn,
  lineTypesFr,
  numberReasonsEn,
  numberReasonsFr,
  numberWarningsEn,
  numberWarningsFr,
} from './number-words.js';
import { numberWayOutEn, numberWayOutFr, type RefusedNumber } from './number-ways-out.js';
import type { Translated } from './phrase.js';

interface Count {
  readonly encoding: Encoding;
  readonly units: number;
  readonly segments: number;
  readonly perSegmentUnits: readonly number[];
}

interface Understood {
  readonly number: string;
  readonly country: string | null;
  readonly type: LineType | null;
}

const notesEn: Readonly<Record<TerritoryNote, string>> = {
  'hint-unreadable': 'a field of the contact names no known place',
  'place-unknown': 'the place is not known exactly: the strictest of the possible places counts',
  'region-unknown': 'the region is not known: the calendar is the country’s',
  'region-not-told': 'the region, canton or Land is not known: only the holidays of the whole country count',
  'zone-holidays-not-known': 'the holidays of its time zone are in no calendar here',
  'own-holidays-not-known': 'holidays that this place keeps for itself are in no calendar here',
};

const notesFr: Readonly<Record<TerritoryNote, string>> = {
  'hint-unreadable': 'un champ du contact ne nomme aucun lieu connu',
  'place-unknown': fr`le lieu n’est pas connu exactement : le plus strict des lieux possibles compte`,
  'region-unknown': fr`région inconnue : le calendrier est celui du pays`,
  'region-not-told': fr`région, canton ou Land inconnu : seuls les jours fériés du pays entier comptent`,
  'zone-holidays-not-known': fr`les jours fériés de son fuseau horaire ne sont dans aucun calendrier ici`,
  'own-holidays-not-known': fr`les jours fériés propres à ce lieu ne sont dans aucun calendrier ici`,
};

function counted({ char, count }: Ucs2Cause): string {
  return `${shownCharacter(char)} × ${count}`;
}

/** `67 + 8`; nothing where there is one segment. */
function parts({ perSegmentUnits }: Count): string {
  return perSegmentUnits.length < 2 ? '' : ` (${perSegmentUnits.join(' + ')})`;
}

function place({ country, type }: Understood, locale: Locale): string {
  const lineTypes = locale === 'fr' ? lineTypesFr : lineTypesEn;
  const known = [country === null ? null : countryName(country, locale), type === null ? null : lineTypes[type]].filter(
    (part) => part !== null,
  );
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

export const checkEn = {
  'check.notUtf8': (v: { file: string }, f: Formats) => `${shownFile(v.file, f)} is not in UTF-8`,
  'check.notUtf8Hint': 'save it in UTF-8: this check counts every byte as it stands',
  'check.textCount': (v: Count, f: Formats) =>
    `${v.encoding}: ${f.number(v.units)} ${v.encoding === 'GSM-7' ? f.plural(v.units, 'septet', 'septets') : f.plural(v.units, 'UTF-16 unit', 'UTF-16 units')}, ${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')}${parts(v)}`,
  'check.textEmpty': 'the text is empty: it would not be sent',
  'check.textCauses': (v: { causes: readonly Ucs2Cause[] }, f: Formats) =>
    `outside GSM-7: ${f.list(v.causes.map(counted))}`,
  'check.textReplaced': (v: { segments: number }, f: Formats) =>
    `with --gsm7 it would be GSM-7: ${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')}`,

  'check.numberFit': (v: Understood) => `${v.number}${place(v, 'en')}: can receive SMS`,
  'check.numberFictional': 'kept for films and examples: fit for rehearsals only, refused with a real provider',
  'check.numberUnfit': (v: { reason: NumberRejectReason }) => `refused: ${numberReasonsEn[v.reason]} (${v.reason})`,
  'check.numberUnderstood': (v: Understood) => `understood as ${v.number}${place(v, 'en')}`,
  'check.numberHint': (v: { country: string }) =>
    `in ${countryName(v.country, 'en')} this would be a mobile number: write it with its calling code, or read it with --country ${v.country}`,
  'check.numberReadIn': (v: { country: string }) => `read as it is dialled in ${countryName(v.country, 'en')}`,
  'check.numberWayOut': (v: RefusedNumber) => `what to do: ${numberWayOutEn(v)}`,
  'check.numberWarning': (v: { warning: NumberWarning }) => `note: ${numberWarningsEn[v.warning]} (${v.warning})`,
  'check.numberRefused': (v: { reason: NumberRejectReason }) =>
    `the number can not be texted: ${numberReasonsEn[v.reason]} (${v.reason})`,
  'check.numberRefusedHint': '`smsctl check number` tells how it is read',
  'check.numberWithoutPlace': 'the number does not tell where its holder is',
  'check.nameZoneHint': 'name the place with --zone, for instance --zone Europe/Paris --calendar FR',

  'check.unknownCountry': (v: { country: string }) => `there is no country "${v.country}"`,
  'check.countryForm': 'a country is two letters of ISO 3166-1, for instance FR, CH or GB',
  'check.countryWithoutPlace': (v: { country: string }) => `time zones and holidays of ${v.country} are not known here`,
  'check.nearZones': (v: { zones: readonly string[] }) => `near: ${v.zones.join(', ')}`,
  'check.calendarWithoutZone': '--calendar needs --zone',
  'check.onceHint': 'ask about one place and one instant at a time: --zone and --calendar alone can be repeated',
  'check.onePlaceHint': 'say where in one way: --country, or --number, or --zone with --calendar',
  'check.hoursVerdict': (v: { allowed: boolean; at: DateTime; zone: string }, f: Formats) =>
    `${v.allowed ? 'open' : 'closed'} ${f.instant(v.at, v.zone)} (${v.zone})`,
  'check.hoursRule': (v: { profile: string; zones: readonly string[]; calendars: readonly string[] }, f: Formats) =>
    `profile ${v.profile}; ${f.plural(v.zones.length, 'zone', 'zones')} ${f.list(v.zones)}; ${
      v.calendars.length === 0
        ? 'no holidays looked at'
        : `holidays of ${f.list(v.calendars.map((code) => territoryName(code, f.locale)))}`
    }`,
  'check.hoursSource': (v: { id: string; force: Force } & Fact, f: Formats) =>
    `${forceName(v.force, f.locale)}: ${citation({ source: sourceName(v, f.locale), confidence: v.confidence }, f.locale)}`,
  'check.hoursNote': (v: { note: TerritoryNote }) => notesEn[v.note],

  'check.helpText': 'counts encoding, units and segments of a text',
  'check.helpTextArgument': 'the text, or @FILE to read it byte for byte; after -- when it starts with -',
  'check.helpNumber': 'reads a number and tells whether it can be texted',
  'check.helpNumberArgument': 'in any form that people type; after -- when it starts with -',
  'check.helpNumberCountry': 'how national forms are read (else the sender’s country, else FR)',
  'check.helpHours': 'tells whether a promotional message may leave at an instant, and when next',
  'check.helpHoursCountry': 'where: this country, with all its zones and its holidays',
  'check.helpHoursNumber': 'where: what this number’s plan tells',
  'check.helpPostalCode': 'where inside the country: a postal code, for instance 67000',
  'check.helpRegion': 'where inside the country: a region, canton or Land, for instance VD or Bayern',
  'check.helpZone': 'where: an IANA time zone (repeatable: open in all)',
  'check.helpCalendar': 'holiday calendar, such as FR, FR-57 or CH-VD (repeatable: closed if any closes)',
  'check.helpProfile': 'profile of hours, such as FR/strict (else the one of the place)',
  'check.helpAt': 'instant to judge (else now)',
  'check.severalMoments': (v: { option: string; value: string; zones: readonly string[] }, f: Formats) =>
    `${v.option} ${v.value} is not one moment there: ${f.list(v.zones)} have different times`,
  'check.severalMomentsHint': (v: { option: string; example: string; zone: string }) =>
    `give the offset from UTC as well: ${v.option} ${v.example} is that time in ${v.zone}`,
} as const;

export const checkFr: Translated<typeof checkEn> = {
  'check.notUtf8': (v, f) => fr`${shownFile(v.file, f)} n’est pas en UTF-8`,
  'check.notUtf8Hint': fr`enregistrez-le en UTF-8 : ce contrôle compte chaque octet tel quel`,
  'check.textCount': (v, f) =>
    fr`${v.encoding} : ${f.number(v.units)} ${v.encoding === 'GSM-7' ? f.plural(v.units, 'septet', 'septets') : f.plural(v.units, 'unité UTF-16', 'unités UTF-16')}, ${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')}${parts(v)}`,
  'check.textEmpty': fr`le texte est vide : il ne partirait pas`,
  'check.textCauses': (v, f) => fr`hors GSM-7 : ${f.list(v.causes.map(counted))}`,
  'check.textReplaced': (v, f) =>
    fr`avec --gsm7, il serait en GSM-7 : ${f.number(v.segments)} ${f.plural(v.segments, 'segment', 'segments')}`,

  'check.numberFit': (v) => fr`${v.number}${place(v, 'fr')} : peut recevoir des SMS`,
  'check.numberFictional': fr`réservé aux films et aux exemples : bon pour les répétitions seulement, refusé avec un vrai prestataire`,
  'check.numberUnfit': (v) => fr`refusé : ${numberReasonsFr[v.reason]} (${v.reason})`,
  'check.numberUnderstood': (v) => fr`compris comme ${v.number}${place(v, 'fr')}`,
  'check.numberHint': (v) =>
    fr`lu dans ce pays (${countryName(v.country, 'fr')}), ce serait un mobile : écrivez-le avec son indicatif, ou lisez-le avec --country ${v.country}`,
  'check.numberReadIn': (v) => fr`lu comme on le compose dans ce pays : ${countryName(v.country, 'fr')}`,
  'check.numberWayOut': (v) => fr`que faire : ${numberWayOutFr(v)}`,
  'check.numberWarning': (v) => fr`à noter : ${numberWarningsFr[v.warning]} (${v.warning})`,
  'check.numberRefused': (v) => fr`ce numéro ne peut pas recevoir de SMS : ${numberReasonsFr[v.reason]} (${v.reason})`,
  'check.numberRefusedHint': fr`\`smsctl check number\` dit comment il est lu`,
  'check.numberWithoutPlace': fr`le numéro ne dit pas où se trouve son titulaire`,
  'check.nameZoneHint': fr`nommez le lieu avec --zone, par exemple --zone Europe/Paris --calendar FR`,

  'check.unknownCountry': (v) => fr`aucun pays ne s’appelle « ${v.country} »`,
  'check.countryForm': fr`un pays est un code ISO 3166-1 de deux lettres, par exemple FR, CH ou GB`,
  'check.countryWithoutPlace': (v) => fr`fuseaux horaires et jours fériés inconnus ici pour ${v.country}`,
  'check.nearZones': (v) => fr`noms proches : ${v.zones.join(', ')}`,
  'check.calendarWithoutZone': fr`--calendar demande --zone`,
  'check.onceHint': fr`demandez un seul lieu et un seul instant à la fois : seuls --zone et --calendar se répètent`,
  'check.onePlaceHint': fr`dites le lieu d’une seule façon : --country, ou --number, ou --zone avec --calendar`,
  'check.hoursVerdict': (v, f) => fr`${v.allowed ? 'ouvert' : 'fermé'} le ${f.instant(v.at, v.zone)} (${v.zone})`,
  'check.hoursRule': (v, f) =>
    fr`profil ${v.profile} ; ${f.plural(v.zones.length, 'fuseau', 'fuseaux')} ${f.list(v.zones)} ; ${
      v.calendars.length === 0
        ? 'aucun jour férié regardé'
        : fr`jours fériés : ${f.list(v.calendars.map((code) => territoryName(code, f.locale)))}`
    }`,
  'check.hoursSource': (v, f) =>
    fr`${forceName(v.force, f.locale)} : ${citation({ source: sourceName(v, f.locale), confidence: v.confidence }, f.locale)}`,
  'check.hoursNote': (v) => notesFr[v.note],

  'check.helpText': fr`compte l’encodage, les unités et les segments d’un texte`,
  'check.helpTextArgument': fr`le texte, ou @FICHIER pour le lire à l’octet près ; après -- quand il commence par -`,
  'check.helpNumber': fr`lit un numéro et dit s’il peut recevoir des SMS`,
  'check.helpNumberArgument': fr`sous toute forme que l’on tape ; après -- quand il commence par -`,
  'check.helpNumberCountry': fr`comment lire les formes nationales (sinon le pays de l’expéditeur, sinon FR)`,
  'check.helpHours': fr`dit si un message promotionnel a le droit de partir à une heure donnée, et quand ensuite`,
  'check.helpHoursCountry': fr`où : ce pays, avec tous ses fuseaux et ses jours fériés`,
  'check.helpHoursNumber': fr`où : ce que dit le plan de ce numéro`,
  'check.helpPostalCode': fr`où dans le pays : un code postal, comme 67000`,
  'check.helpRegion': fr`où dans le pays : une région, un canton ou un Land, comme VD ou Bayern`,
  'check.helpZone': fr`où : un fuseau horaire IANA (répétable : ouvert dans tous)`,
  'check.helpCalendar': fr`calendrier de jours fériés, comme FR, FR-57 ou CH-VD (répétable : fermé si l’un ferme)`,
  'check.helpProfile': fr`profil d’heures, comme FR/strict (sinon celui du lieu)`,
  'check.helpAt': fr`jour et heure à juger (sinon maintenant)`,
  'check.severalMoments': (v, f) =>
    fr`${v.option} ${v.value} n’y est pas un seul moment : ${f.list(v.zones)} n’ont pas la même heure`,
  'check.severalMomentsHint': (v) =>
    fr`donnez aussi le décalage sur UTC : ${v.option} ${v.example}, c’est cette heure-là à ${v.zone}`,
};
