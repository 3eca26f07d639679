import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Files {
  readonly files: readonly string[];
  readonly isAhead: boolean;
}

export const erasureEn = {
  'erasure.helpName':
    'a name of theirs, to take out of names of imported files, incidents and attestations too; repeatable',
  'erasure.shortName': (v: { name: string }) => `the name "${v.name}" is too short`,
  'erasure.shortNameHint': 'give first and last name together; a name inside a longer word is left',
  'erasure.texts': (v: { texts: number; isAhead: boolean }, f: Formats) =>
    `names of files, incidents and attestations that name them: ${f.number(v.texts)}${v.texts === 0 ? '' : `, ${v.isAhead ? 'to be rewritten without them' : 'rewritten without them'}`}`,
  'erasure.setAside': (v: Files) =>
    [
      v.isAhead ? 'to be erased too in what a restoration set aside:' : 'erased too in what a restoration set aside:',
      ...v.files,
    ].join('\n  '),
  'erasure.campaigns': (v: { names: readonly string[] }, f: Formats) =>
    `these campaigns have them in their name or template, which stay as they are: ${f.list(v.names)}`,
  'erasure.numberInName': (v: { campaign: string }) =>
    `the campaign name ${v.campaign} holds a telephone number, and the log would keep it for ever`,
  'erasure.numberInNameHint': 'choose a name without it',
} as const;

export const erasureFr: Translated<typeof erasureEn> = {
  'erasure.helpName': fr`un de ses noms, à retirer aussi des noms de fichiers importés, des incidents et des attestations ; répétable`,
  'erasure.shortName': (v) => fr`le nom « ${v.name} » est trop court`,
  'erasure.shortNameHint': fr`donnez prénom et nom ensemble ; un nom à l’intérieur d’un mot plus long est laissé`,
  'erasure.texts': (v, f) =>
    fr`noms de fichiers, incidents et attestations où la personne est nommée : ${f.number(v.texts)}${v.texts === 0 ? '' : `, ${v.isAhead ? 'à réécrire' : f.plural(v.texts, 'réécrit', 'réécrits')} sans elle`}`,
  'erasure.setAside': (v) =>
    [
      v.isAhead
        ? fr`à effacer aussi dans ce qu’une restauration a mis de côté :`
        : fr`effacé aussi dans ce qu’une restauration a mis de côté :`,
      ...v.files,
    ].join('\n  '),
  'erasure.campaigns': (v, f) =>
    fr`ces campagnes portent la personne dans leur nom ou leur modèle, qui restent tels quels : ${f.list(v.names)}`,
  'erasure.numberInName': (v) =>
    fr`le nom de campagne ${v.campaign} contient un numéro de téléphone, et le journal le garderait pour toujours`,
  'erasure.numberInNameHint': fr`choisissez un nom sans numéro`,
};
