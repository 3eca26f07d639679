import { french as fr } from './french.js';
import type { Translated } from './phrase.js';
import { shellWord } from './shell-word.js';

export const safeguardsEn = {
  'safeguards.keyForeign': (v: { file: string; uid: number }) =>
    `${v.file} belongs to another user of this computer (number ${v.uid})`,
  'safeguards.keyForeignHint': (v: { file: string }) =>
    `run smsctl as that user; if it is yours all the same, make it so: sudo chown "$(id -u)" ${shellWord(v.file)}`,
  'safeguards.ownName': (v: { file: string }) => `${v.file} is a name that smsctl keeps for its own files`,
  'safeguards.outboxLink': (v: { file: string }) => `${v.file} is a symbolic link, and is not written through`,
  'safeguards.outboxLinkHint': 'find out who laid it there, and remove it',
} as const;

export const safeguardsFr: Translated<typeof safeguardsEn> = {
  'safeguards.keyForeign': (v) => fr`${v.file} appartient à un autre utilisateur de cet ordinateur (numéro ${v.uid})`,
  'safeguards.keyForeignHint': (v) =>
    fr`lancez smsctl sous cet utilisateur ; si ce fichier est bien à vous, reprenez-le : sudo chown "$(id -u)" ${shellWord(v.file)}`,
  'safeguards.ownName': (v) => fr`${v.file} est un nom que smsctl réserve à ses propres fichiers`,
  'safeguards.outboxLink': (v) => fr`${v.file} est un lien symbolique, rien n’est écrit à travers lui`,
  'safeguards.outboxLinkHint': fr`cherchez qui l’a posé là, puis supprimez-le`,
};
