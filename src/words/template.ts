import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

/** Where in a template: file, line and column, counted from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const atEn = (v: Place): string => `${v.file}, line ${v.line}, column ${v.column}`;
const atFr = (v: Place): string => `${v.file}, ligne ${v.line}, colonne ${v.column}\u00a0`;
/** « French quotes » with their narrow no-break spaces. */
const cite = (text: string): string => `«\u202f${text}\u202f»`;

export const templateEn = {
  'template.empty': (v: { file: string }) => `${v.file}: the template is empty`,
  'template.emptyHint': 'write the message, for instance: Hello {{ first_name | default: "dear member" }}, …',
  'template.tooLong': (v: { file: string; length: number; limit: number }, f: Formats) =>
    `${v.file}: the template has ${f.number(v.length)} characters, at most ${f.number(v.limit)} are read`,
  'template.tooLongHint': 'a text message is short: is this the right file?',
  'template.tooDeep': (v: Place & { limit: number }) =>
    `${atEn(v)}: tags or brackets are nested more than ${v.limit} deep`,
  'template.tooDeepHint': 'use {% elsif %} or {% case %} instead of conditions within conditions',
  'template.tooMuchWork': (v: Place) => `${atEn(v)}: rendering the template takes more work than any message needs`,
  'template.tooMuchWorkHint': 'look for a loop that runs too often',
  'template.unclosedDelimiter': (v: Place & { piece: string }) => `${atEn(v)}: not closed: ${v.piece}`,
  'template.closeDelimiterHint': (v: { closing: string; quotes: boolean }): string =>
    v.quotes ? `close the quote before ${v.closing}, with the same sign that opens it` : `close it with ${v.closing}`,
  'template.unclosedBlock': (v: Place & { tag: string }) => `${atEn(v)}: the tag "${v.tag}" is not closed`,
  'template.closeBlockHint': (v: { closing: string }) => `close it with ${v.closing}`,
  'template.strayTag': (v: Place & { tag: string }) => `${atEn(v)}: the tag "${v.tag}" has no place here`,
  'template.strayTagHint': 'remove it, or write the tag that it belongs to before it',
  'template.strayTagInBlockHint': (v: { opening: string; line: number; closing: string }) =>
    `the tag still open is "${v.opening}" of line ${v.line}; it is closed with ${v.closing}`,
  'template.unknownTag': (v: Place & { tag: string }) => `${atEn(v)}: unknown tag "${v.tag}"`,
  'template.unknownFilter': (v: Place & { filter: string }) => `${atEn(v)}: unknown filter "${v.filter}"`,
  'template.knownNamesHint': (v: { names: readonly string[] }) =>
    v.names.length > 3 ? `known are: ${v.names.join(', ')}` : `did you mean ${v.names.join(' or ')}?`,
  'template.fileTag': (v: Place & { tag: string }) =>
    `${atEn(v)}: the tag "${v.tag}" would read another file, which templates may not`,
  'template.fileTagHint': 'write its text here',
  'template.syntax': (v: Place & { piece: string }) => `${atEn(v)}: not understood: ${v.piece}`,
  'template.syntaxHint':
    'a field is written {{ first_name }}, with a default {{ first_name | default: "dear member" }}',
  'template.oneFieldHint': 'write each field by itself: {{ first_name }} {{ last_name }}',
  'template.loopHint':
    'a loop goes through one list, with limit: N, offset: N and reversed at most; cut a text before it: {% assign parts = names | split: ";" %}{% for part in parts %}',
  'template.conditionHint':
    'a condition stands in {% if … %}; two fields are written {{ first_name }} {{ last_name }}, and one for want of another {{ first_name | default: last_name }}',
  'template.whenHint': 'part the values with a comma or with or: {% when "a", "b" %}',
  'template.numberInWhenHint': 'what a column holds is text here, and written in quotes: {% when "1" %}',
  'template.elsifHint': 'write {% elsif … %} for a further condition',
  'template.straightQuotesHint': 'quotes within {{ }} and {% %} are straight ones: "dear member"',
  'template.fieldNameHint': (v: { name: string }) => `if a column is meant, write its plain name: {{ ${v.name} }}`,
  'template.dynamicName': (v: Place & { piece: string }) =>
    `${atEn(v)}: the name of a field can not come from another field: ${v.piece}`,
  'template.dynamicNameHint': 'write the name itself, for instance {{ first_name }} or {{ ["First name"] }}',
  'template.unboundedRange': (v: Place & { piece: string }) =>
    `${atEn(v)}: the range has no number to count from: ${v.piece}`,
  'template.unboundedRangeHint': 'write one of its ends as a number up to a million, for instance (1..seats)',
  'template.clock': (v: Place & { piece: string }) =>
    `${atEn(v)}: a message may not depend on when it is rendered: ${v.piece}`,
  'template.clockHint': 'write the date itself, or take it from a column',
  'template.footerEmpty': 'the footer has no text',
  'template.footerEmptyHint': 'write how to leave, for instance: text = "STOP au {{ stop }}"',
  'template.footerPlaceholder': (v: { piece: string }) => `the footer holds ${v.piece}, which is not known there`,
  'template.footerPlaceholderHint': 'a footer knows {{ stop }} and {{ stop_url }}',
  'template.footerValueMissing': (v: { key: string }) =>
    `the footer's text uses {{ ${v.key} }}, but ${v.key} is not set`,
  'template.footerValueMissingHint': (v: { key: string }): string =>
    v.key === 'stop'
      ? 'set stop to the short code that your provider gave you'
      : 'set stop_url to the address where people can leave',
} as const;

export const templateFr: Translated<typeof templateEn> = {
  'template.empty': (v) => `${v.file}\u00a0: le modèle est vide`,
  'template.emptyHint': 'écrivez le message, par exemple\u00a0: Bonjour {{ prenom | default: "cher membre" }}, …',
  'template.tooLong': (v, f) =>
    `${v.file}\u00a0: le modèle compte ${f.number(v.length)} caractères, la limite est de ${f.number(v.limit)}`,
  'template.tooLongHint': 'un SMS est court\u00a0: est-ce le bon fichier\u202f?',
  'template.tooDeep': (v) => `${atFr(v)}: balises ou parenthèses imbriquées sur plus de ${v.limit} niveaux`,
  'template.tooDeepHint': 'utilisez {% elsif %} ou {% case %} plutôt que des conditions dans des conditions',
  'template.tooMuchWork': (v) => `${atFr(v)}: le rendu du modèle demande plus de travail qu’aucun message n’en exige`,
  'template.tooMuchWorkHint': 'cherchez une boucle qui tourne trop souvent',
  'template.unclosedDelimiter': (v) => `${atFr(v)}: élément non fermé\u00a0: ${v.piece}`,
  'template.closeDelimiterHint': (v) =>
    v.quotes ? `fermez le guillemet avant ${v.closing}, avec le signe qui l’ouvre` : `fermez-le par ${v.closing}`,
  'template.unclosedBlock': (v) => `${atFr(v)}: la balise ${cite(v.tag)} n’est pas fermée`,
  'template.closeBlockHint': (v) => `fermez-la par ${v.closing}`,
  'template.strayTag': (v) => `${atFr(v)}: la balise ${cite(v.tag)} n’a pas sa place ici`,
  'template.strayTagHint': 'retirez-la, ou écrivez avant elle la balise dont elle dépend',
  'template.strayTagInBlockHint': (v) =>
    `la balise encore ouverte est ${cite(v.opening)}, ligne ${v.line}\u202f; elle se ferme par ${v.closing}`,
  'template.unknownTag': (v) => `${atFr(v)}: balise inconnue ${cite(v.tag)}`,
  'template.unknownFilter': (v) => `${atFr(v)}: filtre inconnu ${cite(v.filter)}`,
  'template.knownNamesHint': (v) =>
    v.names.length > 3
      ? `sont connus\u00a0: ${v.names.join(', ')}`
      : `vouliez-vous dire ${v.names.join(' ou ')}\u202f?`,
  'template.fileTag': (v) =>
    `${atFr(v)}: la balise ${cite(v.tag)} lirait un autre fichier, ce qu’un modèle ne peut pas faire`,
  'template.fileTagHint': 'écrivez son texte ici',
  'template.syntax': (v) => `${atFr(v)}: passage incompris\u00a0: ${v.piece}`,
  'template.syntaxHint':
    'un champ s’écrit {{ prenom }}, avec une valeur par défaut {{ prenom | default: "cher membre" }}',
  'template.oneFieldHint': 'écrivez chaque champ à part\u00a0: {{ prenom }} {{ nom }}',
  'template.loopHint':
    'une boucle parcourt une seule liste, avec tout au plus limit: N, offset: N et reversed\u202f; découpez d’abord le texte\u00a0: {% assign parts = noms | split: ";" %}{% for part in parts %}',
  'template.conditionHint':
    'une condition se met dans {% if … %}\u202f; deux champs s’écrivent {{ prenom }} {{ nom }}, et l’un à défaut de l’autre {{ prenom | default: nom }}',
  'template.whenHint': 'séparez les valeurs par une virgule ou par or\u00a0: {% when "a", "b" %}',
  'template.numberInWhenHint':
    'ce que contient une colonne est ici du texte, et s’écrit entre guillemets\u00a0: {% when "1" %}',
  'template.elsifHint': 'pour une condition de plus, écrivez {% elsif … %}',
  'template.straightQuotesHint': 'dans {{ }} et {% %}, les guillemets sont droits\u00a0: "cher membre"',
  'template.fieldNameHint': (v) => `s’il s’agit d’une colonne, écrivez son nom simple\u00a0: {{ ${v.name} }}`,
  'template.dynamicName': (v) => `${atFr(v)}: le nom d’un champ ne peut pas venir d’un autre champ\u00a0: ${v.piece}`,
  'template.dynamicNameHint': 'écrivez le nom lui-même, par exemple {{ prenom }} ou {{ ["Prénom"] }}',
  'template.unboundedRange': (v) => `${atFr(v)}: l’intervalle n’a aucun nombre d’où compter\u00a0: ${v.piece}`,
  'template.unboundedRangeHint': 'écrivez l’une de ses bornes en chiffres, jusqu’à un million, par exemple (1..places)',
  'template.clock': (v) => `${atFr(v)}: un message ne peut pas dépendre du moment de son rendu\u00a0: ${v.piece}`,
  'template.clockHint': 'écrivez la date elle-même, ou prenez-la dans une colonne',
  'template.footerEmpty': 'la mention STOP n’a pas de texte',
  'template.footerEmptyHint': 'dites comment se désinscrire, par exemple\u00a0: text = "STOP au {{ stop }}"',
  'template.footerPlaceholder': (v) => `la mention STOP contient ${v.piece}, qui n’y est pas connu`,
  'template.footerPlaceholderHint': 'une mention STOP connaît {{ stop }} et {{ stop_url }}',
  'template.footerValueMissing': (v) =>
    `le texte de la mention STOP utilise {{ ${v.key} }}, mais ${v.key} n’est pas renseigné`,
  'template.footerValueMissingHint': (v) =>
    v.key === 'stop'
      ? 'donnez à stop le numéro court reçu de votre prestataire'
      : 'donnez à stop_url l’adresse où l’on se désinscrit',
};
