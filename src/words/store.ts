import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

export const storeEn = {
  'store.missing': (v: { file: string }) => `there is no ledger at ${v.file}`,
  'store.missingHint':
    'restore a backup: `smsctl restore FILE --force`; where there is none, begin in another folder: `smsctl init FOLDER`',
  'store.corrupt': (v: { file: string; code: string }) => `${v.file} is damaged or is no ledger (${v.code})`,
  'store.corruptHint':
    'do not send from it: keep the file as it is, restore a backup beside it, and run `smsctl doctor`',
  'store.corruptRehearsalHint': (v: { file: string }) =>
    `it is a rehearsal, a copy to try things in: make it again by \`smsctl plan … --fresh\`, or delete ${v.file}; the ledger itself is not concerned`,
  'store.namesake': (v: { file: string; campaign: string; other: string }) =>
    `the rehearsal of ${v.campaign} would have the file ${v.file}, and that is the rehearsal of ${v.other}`,
  'store.namesakeHint': (v: { other: string }) =>
    `write ${v.other} as it stands, or choose another name: on some disks capitals and small letters are the same`,
  'store.locked': (v: { file: string }) => `another program holds ${v.file}`,
  'store.lockedHint':
    'wait until it has finished, or close the program that has the ledger open, then run the same command again',
  'store.full': (v: { file: string }) => `the disk is full: nothing more can be written to ${v.file}`,
  'store.fullHint':
    'free some space, then run the same command again: what was recorded is safe, nobody is texted twice',
  'store.readOnly': (v: { file: string }) => `${v.file} can not be written to`,
  'store.readOnlyHint': 'check the rights of the workspace folder and of the files in it',
  'store.longPath': (v: { file: string; longest: number }) =>
    `the path of ${v.file} is too long for a database: more than ${v.longest} bytes`,
  'store.longPathHint':
    'take a folder with a shorter path, or a shorter name for the campaign that is rehearsed; a letter with an accent has two bytes',
  'store.failed': (v: { file: string; code: string }) => `${v.file} could not be read or written (${v.code})`,
  'store.failedHint': 'check the disk, then run the same command again: what was recorded is safe',
  'store.unsharedHint':
    'run the same command again: what was recorded is safe; if it fails again, this disk can not hold a ledger (some USB sticks and network folders can not): keep the workspace on this computer’s own disk',
  'store.folder': (v: { file: string }) => `${v.file} is a folder, where a file of a rehearsal should be`,
  'store.folderHint': 'look what is in it, then move it elsewhere or delete it',
  'store.newer': (v: { file: string; found: number; known: number }) =>
    `${v.file} was made by a newer smsctl (migration ${v.found}; this one knows ${v.known})`,
  'store.newerHint': 'install the newer smsctl again; an older one does not write to this ledger',
  'store.migrationChanged': (v: { file: string; name: string }) =>
    `${v.file} was made with another text of migration ${v.name}`,
  'store.migrationChangedHint': 'install smsctl again from its package: its own files were changed',
  'store.wrongKey': (v: { file: string }) => `${v.file} was made with another ledger.key than the one beside it`,
  'store.wrongKeyHint':
    'put back the ledger.key that belongs to this ledger: with another key the never-list would not recognise anyone',
  'store.notDurable': (v: { file: string; pragma: string; found: string }) =>
    `${v.file} can not be opened safely here: ${v.pragma} is ${v.found}`,
  'store.notDurableHint': 'move the workspace to a local disk',
  'store.replaced': (v: { file: string }) => `${v.file} was deleted or replaced while it was in use`,
  'store.replacedHint':
    'nothing more is sent; put the ledger back as it was, and run `smsctl doctor`: what was under way is in doubt',
  'store.rewritten': (v: { file: string }) =>
    `another command wrote ${v.file} anew while this one began: nothing was done`,
  'store.rewrittenHint': 'run the same command again',
  'store.runHeld': (v: { file: string }) =>
    `another sending run, or a command that needs the ledger to itself, holds ${v.file}`,
  'store.runHeldHint':
    'wait for it to end, or stop the run after what is in flight (`smsctl pause CAMPAIGN`), then run the same command again',
  'store.planHeld': (v: { file: string }) => `another plan is being made in ${v.file}`,
  'store.planHeldHint': 'wait for it to end, then run the same command again',
} as const;

export const storeFr: Translated<typeof storeEn> = {
  'store.missing': (v) => `aucun registre ici : ${v.file}`,
  'store.missingHint': fr`restaurez une sauvegarde : \`smsctl restore FICHIER --force\` ; faute de sauvegarde, recommencez dans un autre dossier : \`smsctl init DOSSIER\``,
  'store.corrupt': (v) => `${v.file} est endommagé ou n’est pas un registre (${v.code})`,
  'store.corruptHint': fr`n’envoyez rien avec : gardez le fichier tel quel, restaurez une sauvegarde à côté, puis lancez \`smsctl doctor\``,
  'store.corruptRehearsalHint': (v) =>
    `c’est une répétition, une copie d’essai : refaites-la avec \`smsctl plan … --fresh\`, ou supprimez ${v.file} ; le registre lui-même n’est pas concerné`,
  'store.namesake': (v) =>
    `la répétition de ${v.campaign} aurait le fichier ${v.file}, et c’est celui de la répétition de ${v.other}`,
  'store.namesakeHint': (v) =>
    fr`écrivez ${v.other} tel quel, ou choisissez un autre nom : sur certains disques, majuscules et minuscules se confondent`,
  'store.locked': (v) => `un autre programme occupe ${v.file}`,
  'store.lockedHint':
    'attendez qu’il ait fini, ou fermez le programme qui a ouvert le registre, puis relancez la commande',
  'store.full': (v) => `le disque est plein : plus rien ne peut être écrit dans ${v.file}`,
  'store.fullHint': fr`libérez de la place, puis relancez la commande : ce qui est enregistré est sûr, personne ne recevra deux fois le message`,
  'store.readOnly': (v) => `impossible d’écrire dans ${v.file}`,
  'store.readOnlyHint': 'vérifiez les droits du dossier de travail et des fichiers qu’il contient',
  'store.longPath': (v) =>
    fr`le chemin de ${v.file} est trop long pour une base de données : plus de ${v.longest} octets`,
  'store.longPathHint': fr`prenez un dossier au chemin plus court, ou un nom plus court pour la campagne répétée ; une lettre accentuée compte deux octets`,
  'store.failed': (v) => `${v.file} n’a pas pu être lu ou écrit (${v.code})`,
  'store.failedHint': fr`vérifiez le disque, puis relancez la commande : ce qui est enregistré est sûr`,
  'store.unsharedHint': fr`relancez la commande : ce qui est enregistré est sûr ; si elle échoue encore, ce disque ne peut pas contenir de registre (c’est le cas de certaines clés USB et de certains dossiers réseau) : gardez l’espace de travail sur le disque de cet ordinateur`,
  'store.folder': (v) => `${v.file} est un dossier, là où devrait être un fichier d’une répétition`,
  'store.folderHint': 'regardez ce qu’il contient, puis déplacez-le ou supprimez-le',
  'store.newer': (v) => `${v.file} vient d’un smsctl plus récent (migration ${v.found} ; celui-ci connaît ${v.known})`,
  'store.newerHint': fr`réinstallez le smsctl le plus récent ; un plus ancien n’écrit pas dans ce registre`,
  'store.migrationChanged': (v) => `${v.file} a été fait avec un autre texte de la migration ${v.name}`,
  'store.migrationChangedHint': fr`réinstallez smsctl depuis son paquet : ses propres fichiers ont été modifiés`,
  'store.wrongKey': (v) => `${v.file} a été fait avec une autre ledger.key que celle qui l’accompagne`,
  'store.wrongKeyHint': fr`remettez la ledger.key de ce registre : avec une autre clé, la liste d’exclusion ne reconnaîtrait plus personne`,
  'store.notDurable': (v) => `${v.file} ne peut pas être ouvert sûrement ici : ${v.pragma} vaut ${v.found}`,
  'store.notDurableHint': 'déplacez l’espace de travail sur un disque local',
  'store.replaced': (v) => `${v.file} a été supprimé ou remplacé pendant son utilisation`,
  'store.replacedHint': fr`plus rien n’est envoyé ; remettez le registre tel qu’il était, puis lancez \`smsctl doctor\` : ce qui était en cours d’envoi est en doute`,
  'store.rewritten': (v) =>
    `une autre commande a réécrit ${v.file} pendant que celle-ci commençait : rien n’a été fait`,
  'store.rewrittenHint': 'relancez la même commande',
  'store.runHeld': (v) => `un autre envoi, ou une commande qui a besoin du registre pour elle seule, occupe ${v.file}`,
  'store.runHeldHint': fr`attendez qu’il finisse, ou arrêtez l’envoi après ce qui est en route (\`smsctl pause CAMPAGNE\`), puis relancez la commande`,
  'store.planHeld': (v) => `un autre plan est en cours dans ${v.file}`,
  'store.planHeldHint': 'attendez qu’il finisse, puis relancez la commande',
};
