import { checkEn, checkFr } from './check.js';
import { closingEn, closingFr } from './closing-files.js';
import { doctorEn, doctorFr } from './doctor.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';
import { shellWord } from './shell-word.js';

interface BadAnswer {
  readonly flag: string;
  readonly text: string;
}

interface Made {
  readonly folder: string;
  readonly config: string;
  readonly ledger: string;
  readonly key: string;
  readonly organisation: string;
  readonly sender: string;
}

/** As wide as the longest of the three, so that what follows stands in one column. */
function padded(file: string, { config, ledger, key }: Made): string {
  return file.padEnd(Math.max(config.length, ledger.length, key.length));
}

export const workspaceEn = {
  'workspace.unreadable': (v: { file: string }) => `${v.file} can not be looked into`,
  'workspace.refusedHint': 'only its owner may: run the command as that person, or have them give you the right',
  'workspace.unreadableHint':
    'check what stands there and who may read it; a folder is expected where rehearsals are kept',
  ...checkEn,
  ...doctorEn,
  'workspace.configUnreadable': (v: { file: string }) => `${v.file} can not be read`,
  'workspace.configUnreadableHint': 'check that it is a file, and that you may read it',
  'workspace.keyMissing': (v: { file: string }) => `${v.file} is missing`,
  'workspace.keyMissingHint':
    'put back the ledger.key of this workspace from your backup: without it the never-list recognises nobody, and a new key does not replace it',
  'workspace.keyOpen': (v: { file: string }) => `${v.file} can be read by other users of this computer`,
  'workspace.keyOpenHint': (v: { file: string }) => `close it: ${closingEn('600', [v.file])}`,
  'workspace.noRights': (v: { file: string }) =>
    `the disk keeps no access rights: other users of this computer could read ${v.file}; nothing was left behind`,
  'workspace.noRightsHint':
    'make the workspace on this computer’s own disk, in your home folder for instance, not on a USB stick or a memory card',
  'workspace.keyUnreadable': (v: { file: string }) => `${v.file} can not be read`,
  'workspace.keyUnreadableHint': 'check that it is a file of yours, and that you may read it',
  'workspace.keyLength': (v: { file: string; bytes: number; needed: number }, f: Formats) =>
    `${v.file} has ${f.number(v.bytes)} ${f.plural(v.bytes, 'byte', 'bytes')}, a key has ${v.needed}`,
  'workspace.exists': (v: { file: string }) => `there is a workspace already: ${v.file} exists`,
  'workspace.existsHint':
    'name another folder; nothing was changed here, and `smsctl doctor` tells how this workspace stands',
  'workspace.notAFolder': (v: { file: string }) => `${v.file} is a file, not a folder`,
  'workspace.notAFolderHint': 'name a folder, or one that does not exist yet',
  'workspace.unwritable': (v: { folder: string; code: string }) =>
    `no workspace could be made in ${v.folder} (${v.code}); nothing was left behind`,
  'workspace.unwritableHint': 'check the rights of the folder and the space on the disk, or name another folder',
  'workspace.network': (v: { folder: string }) => `${v.folder} is on a network file system`,
  'workspace.networkHint':
    'keep the workspace on this computer’s own disk: over a network a ledger can be damaged, or two runs can text the same people',
  'workspace.synchronised': (v: { folder: string; service: string }) =>
    `${v.folder} seems to be copied to other computers by ${v.service}: two copies of a ledger text people twice`,
  'workspace.synchronisedHint':
    'move the workspace out of the synchronised folder, and let nothing but a backup copy it',
  'workspace.badAnswers': (v: { problems: readonly BadAnswer[] }) =>
    v.problems.map(({ flag, text }) => `${flag}: ${text}`).join('\n'),
  'workspace.badAnswersHint': 'correct it and run the command again; nothing was made',
  'workspace.allowedOrganisation': (v: { max: number }) => `a name on one line, of at most ${v.max} characters`,
  'workspace.answersNeeded': (v: { flags: readonly string[] }, f: Formats) =>
    `${f.list(v.flags)} ${f.plural(v.flags.length, 'is', 'are')} needed, for there is no terminal to ask on`,
  'workspace.answersNeededHint': 'give them, or take the folder’s name and a sender made from it with --yes',
  'workspace.askOrganisation': 'Name of the organisation (the data controller, named in proofs)',
  'workspace.askCountry': 'Country (two letters): how national numbers are read',
  'workspace.askSender': 'Sender shown on the phones: 3 to 11 letters, digits, spaces; or a number that may send',
  'workspace.made': (v: Made) =>
    [
      `Workspace of ${v.organisation} (sender ${v.sender}) made:`,
      `  ${padded(v.config, v)}  the configuration`,
      `  ${padded(v.ledger, v)}  the ledger: consents, never-list, campaigns, audit log`,
      `  ${padded(v.key, v)}  its key`,
    ].join('\n'),
  'workspace.keepKey': (v: { key: string }) =>
    `Keep a copy of ${v.key} in a safe place, apart from the ledger: without it the never-list recognises nobody.`,
  'workspace.next': (v: { folder: string; country: string }) =>
    [
      'Next, in this order:',
      `  cd ${shellWord(v.folder)}`,
      `  fill in [footer.${v.country}] in smsctl.toml: without a way out no promotional message leaves`,
      '  smsctl doctor',
      '  smsctl consent import optins.csv --dry-run',
      '  smsctl consent import optins.csv',
      '  smsctl plan members.csv --campaign NAME --text "…" --purpose association',
    ].join('\n'),
  'workspace.configOf': (v: { file: string }) => `${v.file}, with every default:`,
  'workspace.hoursByDefault': (v: { country: string; profile: string }) =>
    `hours of ${v.country}: ${v.profile}, by default`,
  'workspace.environment': (v: { names: readonly string[] }, f: Formats) =>
    v.names.length === 0
      ? 'no environment variable that matters here is set'
      : `environment variables that are set: ${f.list(v.names)}`,

  'workspace.helpDir': 'folder of the new workspace (else the current one)',
  'workspace.helpOrganisation': 'name of the data controller',
  'workspace.helpSender': 'sender: 3 to 11 letters, digits, spaces; or a number or short code that may send',
  'workspace.helpCountry': 'country of the sender, two letters (default: FR)',
  'workspace.helpProvider': 'who carries the messages (default: simulator)',
  'workspace.helpYes': 'ask nothing: the folder’s name, and a sender made from it, stand for what is not given',
  'workspace.helpConfigShow': 'shows the configuration with every default, and which environment variables are set',
} as const;

export const workspaceFr: Translated<typeof workspaceEn> = {
  'workspace.unreadable': (v) => fr`impossible de regarder dans ${v.file}`,
  'workspace.refusedHint': fr`seul son propriétaire en a le droit : lancez la commande sous son compte, ou faites-vous donner ce droit`,
  'workspace.unreadableHint': fr`vérifiez ce qui s’y trouve et qui peut le lire ; les répétitions sont gardées dans un dossier`,
  ...checkFr,
  ...doctorFr,
  'workspace.configUnreadable': (v) => fr`impossible de lire ${v.file}`,
  'workspace.configUnreadableHint': fr`vérifiez que c’est un fichier et que vous avez le droit de le lire`,
  'workspace.keyMissing': (v) => fr`${v.file} manque`,
  'workspace.keyMissingHint': fr`remettez la ledger.key de cet espace de travail depuis votre sauvegarde : sans elle, la liste d’exclusion ne reconnaît personne, et une nouvelle clé ne la remplace pas`,
  'workspace.keyOpen': (v) => fr`d’autres utilisateurs de cet ordinateur peuvent lire ${v.file}`,
  'workspace.keyOpenHint': (v) => fr`fermez le fichier aux autres : ${closingFr('600', [v.file])}`,
  'workspace.noRights': (v) =>
    fr`le disque ne garde pas les droits d’accès : d’autres utilisateurs de cet ordinateur pourraient lire ${v.file} ; rien n’en est resté`,
  'workspace.noRightsHint': fr`créez l’espace de travail sur le disque de cet ordinateur, par exemple dans votre dossier personnel, non sur une clé USB ou une carte mémoire`,
  'workspace.keyUnreadable': (v) => fr`impossible de lire ${v.file}`,
  'workspace.keyUnreadableHint': fr`vérifiez que c’est bien votre fichier et que vous avez le droit de le lire`,
  'workspace.keyLength': (v, f) =>
    fr`${v.file} compte ${f.number(v.bytes)} ${f.plural(v.bytes, 'octet', 'octets')}, une clé en a ${v.needed}`,
  'workspace.exists': (v) => fr`il y a déjà un espace de travail : ${v.file} existe`,
  'workspace.existsHint': fr`nommez un autre dossier ; rien n’a été changé ici, et \`smsctl doctor\` dit comment se porte cet espace de travail`,
  'workspace.notAFolder': (v) => fr`${v.file} est un fichier, pas un dossier`,
  'workspace.notAFolderHint': fr`nommez un dossier, qui peut ne pas exister encore`,
  'workspace.unwritable': (v) =>
    fr`impossible de créer un espace de travail dans ${v.folder} (${v.code}) ; rien n’en est resté`,
  'workspace.unwritableHint': fr`vérifiez les droits du dossier et la place sur le disque, ou nommez un autre dossier`,
  'workspace.network': (v) => fr`${v.folder} se trouve sur un système de fichiers en réseau`,
  'workspace.networkHint': fr`gardez l’espace de travail sur le disque de cet ordinateur : par le réseau, un registre peut s’abîmer, ou deux envois peuvent écrire aux mêmes personnes`,
  'workspace.synchronised': (v) =>
    fr`${v.folder} semble recopié sur d’autres ordinateurs par ${v.service} : deux copies d’un registre écrivent deux fois aux mêmes personnes`,
  'workspace.synchronisedHint': fr`sortez l’espace de travail du dossier synchronisé ; qu’aucune copie n’en soit faite hors sauvegarde`,
  'workspace.badAnswers': (v) => v.problems.map(({ flag, text }) => fr`${flag} : ${text}`).join('\n'),
  'workspace.badAnswersHint': fr`corrigez, puis relancez la commande ; rien n’a été créé`,
  'workspace.allowedOrganisation': (v) => fr`un nom sur une ligne, de ${v.max} caractères au plus`,
  'workspace.answersNeeded': (v, f) =>
    fr`il faut ${f.list(v.flags)}, car il n’y a pas de terminal où poser la question`,
  'workspace.answersNeededHint': fr`donnez ces options, ou prenez avec --yes le nom du dossier et un expéditeur tiré de ce nom`,
  'workspace.askOrganisation': fr`Nom de l’organisation (le responsable de traitement, nommé dans les preuves)`,
  'workspace.askCountry': fr`Pays (deux lettres) : comment lire les numéros nationaux`,
  'workspace.askSender': fr`Expéditeur affiché sur les téléphones : 3 à 11 lettres, chiffres, espaces ; ou un numéro autorisé à envoyer`,
  'workspace.made': (v) =>
    [
      fr`Espace de travail créé pour ${v.organisation} (expéditeur ${v.sender}) :`,
      fr`  ${padded(v.config, v)}  la configuration`,
      fr`  ${padded(v.ledger, v)}  le registre : accords, liste d’exclusion, campagnes, journal d’audit`,
      fr`  ${padded(v.key, v)}  sa clé`,
    ].join('\n'),
  'workspace.keepKey': (v) =>
    fr`Gardez une copie de ${v.key} en lieu sûr, à l’écart du registre : sans elle, la liste d’exclusion ne reconnaît personne.`,
  'workspace.next': (v) =>
    [
      fr`Ensuite, dans cet ordre :`,
      `  cd ${shellWord(v.folder)}`,
      fr`  remplissez [footer.${v.country}] dans smsctl.toml : sans mention STOP, aucun message promotionnel ne part`,
      '  smsctl doctor',
      '  smsctl consent import accords.csv --dry-run',
      '  smsctl consent import accords.csv',
      '  smsctl plan membres.csv --campaign NOM --text "…" --purpose association',
    ].join('\n'),
  'workspace.configOf': (v) => fr`${v.file}, avec toutes les valeurs par défaut :`,
  'workspace.hoursByDefault': (v) => fr`heures de ${v.country} : ${v.profile}, par défaut`,
  'workspace.environment': (v, f) =>
    v.names.length === 0
      ? fr`aucune variable d’environnement utile ici n’est définie`
      : fr`variables d’environnement définies : ${f.list(v.names)}`,

  'workspace.helpDir': fr`dossier du nouvel espace de travail (sinon le dossier courant)`,
  'workspace.helpOrganisation': fr`nom du responsable de traitement`,
  'workspace.helpSender': fr`expéditeur : 3 à 11 lettres, chiffres, espaces ; ou un numéro, ou numéro court, autorisé à envoyer`,
  'workspace.helpCountry': fr`pays de l’expéditeur, deux lettres (par défaut : FR)`,
  'workspace.helpProvider': fr`qui achemine les messages (par défaut : simulator)`,
  'workspace.helpYes': fr`ne rien demander : le nom du dossier, et un expéditeur tiré de ce nom, valent pour ce qui n’est pas donné`,
  'workspace.helpConfigShow': fr`affiche la configuration avec toutes les valeurs par défaut, et les variables d’environnement définies`,
};
