import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

/** A ledger at rest: encrypted under a key that a passphrase seals. */
export const vaultEn = {
  'vault.help': 'encrypts the ledger, decrypts it, or changes its passphrase',
  'vault.helpEncrypt': 'encrypts the ledger and its rehearsals under a passphrase',
  'vault.helpDecrypt': 'puts the ledger and its rehearsals back in clear',
  'vault.helpPassphrase': 'seals the key under another passphrase; the ledger is not rewritten',
  'vault.helpNewPassphraseFile': 'file with the new passphrase, which its owner alone may read',
  'vault.helpInit': 'encrypts the ledger under a passphrase, asked for or from SMSCTL_PASSPHRASE_FILE',
  'vault.ask': (v: { folder: string }) => `Passphrase of ${v.folder}`,
  'vault.askNew': 'New passphrase',
  'vault.askAgain': 'The same passphrase again',
  'vault.notTheSame': 'these are two different ones; once more',
  'vault.emptyPassphrase': 'a passphrase is not empty',
  'vault.short': (v: { least: number }) =>
    `this passphrase is short: whoever has the files can try many; four or five random words (${v.least} characters and more) are out of reach`,
  'vault.wrongPassphrase': (v: { file: string }) => `this is not the passphrase of ${v.file}`,
  'vault.wrongPassphraseHint':
    'try the passphrase again; nobody can recover a lost one: then a backup under a passphrase that you know is the way out',
  'vault.passphraseNeeded': 'a passphrase is needed, and there is no terminal to ask on',
  'vault.passphraseNeededHint':
    'name a file with it in SMSCTL_PASSPHRASE_FILE, which its owner alone may read (chmod 600), or run the command at a terminal',
  'vault.emptyPassphraseFile': (v: { file: string }) => `${v.file} holds no passphrase`,
  'vault.manyLines': (v: { file: string }) => `${v.file} has more than one line: which of them is the passphrase?`,
  'vault.passphraseFileHint':
    'SMSCTL_PASSPHRASE_FILE names a file with the passphrase on one line, which its owner alone may read (chmod 600)',
  'vault.otherFileKey': (v: { file: string }) =>
    `${v.file} is encrypted under another key than the one in ledger.key, or is damaged`,
  'vault.otherFileKeyHint':
    'put back the ledger.key that belongs to this ledger, or restore a backup beside it: `smsctl restore`',
  'vault.notRecodedHint': 'the ledger is as it was; check the disk, then run the same command again',
  'vault.encrypted': (v: { files: number; ledger: string }, f: Formats) =>
    v.files === 0
      ? `${v.ledger} is encrypted already`
      : `${f.number(v.files)} ${f.plural(v.files, 'file', 'files')} encrypted: ${v.ledger} opens with the passphrase alone from now on`,
  'vault.earlierCopies':
    'Copies of this folder that were made by hand, and of ledger.key, are still in clear: delete them. Files of `smsctl backup` are encrypted: keep them.',
  'vault.keepPassphrase':
    'Nobody can open the ledger without this passphrase, not even us: keep it where it outlives this computer.',
  'vault.decrypted': (v: { files: number; ledger: string }, f: Formats) =>
    v.files === 0
      ? `${v.ledger} is in clear already`
      : `${f.number(v.files)} ${f.plural(v.files, 'file', 'files')} decrypted: whoever can read ${v.ledger} can read everything in it`,
  'vault.passphraseChanged':
    'the new passphrase holds from now on; copies of ledger.key that were made before still open with the old one',
  'vault.notSealed': (v: { ledger: string }) => `${v.ledger} is not encrypted: there is no passphrase to change`,
  'vault.notSealedHint': 'smsctl ledger encrypt',
  'vault.newNeeded': '--new-passphrase-file is needed, for there is no terminal to ask on',
  'vault.newNeededHint':
    'SMSCTL_PASSPHRASE_FILE names the passphrase that opens the ledger now, --new-passphrase-file the one that is to open it',
  'vault.outboxesInClear': (v: { count: number; folder: string }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'outbox', 'outboxes')} of rehearsals in ${v.folder} ${f.plural(v.count, 'names', 'name')} people and texts in clear: that is what the handsets would have received, written to be read`,
  'vault.noOutboxes': 'no outbox of a rehearsal names people in clear',
  'vault.outboxesHint': 'delete what is no longer needed',
  'vault.ledgerEncrypted': 'the ledger and its rehearsals are encrypted; without the passphrase nobody can open them',
  'vault.ledgerInClear': 'the ledger is in clear: whoever can read its file can read everything in it',
  'vault.ledgerInClearHint':
    'smsctl ledger encrypt, unless the disk is encrypted. Keep a copy of ledger.key apart: without it the never-list recognises nobody, for good',
  'vault.halfEncrypted': (v: { files: readonly string[] }, f: Formats) =>
    `the key is sealed, but ${f.list(v.files)} ${f.plural(v.files.length, 'is', 'are')} still in clear`,
  'vault.halfEncryptedHint': 'finish what was interrupted: smsctl ledger encrypt, or smsctl ledger decrypt',
  'vault.keySealed':
    'the key is there, sealed under the passphrase; if that is lost, so are the ledger and the never-list',
} as const;

export const vaultFr: Translated<typeof vaultEn> = {
  'vault.help': fr`chiffre le registre, le déchiffre, ou change sa phrase secrète`,
  'vault.helpEncrypt': fr`chiffre le registre et ses répétitions sous une phrase secrète`,
  'vault.helpDecrypt': fr`remet en clair le registre et ses répétitions`,
  'vault.helpPassphrase': fr`scelle la clé sous une autre phrase secrète ; le registre n’est pas réécrit`,
  'vault.helpNewPassphraseFile': fr`fichier avec la nouvelle phrase secrète, lisible par son seul propriétaire`,
  'vault.helpInit': fr`chiffre le registre sous une phrase secrète, demandée ou lue dans SMSCTL_PASSPHRASE_FILE`,
  'vault.ask': (v) => fr`Phrase secrète de ${v.folder}`,
  'vault.askNew': fr`Nouvelle phrase secrète`,
  'vault.askAgain': fr`La même phrase secrète, encore une fois`,
  'vault.notTheSame': fr`ce sont deux phrases différentes ; recommencez`,
  'vault.emptyPassphrase': fr`une phrase secrète n’est pas vide`,
  'vault.short': (v) =>
    fr`cette phrase secrète est courte : qui détient les fichiers peut en essayer beaucoup ; quatre ou cinq mots tirés au hasard (${v.least} caractères et plus) sont hors de portée`,
  'vault.wrongPassphrase': (v) => fr`ce n’est pas la phrase secrète de ${v.file}`,
  'vault.wrongPassphraseHint': fr`essayez encore ; personne ne peut retrouver une phrase perdue : il reste alors une sauvegarde dont vous connaissez la phrase`,
  'vault.passphraseNeeded': fr`il faut une phrase secrète, et il n’y a pas de terminal où la demander`,
  'vault.passphraseNeededHint': fr`nommez dans SMSCTL_PASSPHRASE_FILE un fichier qui la contient, lisible par son seul propriétaire (chmod 600), ou lancez la commande dans un terminal`,
  'vault.emptyPassphraseFile': (v) => fr`${v.file} ne contient pas de phrase secrète`,
  'vault.manyLines': (v) => fr`${v.file} a plus d’une ligne : laquelle est la phrase secrète ?`,
  'vault.passphraseFileHint': fr`SMSCTL_PASSPHRASE_FILE nomme un fichier avec la phrase secrète sur une ligne, lisible par son seul propriétaire (chmod 600)`,
  'vault.otherFileKey': (v) =>
    fr`${v.file} est chiffré sous une autre clé que celle de ledger.key, ou il est endommagé`,
  'vault.otherFileKeyHint': fr`remettez la ledger.key de ce registre, ou restaurez une sauvegarde à côté : « smsctl restore »`,
  'vault.notRecodedHint': fr`le registre est resté tel quel ; vérifiez le disque, puis relancez la même commande`,
  'vault.encrypted': (v, f) =>
    v.files === 0
      ? fr`${v.ledger} est déjà chiffré`
      : fr`${f.number(v.files)} ${f.plural(v.files, 'fichier chiffré', 'fichiers chiffrés')} : ${v.ledger} ne s’ouvre plus qu’avec la phrase secrète`,
  'vault.earlierCopies': fr`Les copies de ce dossier faites à la main, et celles de ledger.key, sont toujours en clair : supprimez-les. Les fichiers de \`smsctl backup\` sont chiffrés : gardez-les.`,
  'vault.keepPassphrase': fr`Sans cette phrase secrète, personne n’ouvre le registre, nous non plus : gardez-la là où elle survivra à cet ordinateur.`,
  'vault.decrypted': (v, f) =>
    v.files === 0
      ? fr`${v.ledger} est déjà en clair`
      : fr`${f.number(v.files)} ${f.plural(v.files, 'fichier déchiffré', 'fichiers déchiffrés')} : qui peut lire ${v.ledger} peut lire tout ce qu’il contient`,
  'vault.passphraseChanged': fr`la nouvelle phrase secrète vaut dès maintenant ; les copies de ledger.key faites auparavant s’ouvrent encore avec l’ancienne`,
  'vault.notSealed': (v) => fr`${v.ledger} n’est pas chiffré : il n’y a pas de phrase secrète à changer`,
  'vault.notSealedHint': 'smsctl ledger encrypt',
  'vault.newNeeded': fr`il faut --new-passphrase-file, car il n’y a pas de terminal où poser la question`,
  'vault.newNeededHint': fr`SMSCTL_PASSPHRASE_FILE nomme la phrase secrète qui ouvre le registre aujourd’hui, --new-passphrase-file celle qui doit l’ouvrir`,
  'vault.outboxesInClear': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'boîte d’envoi', 'boîtes d’envoi')} de répétitions dans ${v.folder} ${f.plural(v.count, 'nomme', 'nomment')} des personnes et des textes en clair : c’est ce que les téléphones auraient reçu, écrit pour être lu`,
  'vault.noOutboxes': fr`aucune boîte d’envoi de répétition ne nomme des personnes en clair`,
  'vault.outboxesHint': fr`supprimez ce qui ne sert plus`,
  'vault.ledgerEncrypted': fr`le registre et ses répétitions sont chiffrés ; sans la phrase secrète, personne ne les ouvre`,
  'vault.ledgerInClear': fr`le registre est en clair : qui peut lire son fichier peut lire tout ce qu’il contient`,
  'vault.ledgerInClearHint': fr`smsctl ledger encrypt, à moins que le disque ne soit chiffré. Gardez une copie de ledger.key à part : sans elle, la liste d’exclusion ne reconnaît plus personne, définitivement`,
  'vault.halfEncrypted': (v, f) =>
    fr`la clé est scellée, mais ${f.list(v.files)} ${f.plural(v.files.length, 'est encore', 'sont encore')} en clair`,
  'vault.halfEncryptedHint': fr`terminez ce qui a été interrompu : smsctl ledger encrypt, ou smsctl ledger decrypt`,
  'vault.keySealed': fr`la clé est là, scellée sous la phrase secrète ; si celle-ci se perd, le registre et la liste d’exclusion aussi`,
};
