import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Files {
  readonly files: readonly string[];
  readonly isAhead: boolean;
}

interface Left {
  readonly consents: readonly number[];
  readonly replies: readonly number[];
  readonly requests: readonly number[];
  readonly messages: number;
  readonly wordings: number;
}

/** Longer lists say how many there are. */
const SHOWN = 5;

function numbered(ids: readonly number[], f: Formats): string {
  const shown = ids.slice(0, SHOWN).map((id) => `#${id}`);
  return `${shown.join(', ')}${ids.length > SHOWN ? ` … (${f.number(ids.length)})` : ''}`;
}

function leftEn({ consents, replies, requests, messages, wordings }: Left, f: Formats): readonly string[] {
  return [
    ...(consents.length > 0 ? [`proofs of consents ${numbered(consents, f)}`] : []),
    ...(replies.length > 0 ? [`replies ${numbered(replies, f)}`] : []),
    ...(requests.length > 0 ? [`requests ${numbered(requests, f)}`] : []),
    ...(messages > 0 ? [`${f.number(messages)} ${f.plural(messages, 'message', 'messages')}`] : []),
    ...(wordings > 0 ? [`${f.number(wordings)} ${f.plural(wordings, 'wording', 'wordings')}`] : []),
  ];
}

function leftFr({ consents, replies, requests, messages, wordings }: Left, f: Formats): readonly string[] {
  return [
    ...(consents.length > 0 ? [fr`preuves des accords ${numbered(consents, f)}`] : []),
    ...(replies.length > 0 ? [fr`réponses ${numbered(replies, f)}`] : []),
    ...(requests.length > 0 ? [fr`demandes ${numbered(requests, f)}`] : []),
    ...(messages > 0 ? [`${f.number(messages)} ${f.plural(messages, 'message', 'messages')}`] : []),
    ...(wordings > 0 ? [`${f.number(wordings)} ${f.plural(wordings, 'texte d’accord', 'textes d’accord')}`] : []),
  ];
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
  'erasure.left': (v: Left, f: Formats) =>
    `what other people’s rows still say of them was left as it is: ${f.list(leftEn(v, f))}. Look whether it is they who are meant; proofs and replies lose their text by \`smsctl retention --apply\`, or when those people are erased`,
  'erasure.formerOfOthers': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'number that they had before is somebody else’s now, who agreed to messages themselves: it is', 'numbers that they had before are somebody else’s now, who agreed to messages themselves: they are')} not put on the never-list`,
  'erasure.namesUnsearched':
    'what people wrote was searched for the number alone: give --name to look for a name of theirs too',
  'erasure.numberInName': (v: { campaign: string }) =>
    `the campaign name ${v.campaign} holds a telephone number, and the log would keep it for ever`,
  'erasure.numberInNameHint': 'choose a name without it',
  'erasure.numberInOperator': 'the name of --operator holds a telephone number, and the log would keep it for ever',
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
  'erasure.left': (v, f) =>
    fr`ce que les lignes d’autres personnes en disent encore est laissé tel quel : ${f.list(leftFr(v, f))}. Voyez s’il s’agit bien de cette personne ; preuves et réponses perdent leur texte avec \`smsctl retention --apply\`, ou à l’effacement de ces autres personnes`,
  'erasure.formerOfOthers': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, fr`ancien numéro de cette personne est désormais celui de quelqu’un d’autre, qui a donné son propre accord : il ne va`, fr`anciens numéros de cette personne sont désormais ceux de quelqu’un d’autre, qui a donné son propre accord : ils ne vont`)} pas sur la liste d’exclusion`,
  'erasure.namesUnsearched': fr`seul le numéro a été cherché dans ce que les gens ont écrit : donnez --name pour y chercher aussi un de ses noms`,
  'erasure.numberInName': (v) =>
    fr`le nom de campagne ${v.campaign} contient un numéro de téléphone, et le journal le garderait pour toujours`,
  'erasure.numberInNameHint': fr`choisissez un nom sans numéro`,
  'erasure.numberInOperator': fr`le nom donné par --operator contient un numéro de téléphone, et le journal le garderait pour toujours`,
};
