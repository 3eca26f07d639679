import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

/** Exchanging the keys of a workspace. */
export const rotationEn = {
  'rotation.helpKey': 'exchanges the key of the ledger',
  'rotation.help':
    'exchanges ledger.key: everyone whose number is known gets a new fingerprint; what is known by its fingerprint alone is still recognised',
  'rotation.helpDrop': 'deletes the rehearsals, which are copies under the old key',
  'rotation.helpYes': 'exchange without asking',
  'rotation.ask': 'Exchange the key? Copies of ledger.key that are kept elsewhere no longer open this ledger',
  'rotation.notDone': 'nothing was changed: the key is the one that it was',
  'rotation.yesNeeded': '--yes is needed, for there is no terminal to ask on',
  'rotation.yesNeededHint': 'copies of ledger.key that are kept elsewhere no longer open this ledger afterwards',
  'rotation.rehearsals': (v: { names: readonly string[] }, f: Formats) =>
    `there are rehearsals, copies of the ledger under the old key: ${f.list(v.names)}`,
  'rotation.rehearsalsHint': 'delete them with --drop-rehearsals',
  'rotation.done': (v: { subjects: number; entries: number; kept: number; numbers: number }, f: Formats) =>
    `the key is exchanged: ${f.number(v.subjects)} ${f.plural(v.subjects, 'person', 'people')} and ${f.number(v.entries)} never-list ${f.plural(v.entries, 'entry', 'entries')} stand under the new one${v.kept === 0 ? '' : `; ${f.number(v.kept)} ${f.plural(v.kept, 'entry', 'entries')} of ${f.number(v.numbers)} ${f.plural(v.numbers, 'number', 'numbers')} known by fingerprint alone ${f.plural(v.kept, 'stays', 'stay')} under a former key, kept sealed in the ledger`}. The log keeps its rows as they were written.`,
  'rotation.copies': (v: { key: string }) =>
    `Replace the copy of ${v.key} that you keep elsewhere, and make a new backup: older ones open with the key that is in them.`,
} as const;

export const rotationFr: Translated<typeof rotationEn> = {
  'rotation.helpKey': fr`remplace la clé du registre`,
  'rotation.help': fr`remplace ledger.key : toute personne dont le numéro est connu reçoit une nouvelle empreinte ; ce qui n’est connu que par son empreinte est toujours reconnu`,
  'rotation.helpDrop': fr`supprime les répétitions, qui sont des copies sous l’ancienne clé`,
  'rotation.helpYes': fr`remplacer sans demander`,
  'rotation.ask': fr`Remplacer la clé ? Les copies de ledger.key gardées ailleurs n’ouvriront plus ce registre`,
  'rotation.notDone': fr`rien n’a été changé : la clé reste celle d’avant`,
  'rotation.yesNeeded': fr`il faut --yes, car il n’y a pas de terminal où poser la question`,
  'rotation.yesNeededHint': fr`les copies de ledger.key gardées ailleurs n’ouvriront plus ce registre ensuite`,
  'rotation.rehearsals': (v, f) =>
    fr`il y a des répétitions, copies du registre sous l’ancienne clé : ${f.list(v.names)}`,
  'rotation.rehearsalsHint': fr`supprimez-les avec --drop-rehearsals`,
  'rotation.done': (v, f) =>
    fr`la clé est remplacée : ${f.number(v.subjects)} ${f.plural(v.subjects, 'personne', 'personnes')} et ${f.number(v.entries)} ${f.plural(v.entries, 'inscription', 'inscriptions')} de la liste d’exclusion sont sous la nouvelle${v.kept === 0 ? '' : fr` ; ${f.number(v.kept)} ${f.plural(v.kept, 'inscription', 'inscriptions')} de ${f.number(v.numbers)} ${f.plural(v.numbers, 'numéro connu par sa seule empreinte', 'numéros connus par leur seule empreinte')} ${f.plural(v.kept, 'reste', 'restent')} sous une ancienne clé, gardée scellée dans le registre`}. Le journal garde ses lignes telles qu’elles ont été écrites.`,
  'rotation.copies': (v) =>
    fr`Remplacez la copie de ${v.key} que vous gardez ailleurs, et faites une nouvelle sauvegarde : les anciennes s’ouvrent avec la clé qu’elles contiennent.`,
};
