import type { PlanRemark } from '../core/campaign/plan-tally.js';
import type { DiscouragedDay } from '../core/schedule/forecast.js';
import { territoryName } from './country-names.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import { holidayFr } from './holiday-words.js';
import type { Translated } from './phrase.js';
import { day, hour, isOneDay, isOneMinute, when, type Moment } from './moment.js';

/** A stretch of time in which messages leave without a pause. */
interface Leg {
  readonly count: number;
  readonly start: Moment;
  readonly end: Moment;
}

/** A slow run through many windows: its beginning and its end are enough. */
const LEGS_SHOWN = 6;
const LEGS_BEFORE_GAP = 3;

/** "312 today until 19:50, 88 tomorrow from 08:00" */
function legList(legs: readonly Leg[], one: (leg: Leg) => string, oneOfMany: (leg: Leg, isLast: boolean) => string) {
  const [only] = legs;
  if (only !== undefined && legs.length === 1) return one(only);
  const shown = legs.map((leg, index) => oneOfMany(leg, index === legs.length - 1));
  if (shown.length <= LEGS_SHOWN) return shown.join(', ');
  return [...shown.slice(0, LEGS_BEFORE_GAP), '…', ...shown.slice(-1)].join(', ');
}

/** Of many days the first ones are enough. */
const DAYS_SHOWN = 5;

/** "1 November 2026 (Toussaint)": the day that a warning is about, and its name where it has one. */
function dayList(days: readonly DiscouragedDay[], f: Formats): string {
  const told = days.slice(0, DAYS_SHOWN).map(({ date, holiday }) => {
    const isFrench = f.locale === 'fr';
    const day = isFrench ? `le ${f.day(date)}` : f.day(date);
    return holiday === null ? day : `${day} (${isFrench ? holidayFr(holiday) : holiday})`;
  });
  return days.length > DAYS_SHOWN ? [...told, '…'].join(', ') : f.list(told);
}

function startsNow({ start }: Leg): boolean {
  return isOneMinute(start, { ...start, at: start.now });
}

const remarksEn: Readonly<Record<PlanRemark, (rows: number, f: Formats) => string>> = {
  'row-country': (rows, f) =>
    `${f.plural(rows, 'row has its number', 'rows have their number')} read in the country that ${f.plural(rows, 'it names', 'each of them names')}, where it is another one than in the sender’s`,
  'row-country-refused': (rows, f) =>
    `${f.plural(rows, 'row has', 'rows have')} a number that is no mobile in the country that the row names, but would be one in the sender’s: left out; write the calling code before it`,
  'place-unread': (rows, f) =>
    `${f.plural(rows, 'row names', 'rows name')} a postal code, time zone or country that is not known: the number alone tells the place`,
  'region-unknown': (rows, f) =>
    `${f.plural(rows, 'row names', 'rows name')} a region, canton or Land that is not known: the holidays of the whole country count`,
  'field-unfit': (rows, f) =>
    `${f.plural(rows, 'row holds', 'rows hold')} in a field what the text can not use, as no number in a sum: left out as missing_field; try one with smsctl test-send CONTACTS --row`,
  'field-too-much-work': (rows, f) =>
    `${f.plural(rows, 'row holds', 'rows hold')} in a field what would take more work than any message needs, as a great number in a loop: left out as missing_field`,
  'row-says-no': (rows, f) =>
    `${f.plural(rows, 'row says no in a column of answers or of remarks and is', 'rows say no in a column of answers or of remarks and are')} planned all the same, for a consent stands in the ledger: if the no is what counts today, take it back (smsctl consent withdraw), or leave ${f.plural(rows, 'it', 'them')} out with --where`,
};

const remarksFr: Readonly<Record<PlanRemark, (rows: number, f: Formats) => string>> = {
  'row-country': (rows, f) =>
    fr`${f.plural(rows, 'ligne a son numéro lu dans le pays qu’elle indique', 'lignes ont leur numéro lu dans le pays que chacune indique')}, où ce n’est pas le même que dans celui de l’expéditeur`,
  'row-country-refused': (rows, f) =>
    fr`${f.plural(rows, 'ligne a un numéro', 'lignes ont un numéro')} qui n’est pas un mobile dans le pays indiqué, mais en serait un dans celui de l’expéditeur : ${f.plural(rows, 'écartée', 'écartées')} ; écrivez-le avec son indicatif`,
  'place-unread': (rows, f) =>
    fr`${f.plural(rows, 'ligne donne', 'lignes donnent')} un code postal, un fuseau ou un pays inconnu ; seul le numéro dit alors le lieu`,
  'region-unknown': (rows, f) =>
    fr`${f.plural(rows, 'ligne donne', 'lignes donnent')} une région, un canton ou un Land inconnu ; les jours fériés du pays entier comptent alors`,
  'field-unfit': (rows, f) =>
    fr`${f.plural(rows, 'ligne a dans un champ', 'lignes ont dans un champ')} ce dont le texte ne sait que faire, par exemple autre chose qu’un nombre dans un calcul : ${f.plural(rows, 'écartée', 'écartées')} (missing_field) ; essayez-en une avec smsctl test-send CONTACTS --row`,
  'field-too-much-work': (rows, f) =>
    fr`${f.plural(rows, 'ligne a dans un champ', 'lignes ont dans un champ')} ce qui demanderait plus de travail qu’aucun message n’en exige, par exemple un grand nombre dans une boucle : ${f.plural(rows, 'écartée', 'écartées')} (missing_field)`,
  'row-says-no': (rows, f) =>
    fr`${f.plural(rows, 'ligne dit non dans une colonne de réponses ou de remarques et reste prévue', 'lignes disent non dans une colonne de réponses ou de remarques et restent prévues')}, car un accord est au registre : si ce non est ce qui vaut aujourd’hui, retirez l’accord (smsctl consent withdraw), ou ${f.plural(rows, 'écartez-la', 'écartez-les')} avec --where`,
};

/** What a plan says about when, and about what the rows tell of place and country. */
export const planEn = {
  'plan.legs': (v: { legs: readonly Leg[] }, f: Formats) =>
    legList(
      v.legs,
      ({ count, start, end }) =>
        isOneMinute(start, end)
          ? `${f.number(count)} ${when(start, f)}`
          : isOneDay(start, end)
            ? `${f.number(count)} ${day(start, f)}, ${hour(start)} to ${hour(end)}`
            : `${f.number(count)} from ${day(start, f)} ${hour(start)} to ${day(end, f)} ${hour(end)}`,
      (leg, isLast) => {
        const { count, start, end } = leg;
        if (!isLast && isOneMinute(start, end)) return `${f.number(count)} ${when(start, f)}`;
        const from = startsNow(leg) ? '' : ` from ${hour(start)}`;
        const until = isOneDay(start, end) ? hour(end) : `${day(end, f)} ${hour(end)}`;
        return `${f.number(count)} ${day(start, f)}${from}${isLast ? '' : ` until ${until}`}`;
      },
    ),
  'plan.lastLeaves': (v: Moment, f: Formats) => `the last one leaves ${when(v, f)}`,
  'plan.closedNow': (v: Moment, f: Formats) => `closed at that moment: nothing leaves before ${when(v, f)}`,
  'plan.pastWindow': (v: { later: number; total: number; from: Moment; campaign: string }, f: Formats) =>
    `not everything can leave in the first window: ${f.number(v.later)} of ${f.number(v.total)} have to wait, ${day(v.from, f)} from ${hour(v.from)}; with --wait smsctl waits for it, else: smsctl resume ${v.campaign}`,
  'plan.discouraged': (v: { why: DiscouragedDay['why']; count: number; days: readonly DiscouragedDay[] }, f: Formats) =>
    `${f.number(v.count)} will leave on ${v.why === 'sunday' ? 'a Sunday' : 'a public holiday'}, ${dayList(v.days, f)}: allowed, but discouraged`,
  'plan.late': (v: { count: number; notAfter: Moment }, f: Formats) =>
    `${f.number(v.count)} can not leave by --not-after, ${when(v.notAfter, f)}, and will not be sent, unless a later end is given`,
  'plan.remark': (v: { remark: PlanRemark; rows: number; firstLine: number }, f: Formats) =>
    `${f.number(v.rows)} ${remarksEn[v.remark](v.rows, f)} (first in line ${v.firstLine})`,
  'plan.regionNotTold': (v: { territories: readonly string[] }, f: Formats) =>
    `${f.list(v.territories.map((code) => territoryName(code, f.locale)))}: where the region, canton or Land is not known, only the holidays of the whole country count`,
  'plan.ownHolidaysNotKnown': (v: { territories: readonly string[] }, f: Formats) =>
    `holidays that ${f.list(v.territories.map((code) => territoryName(code, f.locale)))} ${f.plural(v.territories.length, 'keeps for itself', 'keep for themselves')} are in no calendar here and close no day`,
} as const;

export const planFr: Translated<typeof planEn> = {
  'plan.legs': (v, f) =>
    legList(
      v.legs,
      ({ count, start, end }) =>
        isOneMinute(start, end)
          ? fr`${f.number(count)} ${when(start, f)}`
          : isOneDay(start, end)
            ? fr`${f.number(count)} ${day(start, f)}, de ${hour(start)} à ${hour(end)}`
            : fr`${f.number(count)}, de ${hour(start)} ${day(start, f)} à ${hour(end)} ${day(end, f)}`,
      (leg, isLast) => {
        const { count, start, end } = leg;
        if (!isLast && isOneMinute(start, end)) return fr`${f.number(count)} ${when(start, f)}`;
        const from = startsNow(leg) ? '' : fr` à partir de ${hour(start)}`;
        const until = isOneDay(start, end) ? hour(end) : fr`${hour(end)} ${day(end, f)}`;
        return fr`${f.number(count)} ${day(start, f)}${from}${isLast ? '' : fr` jusqu’à ${until}`}`;
      },
    ),
  'plan.lastLeaves': (v, f) => fr`le dernier part ${when(v, f)}`,
  'plan.closedNow': (v, f) => fr`fermé à ce moment-là : rien ne part avant ${when(v, f)}`,
  'plan.pastWindow': (v, f) =>
    fr`tout ne peut pas partir dans la première plage : ${f.number(v.later)} sur ${f.number(v.total)} ${f.plural(v.later, 'doit', 'doivent')} attendre, ${day(v.from, f)} à partir de ${hour(v.from)} ; avec --wait smsctl attend, sinon : smsctl resume ${v.campaign}`,
  'plan.discouraged': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'partira', 'partiront')} un ${v.why === 'sunday' ? 'dimanche' : 'jour férié'}, ${dayList(v.days, f)} : permis, mais déconseillé`,
  'plan.late': (v, f) =>
    fr`${f.number(v.count)} ne ${f.plural(v.count, 'peut', 'peuvent')} pas partir avant --not-after, ${when(v.notAfter, f)}, et ne ${f.plural(v.count, 'partira', 'partiront')} pas, sauf fin plus tardive`,
  'plan.remark': (v, f) =>
    fr`${f.number(v.rows)} ${remarksFr[v.remark](v.rows, f)} (la première : ligne ${v.firstLine})`,
  'plan.regionNotTold': (v, f) =>
    fr`${f.list(v.territories.map((code) => territoryName(code, f.locale)))} : quand la région, le canton ou le Land n’est pas connu, seuls les jours fériés du pays entier comptent`,
  'plan.ownHolidaysNotKnown': (v, f) =>
    fr`les jours fériés propres à ces territoires ne sont dans aucun calendrier ici et ne ferment rien : ${f.list(v.territories.map((code) => territoryName(code, f.locale)))}`,
};
