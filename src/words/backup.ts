import type { DateTime } from 'luxon';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface InFile {
  readonly file: string;
}

/** Backups, what comes back from them, and what they can not know. */
export const backupEn = {
  'backup.help': 'puts ledger, key and configuration into one encrypted file, also while they are in use',
  'backup.helpRestore': 'brings a workspace back from a backup',
  'backup.argFile': 'the backup',
  'backup.helpForce': 'takes the place of an older file of that name',
  'backup.helpForceRestore': 'sets aside the workspace that is there, under names with the date',
  'backup.askNew': 'Passphrase for the backup',
  'backup.ask': 'Passphrase of the backup',
  'backup.held': (v: InFile) => `another backup or restoration is under way beside ${v.file}`,
  'backup.heldHint': 'wait for it to end, then run the same command again',
  'backup.made': (v: InFile & { rows: number; bytes: number }, f: Formats) =>
    `${v.file}: ledger, key and configuration, ${f.number(Math.ceil(v.bytes / 1024))} KiB; opened again and found whole, ${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')} of the log`,
  'backup.keep':
    'Keep it on another disk, and its passphrase elsewhere: nobody can open it without. Lists, templates, exports and rehearsals are not in it. If this ledger or its key is lost and there is no backup, so is the never-list, for good.',
  'backup.sourceChanged': 'a file changed while it was copied',
  'backup.againHint': 'run the same command again',
  'backup.sourceDamaged': 'the ledger is damaged, or its audit log does not hold: this would be no backup',
  'backup.noBackup': (v: InFile) => `${v.file} is no backup of smsctl, or of a newer version`,
  'backup.noBackupHint': 'check that it is the right file',
  'backup.unreadable': (v: InFile & { code: string }) => `${v.file} can not be read (${v.code})`,
  'backup.unreadableHint': 'check the name, the disk and the right to read it',
  'backup.damaged': (v: InFile) => `${v.file} is damaged or was cut off`,
  'backup.damagedHint': 'nothing was restored from it; take another backup',
  'backup.cutOrOther': (v: InFile) => `${v.file} was cut off: it is shorter than any backup of a ledger`,
  'backup.cutOrOtherHint': 'copy it again from where it was made, and compare the sizes; or take another backup',
  'backup.wrongPassphrase': (v: InFile) => `this is not the passphrase of ${v.file}, or its beginning is damaged`,
  'backup.wrongPassphraseHint': 'a backup opens with the passphrase that it was made with; try again',
  'backup.exists': (v: InFile) => `${v.file} is there already`,
  'backup.existsHint':
    'restore into another folder with --workspace DIR, or set aside what is there with --force: nothing is deleted',
  'backup.undoneHint':
    'nothing was restored, and what was there stands as it stood; check the free space and the rights of the folder, then run the same command again',
  'backup.halfWayHint': (v: { files: readonly string[] }) =>
    [
      'check the disk, then run `smsctl restore` again, with --force: nothing is deleted. The restoration stopped half-way',
      ...(v.files.length > 0 ? ['and what was there has other names now:', v.files.join(', ')] : []),
    ].join(' '),
  'backup.copyLeft': (v: InFile) => `${v.file} can not be removed`,
  'backup.copyLeftHint': (v: InFile) =>
    `check the rights of the folder, then delete ${v.file}: the whole ledger may lie in it in clear; the next backup or restoration here, \`smsctl retention --apply\` and \`smsctl subject erase\` do so too`,
  'backup.restored': (v: { folder: string; rows: number; newest: DateTime; zone: string }, f: Formats) =>
    `${v.folder}: restored; its log has ${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}, the newest of ${f.instant(v.newest, v.zone)}`,
  'backup.restoring': (v: { folder: string }) => `the workspace in ${v.folder} is being restored at this moment`,
  'backup.setAside': (v: { files: readonly string[] }) => ['What was there is kept:', ...v.files].join('\n  '),
  'backup.restoredNext':
    'This is a copy: it can not send before `smsctl doctor --adopt`, which tells what it can not know.',
  'backup.since': (v: { newest: DateTime; zone: string }, f: Formats) =>
    `The log of this copy ends on ${f.instant(v.newest, v.zone)}. STOPs, withdrawals, erasures and messages since then are not in it: bring in the STOPs that your provider has, and those written down elsewhere, before anything is sent.`,
  'backup.behind': (v: { known: number; rows: number }, f: Formats) =>
    `The ledger that sent here last had at least ${f.number(v.known)} ${f.plural(v.known, 'row', 'rows')}; this copy has ${f.number(v.rows)}: ${f.number(v.known - v.rows)} ${f.plural(v.known - v.rows, 'row is', 'rows are')} lost.`,
  'backup.replayed': (v: { entered: number; noted: number }, f: Formats) =>
    `Erasures noted beside the ledger: ${f.number(v.noted)}; ${f.number(v.entered)} of them this copy did not know, and they are on its never-list now.`,
  'backup.erasedAgain': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} of these people ${f.plural(v.count, 'was', 'were')} in this copy in clear again, and ${f.plural(v.count, 'was', 'were')} erased once more.`,
  'backup.collected': (v: { campaign: string; accepted: number; rejected: number; left: number }, f: Formats) =>
    `${v.campaign}: the provider's records have ${f.number(v.accepted)} as sent and ${f.number(v.rejected)} as rejected; ${f.number(v.left)} ${f.plural(v.left, 'stays', 'stay')} in doubt`,
  'backup.notCollected': (v: { campaign: string; why: string }) =>
    `${v.campaign}: the provider could not be asked (${v.why}); later: smsctl resolve ${v.campaign} --from-provider`,
  'backup.erasureLine': (v: InFile & { line: number }) => `${v.file}, line ${v.line}: not a line of smsctl`,
  'backup.erasureLineHint':
    'this file keeps erased people from coming back: put it back as it was, for instance from a backup',
  'backup.never': 'no backup of this ledger was made yet',
  'backup.neverHint':
    'smsctl backup FILE, on another disk: with the ledger or its key lost, the never-list is lost, for good',
  'backup.last': (v: { at: DateTime; zone: string }, f: Formats) =>
    `the last backup was made on ${f.instant(v.at, v.zone)}`,
  'backup.oldHint': 'more than a month of STOPs and consents is in no backup: smsctl backup FILE',
} as const;

export const backupFr: Translated<typeof backupEn> = {
  'backup.help': fr`réunit registre, clé et configuration dans un fichier chiffré, même pendant leur utilisation`,
  'backup.helpRestore': fr`rétablit un espace de travail depuis une sauvegarde`,
  'backup.argFile': fr`la sauvegarde`,
  'backup.helpForce': fr`prend la place d’un fichier antérieur de ce nom`,
  'backup.helpForceRestore': fr`met de côté l’espace de travail qui s’y trouve, sous des noms datés`,
  'backup.askNew': fr`Phrase secrète pour la sauvegarde`,
  'backup.ask': fr`Phrase secrète de la sauvegarde`,
  'backup.held': (v) => fr`une autre sauvegarde ou restauration est en cours à côté de ${v.file}`,
  'backup.heldHint': fr`attendez qu’elle finisse, puis relancez la même commande`,
  'backup.made': (v, f) =>
    fr`${v.file} : registre, clé et configuration, ${f.number(Math.ceil(v.bytes / 1024))} Kio ; rouverte et trouvée entière, ${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')} de journal`,
  'backup.keep': fr`Gardez-la sur un autre disque, et sa phrase secrète ailleurs : sans elle, personne ne l’ouvre. Les listes, modèles, exports et répétitions n’y sont pas. Si ce registre ou sa clé se perd sans sauvegarde, la liste d’exclusion est perdue, définitivement.`,
  'backup.sourceChanged': fr`un fichier a changé pendant la copie`,
  'backup.againHint': fr`relancez la même commande`,
  'backup.sourceDamaged': fr`le registre est endommagé, ou son journal n’est pas cohérent : ce ne serait pas une sauvegarde`,
  'backup.noBackup': (v) => fr`${v.file} n’est pas une sauvegarde de smsctl, ou vient d’une version plus récente`,
  'backup.noBackupHint': fr`vérifiez que c’est le bon fichier`,
  'backup.unreadable': (v) => fr`impossible de lire ${v.file} (${v.code})`,
  'backup.unreadableHint': fr`vérifiez le nom, le disque et le droit de lecture`,
  'backup.damaged': (v) => fr`${v.file} est endommagé ou tronqué`,
  'backup.damagedHint': fr`rien n’en a été restauré ; prenez une autre sauvegarde`,
  'backup.cutOrOther': (v) => fr`${v.file} a été coupé : il est plus court que toute sauvegarde d’un registre`,
  'backup.cutOrOtherHint': fr`copiez-le à nouveau de là où il a été fait, et comparez les tailles ; ou prenez une autre sauvegarde`,
  'backup.wrongPassphrase': (v) => fr`ce n’est pas la phrase secrète de ${v.file}, ou son début est endommagé`,
  'backup.wrongPassphraseHint': fr`une sauvegarde s’ouvre avec la phrase sous laquelle elle a été faite ; essayez encore`,
  'backup.exists': (v) => fr`${v.file} existe déjà`,
  'backup.existsHint': fr`restaurez dans un autre dossier avec --workspace DOSSIER, ou mettez de côté ce qui s’y trouve avec --force : rien n’est supprimé`,
  'backup.undoneHint': fr`rien n’a été rétabli, et ce qui s’y trouvait est comme avant ; vérifiez l’espace libre et les droits du dossier, puis relancez la même commande`,
  'backup.halfWayHint': (v) =>
    [
      fr`vérifiez le disque, puis relancez \`smsctl restore\`, avec --force : rien n’est effacé. Le rétablissement s’est arrêté à mi-chemin`,
      ...(v.files.length > 0 ? [fr`et ce qui s’y trouvait porte maintenant d’autres noms :`, v.files.join(', ')] : []),
    ].join(' '),
  'backup.copyLeft': (v) => fr`impossible de supprimer ${v.file}`,
  'backup.copyLeftHint': (v) =>
    fr`vérifiez les droits du dossier, puis supprimez ${v.file} : le registre entier peut s’y trouver en clair ; la prochaine sauvegarde ou restauration ici, \`smsctl retention --apply\` et \`smsctl subject erase\` le font aussi`,
  'backup.restored': (v, f) =>
    fr`${v.folder} : rétabli ; son journal compte ${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}, la plus récente du ${f.instant(v.newest, v.zone)}`,
  'backup.restoring': (v) => fr`l’espace de travail ${v.folder} est en cours de restauration`,
  'backup.setAside': (v) => [fr`Ce qui s’y trouvait est gardé :`, ...v.files].join('\n  '),
  'backup.restoredNext': fr`C’est une copie : elle ne peut rien envoyer avant « smsctl doctor --adopt », qui dit ce qu’elle ne peut pas savoir.`,
  'backup.since': (v, f) =>
    fr`Le journal de cette copie s’arrête au ${f.instant(v.newest, v.zone)}. Les STOP, retraits, effacements et messages survenus depuis n’y sont pas : reportez les STOP que connaît votre prestataire, et ceux notés ailleurs, avant tout envoi.`,
  'backup.behind': (v, f) =>
    fr`Le dernier registre à avoir envoyé ici comptait au moins ${f.number(v.known)} ${f.plural(v.known, 'ligne', 'lignes')} ; cette copie en a ${f.number(v.rows)} : ${f.number(v.known - v.rows)} ${f.plural(v.known - v.rows, 'ligne est perdue', 'lignes sont perdues')}.`,
  'backup.replayed': (v, f) =>
    fr`Effacements notés à côté du registre : ${f.number(v.noted)} ; cette copie en ignorait ${f.number(v.entered)}, désormais sur sa liste d’exclusion.`,
  'backup.erasedAgain': (v, f) =>
    fr`${f.number(v.count)} de ces personnes ${f.plural(v.count, 'figurait', 'figuraient')} à nouveau en clair dans cette copie, et ${f.plural(v.count, 'a été effacée', 'ont été effacées')} une fois de plus.`,
  'backup.collected': (v, f) =>
    fr`${v.campaign} : les relevés du prestataire en donnent ${f.number(v.accepted)} pour ${f.plural(v.accepted, 'parti', 'partis')} et ${f.number(v.rejected)} pour ${f.plural(v.rejected, 'rejeté', 'rejetés')} ; ${f.number(v.left)} ${f.plural(v.left, 'reste', 'restent')} en doute`,
  'backup.notCollected': (v) =>
    fr`${v.campaign} : le prestataire n’a pas pu être interrogé (${v.why}) ; plus tard : smsctl resolve ${v.campaign} --from-provider`,
  'backup.erasureLine': (v) => fr`${v.file}, ligne ${v.line} : pas une ligne de smsctl`,
  'backup.erasureLineHint': fr`ce fichier empêche les personnes effacées de revenir : remettez-le tel qu’il était, par exemple depuis une sauvegarde`,
  'backup.never': fr`aucune sauvegarde de ce registre n’a encore été faite`,
  'backup.neverHint': fr`smsctl backup FICHIER, sur un autre disque : si le registre ou sa clé se perd, la liste d’exclusion est perdue, définitivement`,
  'backup.last': (v, f) => fr`la dernière sauvegarde date du ${f.instant(v.at, v.zone)}`,
  'backup.oldHint': fr`plus d’un mois de STOP et d’accords n’est dans aucune sauvegarde : smsctl backup FICHIER`,
};
