import type { WordingPart } from '../core/consent/wording.js';
import type { Formats, Locale } from './formats.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

const partWords: Readonly<Record<Locale, Readonly<Record<WordingPart, string>>>> = {
  en: { controller: 'who asks (the organisation)', purpose: 'what for (the purpose)', withdrawal: 'how to withdraw' },
  fr: { controller: 'qui demande (l’organisme)', purpose: 'pour quoi (la finalité)', withdrawal: 'comment se retirer' },
};

const partHints: Readonly<Record<Locale, Readonly<Record<WordingPart, string>>>> = {
  en: {
    controller: 'write {{ controller }} or the name of the organisation',
    purpose: 'write {{ purpose }}; --purpose-words puts a purpose of your own into words',
    withdrawal:
      'write {{ withdraw }}; it knows [footer.*] stop and organisation.contact, --withdraw says it in your words',
  },
  fr: {
    controller: fr`écrivez {{ controller }} ou le nom de l’organisme`,
    purpose: fr`écrivez {{ purpose }} ; --purpose-words dit une finalité à vous`,
    withdrawal: fr`écrivez {{ withdraw }} ; il connaît stop de [footer.*] et organisation.contact, --withdraw le dit à votre façon`,
  },
};

const list = (locale: Locale, parts: readonly WordingPart[], f: Formats): string =>
  f.list(parts.map((part) => partWords[locale][part]));

/** One way out a line: each is a sentence of its own. */
const hints = (locale: Locale, parts: readonly WordingPart[]): string =>
  parts.map((part) => partHints[locale][part]).join('\n');

export const wordingEn = {
  'wording.help': 'keeps the words of forms and notices, each text a version with its hash',
  'wording.helpNew': 'keeps a text, from a model or your own; a changed text is a new version',
  'wording.helpList': 'lists the texts that are kept',
  'wording.helpPrint': 'prints a text, or a form on paper with it',
  'wording.helpName': 'name of the text, for instance form-2026',
  'wording.printed': (v: { id: string; file: string }) => `${v.id} is in ${v.file}`,
  'wording.helpId': 'id of a text, for instance form-2026/2; without a version the latest',
  'wording.helpPurpose': 'what it asks for, or tells of',
  'wording.helpModel': 'model; else the one of the purpose',
  'wording.helpLanguage': 'language; else that of the organisation',
  'wording.helpText':
    'words of your own, or @FILE; {{ controller }}, {{ purpose }}, {{ withdraw }}, {{ privacy_url }} are filled in',
  'wording.helpPurposeWords': 'the purpose in words, for instance "the programme of concerts"',
  'wording.helpWithdraw': 'how to withdraw, as a sentence',
  'wording.helpFormat': 'text, or a page to print with lines to fill in',
  'wording.helpDryRun': 'shows the text; keeps nothing',
  'wording.badName': (v: { name: string }) => `${v.name} can not name a text`,
  'wording.badNameHint': '1 to 40 of a-z, 0-9, - and _, a letter or digit first',
  'wording.otherPurpose': (v: { name: string; kept: string; purpose: string }) =>
    `not kept: ${v.name} holds words for ${v.kept}, and these are for ${v.purpose}`,
  'wording.otherPurposeHint': (v: { name: string; purpose: string }) =>
    `one name, one purpose: choose another name, for instance ${v.name}-${v.purpose}`,
  'wording.textAndModel': '--text and --model exclude each other',
  'wording.textAndModelHint': 'words of your own need no model',
  'wording.lacks': (v: { parts: readonly WordingPart[] }, f: Formats) =>
    `not kept: the text does not say ${list('en', v.parts, f)}`,
  'wording.lacksHint': (v: { parts: readonly WordingPart[] }) => hints('en', v.parts),
  'wording.unknownField': (v: { name: string }) => `not kept: nothing fills in {{ ${v.name} }}`,
  'wording.unknownFieldHint':
    'controller, purpose, withdraw, privacy_url and contact are filled in; privacy_url and contact as the section [organisation] has them',
  'wording.noPrivacy': 'the text names no privacy notice: set organisation.privacy_url and keep it anew',
  'wording.privacyUntold': 'the text names no privacy notice: write {{ privacy_url }} into it and keep it anew',
  'wording.withdrawUntold':
    'the sentence of --withdraw stands nowhere in the text: write {{ withdraw }} into it and keep it anew',
  'wording.kept': (v: { id: string; hash: string }) => `kept as ${v.id} (SHA-256 ${v.hash})`,
  'wording.keptBefore': (v: { id: string; hash: string }) => `kept before as ${v.id} (SHA-256 ${v.hash})`,
  'wording.useIt': (v: { id: string }) => `a consent refers to it: \`smsctl consent import FILE --wording ${v.id}\``,
  'wording.none': 'no text is kept yet',
  'wording.unknown': (v: { id: string }) => `no text is kept under ${v.id}`,
  'wording.known': (v: { ids: readonly string[] }, f: Formats) =>
    v.ids.length === 0 ? '`smsctl wording new` keeps one' : `there are: ${f.list(v.ids)}`,
  'wording.idTitle': 'id',
  'wording.purposeTitle': 'purpose',
  'wording.languageTitle': 'language',
  'wording.modelTitle': 'model',
  'wording.hashTitle': 'SHA-256',
  'wording.atTitle': 'kept',
  'wording.own': 'own words',
} as const;

export const wordingFr: Translated<typeof wordingEn> = {
  'wording.help': fr`conserve les textes des formulaires et mentions, chacun en versions avec leur empreinte`,
  'wording.helpNew': fr`conserve un texte, d’un modèle ou de vous ; un texte modifié est une nouvelle version`,
  'wording.helpList': fr`liste les textes conservés`,
  'wording.helpPrint': fr`imprime un texte, ou un formulaire papier qui le porte`,
  'wording.helpName': fr`nom du texte, par exemple bulletin-2026`,
  'wording.printed': (v) => fr`${v.id} est dans ${v.file}`,
  'wording.helpId': fr`identifiant d’un texte, par exemple bulletin-2026/2 ; sans version, le dernier`,
  'wording.helpPurpose': fr`ce qu’il demande ou annonce`,
  'wording.helpModel': fr`modèle ; à défaut celui de la finalité`,
  'wording.helpLanguage': fr`langue ; à défaut celle de l’organisme`,
  'wording.helpText': fr`votre propre texte, ou @FICHIER ; {{ controller }}, {{ purpose }}, {{ withdraw }}, {{ privacy_url }} y sont remplis`,
  'wording.helpPurposeWords': fr`la finalité en toutes lettres, par exemple "le programme des concerts"`,
  'wording.helpWithdraw': fr`comment se retirer, en une phrase`,
  'wording.helpFormat': fr`texte, ou page à imprimer avec des lignes à remplir`,
  'wording.helpDryRun': fr`montre le texte ; ne conserve rien`,
  'wording.badName': (v) => fr`${v.name} ne peut pas nommer un texte`,
  'wording.badNameHint': fr`1 à 40 signes parmi a-z, 0-9, - et _, une lettre ou un chiffre d’abord`,
  'wording.otherPurpose': (v) =>
    fr`non conservé : ${v.name} est un texte pour ${v.kept}, et celui-ci est pour ${v.purpose}`,
  'wording.otherPurposeHint': (v) =>
    fr`un nom, une finalité : choisissez un autre nom, par exemple ${v.name}-${v.purpose}`,
  'wording.textAndModel': fr`--text et --model s’excluent`,
  'wording.textAndModelHint': fr`votre propre texte n’a pas besoin de modèle`,
  'wording.lacks': (v, f) => fr`non conservé : le texte ne dit pas ${list('fr', v.parts, f)}`,
  'wording.lacksHint': (v) => hints('fr', v.parts),
  'wording.unknownField': (v) => fr`non conservé : rien ne remplit {{ ${v.name} }}`,
  'wording.unknownFieldHint': fr`controller, purpose, withdraw, privacy_url et contact sont remplis ; privacy_url et contact tels que la section [organisation] les a`,
  'wording.privacyUntold': fr`le texte ne renvoie à aucune mention d’information : écrivez-y {{ privacy_url }} et conservez-le à nouveau`,
  'wording.withdrawUntold': fr`la phrase de --withdraw n’est nulle part dans le texte : écrivez-y {{ withdraw }} et conservez-le à nouveau`,
  'wording.noPrivacy': fr`le texte ne renvoie à aucune mention d’information : renseignez organisation.privacy_url et conservez-le à nouveau`,
  'wording.kept': (v) => fr`conservé sous ${v.id} (SHA-256 ${v.hash})`,
  'wording.keptBefore': (v) => fr`déjà conservé sous ${v.id} (SHA-256 ${v.hash})`,
  'wording.useIt': (v) => fr`un accord y renvoie ainsi : \`smsctl consent import FICHIER --wording ${v.id}\``,
  'wording.none': fr`aucun texte conservé pour l’instant`,
  'wording.unknown': (v) => fr`aucun texte n’est conservé sous ${v.id}`,
  'wording.known': (v, f) =>
    v.ids.length === 0 ? fr`\`smsctl wording new\` en conserve un` : fr`il y a : ${f.list(v.ids)}`,
  'wording.idTitle': fr`identifiant`,
  'wording.purposeTitle': fr`finalité`,
  'wording.languageTitle': fr`langue`,
  'wording.modelTitle': fr`modèle`,
  'wording.hashTitle': fr`SHA-256`,
  'wording.atTitle': fr`conservé`,
  'wording.own': fr`texte propre`,
};
