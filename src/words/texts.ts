import type { CauseExample, Ucs2CauseCount } from '../core/campaign/ucs2-causes.js';
import { isNothing } from './cost-words.js';
import { shownCharacter } from './characters.js';
import { citation, type Fact } from './confidence.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';
import { printable } from './printable.js';

/** Segments and what they cost. */
interface Amount {
  readonly segments: number;
  readonly amount: string;
  readonly currency: string;
}

interface Refused extends Fact {
  readonly country: string;
  readonly recipients: number;
}

/** "+24 segments, +€1.56"; without the money where it is nothing, or not known. */
function extra(sign: '+' | '−', { segments, amount, currency }: Amount, f: Formats): string {
  const counted = `${sign}${f.number(segments)} ${f.plural(segments, 'segment', 'segments')}`;
  return isNothing(amount) ? counted : `${counted}, ${sign}${f.money(amount, currency)}`;
}

function texts(count: number, f: Formats): string {
  const word = f.locale === 'fr' ? 'texte' : 'text';
  return `${f.number(count)} ${f.plural(count, word, `${word}s`)}`;
}

/** A text on one line, safe to show. */
function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ⏎ ');
}

const exampleEn = ({ field, value, line }: CauseExample): string =>
  `“${oneLine(value)}” in {{ ${field} }}, line ${line}`;
const exampleFr = ({ field, value, line }: CauseExample): string =>
  fr`« ${oneLine(value)} » dans {{ ${field} }}, ligne ${line}`;

export const textsEn = {
  'texts.ucs2': (v: Amount & { texts: number }, f: Formats) =>
    `${texts(v.texts, f)} ${f.plural(v.texts, 'turns', 'turn')} into UCS-2: ${v.segments === 0 ? 'no segment more' : extra('+', v, f)}`,
  'texts.cause': ({ char, from, texts: count, examples }: Ucs2CauseCount, f: Formats) => {
    const origins = { template: 'in the text itself', footer: 'in the footer', contacts: 'in contacts' };
    const shown = examples.map(exampleEn).join('; ');
    return `${shownCharacter(char)}: ${texts(count, f)}, ${origins[from]}${shown === '' ? '' : `: ${shown}`}`;
  },
  'texts.moreCauses': (v: { count: number | null }, f: Formats) =>
    v.count === null
      ? 'and other characters'
      : `and ${f.number(v.count)} ${f.plural(v.count, 'other character', 'other characters')}`,
  'texts.spoilt': (v: { texts: number }, f: Formats) =>
    `${texts(v.texts, f)} ${f.plural(v.texts, 'holds', 'hold')} a character that was lost (�), or half of one, which phones show as a square: read the file in its own encoding (--encoding), or mend the cell or the text`,
  'texts.offer': (v: Amount & { texts: number }, f: Formats) =>
    `--gsm7 would bring ${texts(v.texts, f)} back to GSM-7: ${extra('−', v, f)}`,
  'texts.replaced': (v: Amount & { texts: number }, f: Formats) =>
    v.texts === 0
      ? '--gsm7 changes no text'
      : `--gsm7 changes ${texts(v.texts, f)}: ${v.segments === 0 ? 'no segment less' : extra('−', v, f)}`,
  'texts.lasting': (v: { texts: number }, f: Formats) =>
    `${texts(v.texts, f)} can not become GSM-7 without losing meaning or gaining segments, and ${f.plural(v.texts, 'stays', 'stay')} as written`,
  'texts.templateBefore': (v: { text: string }) => `template before: ${oneLine(v.text)}`,
  'texts.templateAfter': (v: { text: string }) => `template after:  ${oneLine(v.text)}`,
  'texts.before': (v: { text: string }) => `before: ${oneLine(v.text)}`,
  'texts.after': (v: { text: string }) => `after:  ${oneLine(v.text)}`,
  'texts.appended': (v: { footers: readonly string[] }, f: Formats) =>
    `the provider appends ${f.list(v.footers.map((footer) => `“${oneLine(footer)}”`))} by itself: counted, and not sent twice`,
  'texts.appendsUnproved': (v: { footers: readonly string[] }, f: Formats) =>
    `by_provider: nothing known here says that your provider appends ${f.list(v.footers.map((footer) => `“${oneLine(footer)}”`))} by itself; see it on your own phone with \`smsctl test-send\`, else nobody can leave`,

  'texts.otherProvidersCode': (v: { country: string; code: string; expected: string; name: string } & Fact) =>
    `smsctl.toml: the way out for ${v.country} sends STOP to ${v.code}, but the code of ${v.name} there is ${v.expected} (${citation(v, 'en')})`,
  'texts.otherProvidersCodeHint': (v: { country: string; expected: string; name: string }) =>
    `a STOP to another provider's code reaches nobody: put stop = "${v.expected}" in [footer.${v.country}], or ask ${v.name} which code is yours`,
  'texts.knownCode': (v: { code: string; names: readonly string[] } & Fact, f: Formats) =>
    v.names.length === 0
      ? `STOP code ${v.code}: seen with several platforms, its owner is not established (${citation(v, 'en')}); check that your provider gave it to you`
      : `STOP code ${v.code}: known as that of ${f.list(v.names)} (${citation(v, 'en')}); check that your provider gave it to you`,
  'texts.unknownCode': (v: { code: string }) =>
    `STOP code ${v.code}: none that is known here; check that your provider gave it to you`,
  'texts.replyToName': (v: { found: string; sender: string }) =>
    `“${v.found}” asks for an answer, and nobody can answer to a name (${v.sender}): take it out of the text; the footer's code or link is the way out`,

  'texts.senderRefused': (v: { refused: readonly Refused[] }, f: Formats) =>
    `a name can not send to ${f.list(v.refused.map(({ country, recipients, ...fact }) => `${country} (${f.number(recipients)} ${f.plural(recipients, 'recipient', 'recipients')}; ${citation(fact, 'en')})`))}: messages would not arrive, and nothing was kept`,
  'texts.senderRefusedHint': (v: { countries: readonly string[] }, f: Formats) =>
    `send there from a number or short code that may (--sender), leave those people out (--where), or take ${f.list(v.countries)} out of limits.countries`,
  'texts.shortCodeKind': (v: { country: string } & Fact) =>
    `${v.country}: this series of short codes is not for messages of this kind (${citation(v, 'en')})`,
  'texts.nameNotFirst': (v: { country: string } & Fact) =>
    `${v.country}: where a number sends, the first message begins with the organisation's name (${citation(v, 'en')})`,
  'texts.advertisingNotMarked': (v: { country: string; mark: string; source: string }) =>
    `${v.country}: advertising has to be recognised as such; begin the text with “${v.mark}” (${v.source})`,
  'texts.needlessStop': (v: { code: string; purpose: string }) =>
    `the text sends STOP to ${v.code}: messages of ${v.purpose} need no way out, some providers take a text with one for advertising (Brevo: developers.brevo.com), and nothing checks whose code it is; take it out, or choose a promotional purpose`,
} as const;

export const textsFr: Translated<typeof textsEn> = {
  'texts.ucs2': (v, f) =>
    fr`${texts(v.texts, f)} ${f.plural(v.texts, 'passe', 'passent')} en UCS-2 : ${v.segments === 0 ? 'aucun segment de plus' : extra('+', v, f)}`,
  'texts.cause': ({ char, from, texts: count, examples }, f) => {
    const origins = {
      template: 'dans le texte même',
      footer: 'dans la mention STOP',
      contacts: 'dans les contacts',
    };
    const shown = examples.map(exampleFr).join(fr` ; `);
    return fr`${shownCharacter(char)} : ${texts(count, f)}, ${origins[from]}${shown === '' ? '' : fr` : ${shown}`}`;
  },
  'texts.moreCauses': (v, f) =>
    v.count === null
      ? fr`et d’autres caractères`
      : fr`et ${f.number(v.count)} ${f.plural(v.count, 'autre caractère', 'autres caractères')}`,
  'texts.spoilt': (v, f) =>
    fr`${texts(v.texts, f)} ${f.plural(v.texts, 'contient', 'contiennent')} un caractère perdu (�), ou la moitié d’un autre, que les téléphones montrent comme un carré : lisez le fichier dans son encodage (--encoding), ou corrigez la cellule ou le texte`,
  'texts.offer': (v, f) => fr`--gsm7 ramènerait ${texts(v.texts, f)} en GSM-7 : ${extra('−', v, f)}`,
  'texts.replaced': (v, f) =>
    v.texts === 0
      ? fr`--gsm7 ne change aucun texte`
      : fr`--gsm7 change ${texts(v.texts, f)} : ${v.segments === 0 ? 'aucun segment de moins' : extra('−', v, f)}`,
  'texts.lasting': (v, f) =>
    fr`${texts(v.texts, f)} ne ${f.plural(v.texts, 'peut', 'peuvent')} passer en GSM-7 sans perdre du sens ou prendre des segments, et ${f.plural(v.texts, 'reste tel quel', 'restent tels quels')}`,
  'texts.templateBefore': (v) => fr`modèle avant : ${oneLine(v.text)}`,
  'texts.templateAfter': (v) => fr`modèle après : ${oneLine(v.text)}`,
  'texts.before': (v) => fr`avant : ${oneLine(v.text)}`,
  'texts.after': (v) => fr`après : ${oneLine(v.text)}`,
  'texts.appended': (v, f) =>
    fr`le prestataire ajoute lui-même ${f.list(v.footers.map((footer) => fr`« ${oneLine(footer)} »`))} : c’est compté, et pas envoyé deux fois`,
  'texts.appendsUnproved': (v, f) =>
    fr`by_provider : rien de connu ici ne dit que votre prestataire ajoute lui-même ${f.list(v.footers.map((footer) => fr`« ${oneLine(footer)} »`))} ; voyez-le sur votre téléphone avec \`smsctl test-send\`, sinon personne ne peut se désabonner`,

  'texts.otherProvidersCode': (v) =>
    fr`smsctl.toml : pour ${v.country}, la mention dit d’envoyer STOP au ${v.code}, mais le numéro court de ce prestataire (${v.name}) y est le ${v.expected} (${citation(v, 'fr')})`,
  'texts.otherProvidersCodeHint': (v) =>
    fr`un STOP au code d’un autre prestataire n’arrive chez personne : mettez stop = "${v.expected}" dans [footer.${v.country}], ou demandez à ${v.name} quel est le vôtre`,
  'texts.knownCode': (v, f) =>
    v.names.length === 0
      ? fr`code STOP ${v.code} : vu chez plusieurs plateformes, sans que l’on sache à qui il est (${citation(v, 'fr')}) ; vérifiez que votre prestataire vous l’a donné`
      : fr`code STOP ${v.code} : connu chez ${f.list(v.names)} (${citation(v, 'fr')}) ; vérifiez que votre prestataire vous l’a donné`,
  'texts.unknownCode': (v) => fr`code STOP ${v.code} : inconnu ici ; vérifiez que votre prestataire vous l’a donné`,
  'texts.replyToName': (v) =>
    fr`« ${v.found} » demande une réponse, et personne ne peut répondre à un nom (${v.sender}) : retirez-le du texte ; on se désabonne par le code ou le lien de la mention STOP`,

  'texts.senderRefused': (v, f) =>
    fr`un nom ne peut pas être l’expéditeur vers ${f.list(v.refused.map(({ country, recipients, ...fact }) => fr`${country} (${f.number(recipients)} ${f.plural(recipients, 'destinataire', 'destinataires')} ; ${citation(fact, 'fr')})`))} : les messages n’arriveraient pas, et rien n’a été gardé`,
  'texts.senderRefusedHint': (v, f) =>
    fr`écrivez-leur depuis un numéro, ou numéro court, qui en a le droit (--sender), écartez ces personnes (--where), ou retirez ${f.list(v.countries)} de limits.countries`,
  'texts.shortCodeKind': (v) =>
    fr`${v.country} : cette série de numéros courts n’est pas faite pour ce genre de message (${citation(v, 'fr')})`,
  'texts.nameNotFirst': (v) =>
    fr`${v.country} : quand c’est un numéro qui envoie, le premier message commence par le nom de l’organisation (${citation(v, 'fr')})`,
  'texts.advertisingNotMarked': (v) =>
    fr`${v.country} : une publicité doit se reconnaître comme telle ; commencez le texte par « ${v.mark} » (${v.source})`,
  'texts.needlessStop': (v) =>
    fr`le texte dit d’envoyer STOP au ${v.code} : les messages de la finalité ${v.purpose} s’en passent, certains prestataires prennent pour de la publicité un texte qui le porte (Brevo : developers.brevo.com), et rien ne vérifie à qui est ce code ; retirez-le, ou choisissez une finalité promotionnelle`,
};
