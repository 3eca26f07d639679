import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

/** A ledger whose keys are sealed under a secret in the system's keychain. */
export const keychainEn = {
  'keychain.help': 'encrypts under a secret that the keychain of your session keeps, instead of a passphrase',
  'keychain.helpInit':
    'encrypts under a secret that the keychain of your session keeps, instead of a passphrase, with --encrypt or without it',
  'keychain.helpInstead': 'keeps a new secret in the keychain of your session, instead of a passphrase',
  'keychain.silent': 'the keychain of this session does not answer',
  'keychain.silentHint':
    'it may be locked and wait in a window of its own: unlock it, then run the same command again; without a keychain, the way in is a passphrase or a backup (`smsctl restore`)',
  'keychain.failed': 'this session has no keychain that can be used, or it is locked',
  'keychain.failedHint':
    'run the command in the desktop session where the keychain is, and unlock it; if that is lost, restore a backup: it opens with its own passphrase (`smsctl restore`)',
  'keychain.notKeptHint':
    'run the command in the desktop session where the keychain is, and unlock it; where there is none, use a passphrase (without --keychain)',
  'keychain.forgetful': 'the keychain of this session did not keep what it was given',
  'keychain.noLibrary': 'the library that asks the keychain is not installed on this computer, or does not fit it',
  'keychain.noLibraryHint':
    'install smsctl with its optional packages (`npm install --include=optional`), or restore a backup: it opens with its own passphrase',
  'keychain.noLibraryToKeepHint':
    'install smsctl with its optional packages (`npm install --include=optional`), or use a passphrase (without --keychain)',
  'keychain.noSecret': (v: { account: string }) =>
    `the keychain of this session has no entry smsctl/${v.account}, and nothing else opens this ledger`,
  'keychain.noSecretHint':
    'log in as the user, and on the computer, where the ledger was encrypted; if that is lost, restore a backup: it opens with its own passphrase (`smsctl restore`)',
  'keychain.wrongSecret': (v: { file: string }) =>
    `the secret in the keychain does not open ${v.file}: one of the two was changed`,
  'keychain.underPassphrase': (v: { ledger: string }) => `${v.ledger} is encrypted already, under a passphrase`,
  'keychain.underPassphraseHint': 'smsctl ledger passphrase --keychain',
  'keychain.underKeychain': (v: { ledger: string }) =>
    `${v.ledger} is encrypted already, under a secret in the keychain`,
  'keychain.underKeychainHint': 'to have a passphrase open it instead: smsctl ledger passphrase',
  'keychain.encrypted': (v: { files: number; ledger: string }, f: Formats) =>
    v.files === 0
      ? `${v.ledger} is encrypted already`
      : `${f.number(v.files)} ${f.plural(v.files, 'file', 'files')} encrypted: ${v.ledger} opens in your session on this computer alone from now on`,
  'keychain.toKeychain': 'the keychain of your session opens the ledger from now on',
  'keychain.toPassphrase': 'the new passphrase opens the ledger from now on, the keychain no longer',
  'keychain.formerPassphrase': 'Copies of ledger.key that were made before still open with the former passphrase.',
  'keychain.formerErased':
    'The secret that opened the ledger until now is erased from the keychain: copies of ledger.key, or of the folder, that were made before open no more.',
  'keychain.keepBackup':
    'Only your session on this computer opens the ledger now. A backup is the one way back when the computer or the session is lost: smsctl backup FILE; it has a passphrase of its own.',
  'keychain.backupOpens':
    'Restored, the ledger opens with the passphrase of this backup; `smsctl ledger passphrase --keychain` then hands it to the keychain of that computer.',
  'keychain.restoredOpens': 'The ledger opens with the passphrase of the backup.',
  'keychain.shared': (v: { account: string }) =>
    `The entry smsctl/${v.account} stays in the keychain: this ledger is a copy, and its original may open with it.`,
  'keychain.stays': (v: { account: string }) =>
    `The entry smsctl/${v.account} could not be erased from the keychain; it opens nothing here any more: delete it there.`,
  'keychain.keySealed': (v: { account: string }) =>
    `the key is there, sealed; the keychain of this session answers and opens it (entry smsctl/${v.account})`,
  'keychain.ledgerEncrypted':
    'the ledger and its rehearsals are encrypted; without the secret in the keychain nobody can open them',
  'keychain.keySealedHint':
    'whoever is logged in here opens the ledger; if computer or session are lost, a backup is the one way back: smsctl backup FILE',
} as const;

export const keychainFr: Translated<typeof keychainEn> = {
  'keychain.help': fr`chiffre sous un secret gardé par le trousseau de votre session, au lieu d’une phrase secrète`,
  'keychain.helpInit': fr`chiffre sous un secret gardé par le trousseau de votre session, au lieu d’une phrase secrète, avec --encrypt ou sans`,
  'keychain.helpInstead': fr`met un nouveau secret dans le trousseau de votre session, au lieu d’une phrase secrète`,
  'keychain.silent': fr`le trousseau de cette session ne répond pas`,
  'keychain.silentHint': fr`il est peut-être verrouillé et attend dans une fenêtre à lui : déverrouillez-le, puis relancez la même commande ; sans trousseau, on entre par une phrase secrète ou une sauvegarde (« smsctl restore »)`,
  'keychain.failed': fr`cette session n’a pas de trousseau utilisable, ou il est verrouillé`,
  'keychain.failedHint': fr`lancez la commande dans la session de bureau où se trouve le trousseau, et déverrouillez-le ; si elle est perdue, restaurez une sauvegarde : elle s’ouvre avec sa propre phrase secrète (« smsctl restore »)`,
  'keychain.notKeptHint': fr`lancez la commande dans la session de bureau où se trouve le trousseau, et déverrouillez-le ; là où il n’y en a pas, prenez une phrase secrète (sans --keychain)`,
  'keychain.forgetful': fr`le trousseau de cette session n’a pas gardé ce qui lui a été confié`,
  'keychain.noLibrary': fr`la bibliothèque qui interroge le trousseau n’est pas installée sur cet ordinateur, ou ne lui convient pas`,
  'keychain.noLibraryHint': fr`installez smsctl avec ses paquets facultatifs (« npm install --include=optional »), ou restaurez une sauvegarde : elle s’ouvre avec sa propre phrase secrète`,
  'keychain.noLibraryToKeepHint': fr`installez smsctl avec ses paquets facultatifs (« npm install --include=optional »), ou prenez une phrase secrète (sans --keychain)`,
  'keychain.noSecret': (v) =>
    fr`le trousseau de cette session n’a pas d’entrée smsctl/${v.account}, et rien d’autre n’ouvre ce registre`,
  'keychain.noSecretHint': fr`ouvrez la session où le registre a été chiffré, sur le même ordinateur ; si elle est perdue, restaurez une sauvegarde : elle s’ouvre avec sa propre phrase secrète (« smsctl restore »)`,
  'keychain.wrongSecret': (v) => fr`le secret du trousseau n’ouvre pas ${v.file} : l’un des deux a été modifié`,
  'keychain.underPassphrase': (v) => fr`${v.ledger} est déjà chiffré, sous une phrase secrète`,
  'keychain.underPassphraseHint': 'smsctl ledger passphrase --keychain',
  'keychain.underKeychain': (v) => fr`${v.ledger} est déjà chiffré, sous un secret du trousseau`,
  'keychain.underKeychainHint': fr`pour qu’une phrase secrète l’ouvre à la place : smsctl ledger passphrase`,
  'keychain.encrypted': (v, f) =>
    v.files === 0
      ? fr`${v.ledger} est déjà chiffré`
      : fr`${f.number(v.files)} ${f.plural(v.files, 'fichier chiffré', 'fichiers chiffrés')} : ${v.ledger} ne s’ouvre plus que dans votre session, sur cet ordinateur`,
  'keychain.toKeychain': fr`le trousseau de votre session ouvre désormais le registre`,
  'keychain.toPassphrase': fr`la nouvelle phrase secrète ouvre désormais le registre, le trousseau ne l’ouvre plus`,
  'keychain.formerPassphrase': fr`Les copies de ledger.key faites auparavant s’ouvrent encore avec l’ancienne phrase secrète.`,
  'keychain.formerErased': fr`Le secret qui ouvrait le registre est effacé du trousseau : les copies de ledger.key ou du dossier faites auparavant ne s’ouvrent plus.`,
  'keychain.keepBackup': fr`Seule votre session sur cet ordinateur ouvre désormais le registre. Une sauvegarde est le seul retour possible si l’ordinateur ou la session se perd : smsctl backup FICHIER ; elle a sa propre phrase secrète.`,
  'keychain.backupOpens': fr`Une fois restauré, le registre s’ouvre avec la phrase secrète de cette sauvegarde ; « smsctl ledger passphrase --keychain » le confie alors au trousseau de l’autre ordinateur.`,
  'keychain.restoredOpens': fr`Le registre s’ouvre avec la phrase secrète de la sauvegarde.`,
  'keychain.shared': (v) =>
    fr`L’entrée smsctl/${v.account} reste dans le trousseau : ce registre est une copie, et son original s’ouvre peut-être avec elle.`,
  'keychain.stays': (v) =>
    fr`L’entrée smsctl/${v.account} n’a pas pu être effacée du trousseau ; elle n’ouvre plus rien ici : supprimez-la dans le trousseau.`,
  'keychain.keySealed': (v) =>
    fr`la clé est là, scellée ; le trousseau de cette session répond et l’ouvre (entrée smsctl/${v.account})`,
  'keychain.ledgerEncrypted': fr`le registre et ses répétitions sont chiffrés ; sans le secret du trousseau, personne ne les ouvre`,
  'keychain.keySealedHint': fr`qui est connecté ici ouvre le registre ; si l’ordinateur ou la session se perd, une sauvegarde est le seul retour : smsctl backup FICHIER`,
};
