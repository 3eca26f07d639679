import type { DateTime } from 'luxon';
import type { ChainFault } from '../core/audit/chain.js';
import { closingEn, closingFr } from './closing-files.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import { faultWords } from './ledger-faults.js';
import type { Translated } from './phrase.js';

interface Mode {
  readonly file: string;
  readonly bits: number;
}

const faultsEn: Readonly<Record<ChainFault, string>> = {
  missing: 'is missing',
  reordered: 'is not where it was written',
  altered: 'was altered',
  truncated: 'and those after it were cut off',
  head_differs: 'is not the one that was noted',
};

const faultsFr: Readonly<Record<ChainFault, string>> = {
  missing: 'manque',
  reordered: 'n’est pas à la place où elle a été écrite',
  altered: 'a été modifiée',
  truncated: 'et les suivantes ont été coupées',
  head_differs: 'n’est pas celle qui avait été notée',
};

/** `0644`, as chmod(1) takes it. */
function octal(bits: number): string {
  return bits.toString(8).padStart(4, '0');
}

function modeList(modes: readonly Mode[], f: Formats): string {
  return f.list(modes.map(({ file, bits }) => `${file} (${octal(bits)})`));
}

export const doctorEn = {
  'doctor.ok': 'ok',
  'doctor.advice': 'advice',
  'doctor.warn': 'warning',
  'doctor.fail': 'failure',
  'doctor.verdict': (v: { failures: number; warnings: number; advice: number }, f: Formats) =>
    v.failures + v.warnings === 0
      ? `everything is in order${v.advice === 0 ? '' : `; ${f.number(v.advice)} ${f.plural(v.advice, 'piece', 'pieces')} of advice`}`
      : `${f.number(v.failures)} ${f.plural(v.failures, 'failure', 'failures')}, ${f.number(v.warnings)} ${f.plural(v.warnings, 'warning', 'warnings')}`,

  'doctor.node': (v: { version: string }) => `Node ${v.version}`,
  'doctor.nodeUntested': (v: { version: string }) => `smsctl is not tested with Node ${v.version}`,
  'doctor.nodeUntestedHint': 'use Node 24, or 22.14 and later, or 26 and later',
  'doctor.configFit': 'the configuration is valid',
  'doctor.reachable': 'people know whom to turn to (organisation.contact, privacy_url)',
  'doctor.notReachable': (v: { keys: readonly string[] }, f: Formats) =>
    `${f.list(v.keys.map((key) => `organisation.${key}`))} ${f.plural(v.keys.length, 'is', 'are')} not set: notices and answers to people can not name ${f.plural(v.keys.length, 'it', 'them')}`,
  'doctor.notReachableHint': 'set it in [organisation] of smsctl.toml (GDPR art. 12, 13)',
  'doctor.provider': (v: { provider: string }) =>
    v.provider === 'simulator' ? 'simulator: every campaign is a rehearsal, no SMS leaves' : `provider: ${v.provider}`,
  'doctor.footers': 'every allowed country has a way out',
  'doctor.noWayOut': (v: { countries: readonly string[] }, f: Formats) =>
    `no way out for ${f.list(v.countries)}: promotional messages leave everyone there out (no_way_out)`,
  'doctor.noWayOutHint': (v: { country: string }) =>
    `add [footer.${v.country}] with the STOP code or the link that your provider gives you, or take the country out of limits.countries`,
  'doctor.keyFit': 'the key is there, and closed to others',
  'doctor.modesOfWindows': 'rights of files are not looked at on Windows',
  'doctor.filesClosed': 'files with personal data are closed to others',
  'doctor.configClosed': 'the configuration is closed to others',
  'doctor.filesOpen': (v: { modes: readonly Mode[] }, f: Formats) =>
    `other users of this computer can open ${modeList(v.modes, f)}`,
  'doctor.filesOpenHint': (v: { modes: readonly Mode[] }) =>
    closingEn(
      '600',
      v.modes.map(({ file }) => file),
    ),
  'doctor.folderClosed': 'only you and your group can add files to the folder',
  'doctor.folderOpen': (v: Mode) => `anyone on this computer can exchange the files of ${v.file} (${octal(v.bits)})`,
  'doctor.folderOpenHint': (v: Mode) => closingEn('700', [v.file]),
  'doctor.diskLocal': 'the folder is on this computer’s own disk',
  'doctor.diskUnknown': 'this system does not tell whether the folder is on the computer’s own disk',
  'doctor.notSynchronised': 'no service that copies the folder to other computers was recognised',
  'doctor.clockPlausible': (v: { now: DateTime; zone: string }, f: Formats) =>
    `the clock is plausible: ${f.instant(v.now, v.zone)}`,
  'doctor.clockBehind': (v: { now: DateTime; earliest: DateTime; zone: string }, f: Formats) =>
    `the clock is wrong: it says ${f.instant(v.now, v.zone)}, but it was ${f.instant(v.earliest, v.zone)} already`,
  'doctor.clockBehindHint':
    'set the clock, or let the system keep it by the network: hours of sending are judged by it',
  'doctor.clockBehindLog': (v: { now: DateTime; written: DateTime; zone: string }, f: Formats) =>
    `the clock says ${f.instant(v.now, v.zone)}, but the log has a row of ${f.instant(v.written, v.zone)}: the clock is wrong, or was when that was written`,
  'doctor.clockBehindLogHint':
    'set the clock if it is wrong now, for hours of sending are judged by it; if it is right, collect the STOPs once more, and look at what was entered by the wrong one: smsctl audit list',
  'doctor.ledgerNotOpened':
    'the ledger was not opened: that takes a valid configuration and a key, or the passphrase, that opens it',
  'doctor.ledgerNotOpenedHint': 'see to what is told above first, then run `smsctl doctor` again',
  'doctor.ledgerOpens': 'the ledger opens, and keeps what is committed (WAL, synchronous FULL)',
  'doctor.keyBelongs': 'the key is the one that this ledger was made with',
  'doctor.untampered': 'the ledger’s own rules are in place, and every consent and never-list entry is in the log',
  'doctor.tampered': (v: { file: string; faults: readonly string[] }) =>
    `${v.file} was changed with other tools: ${v.faults.join('; ')}`,
  'doctor.tamperedHint':
    'send nothing from this ledger and change nothing in it: keep it as it is for whoever looks into it, restore a backup from before in another folder, and compare `smsctl audit head` with the heads that you kept',
  'doctor.intact': 'SQLite finds the ledger intact',
  'doctor.damaged': (v: { file: string; faults: readonly string[] }, f: Formats) =>
    `${v.file} is damaged: ${f.number(v.faults.length)} ${f.plural(v.faults.length, 'fault', 'faults')}, the first is: ${v.faults[0] ?? ''}`,
  'doctor.chainHolds': (v: { rows: number; head: string }, f: Formats) =>
    `the audit log holds: ${f.number(v.rows)} ${f.plural(v.rows, 'row', 'rows')}, head ${v.head}`,
  'doctor.chainBroken': (v: { seq: number; why: ChainFault }) =>
    `the audit log is broken: row ${v.seq} ${faultsEn[v.why]}`,
  'doctor.noRunLeft': (v: { campaigns: number }, f: Formats) =>
    `${f.number(v.campaigns)} ${f.plural(v.campaigns, 'campaign', 'campaigns')}, none was cut off`,
  'doctor.runUnderWay': (v: { names: readonly string[] }, f: Formats) => `a run is under way: ${f.list(v.names)}`,
  'doctor.runsLeft': (v: { names: readonly string[] }, f: Formats) =>
    `cut off before the end: ${f.list(v.names)}; the state is safe`,
  'doctor.runsLeftHint': '`smsctl resume NAME` goes on, `smsctl cancel NAME` ends it',
  'doctor.allKnown': 'no message in doubt',
  'doctor.unknown': (v: { total: number; names: readonly string[] }, f: Formats) =>
    `${f.number(v.total)} ${f.plural(v.total, 'message', 'messages')} in doubt in ${f.list(v.names)}: the answer was lost, and they are never sent again by themselves`,
  'doctor.unknownHint':
    '`smsctl resolve NAME` lists them; a receipt, or the provider’s records, tell what became of them',
  'doctor.noRehearsals': 'no rehearsal is kept',
  'doctor.rehearsals': (v: { names: readonly string[] }, f: Formats) =>
    `${f.number(v.names.length)} ${f.plural(v.names.length, 'rehearsal is', 'rehearsals are')} kept: ${f.list(v.names)}`,
  'doctor.rehearsalsUnreadable': (v: { names: readonly string[] }, f: Formats) =>
    `${f.plural(v.names.length, 'a rehearsal does', 'rehearsals do')} not open, and may be damaged: ${f.list(v.names)}`,
  'doctor.rehearsalsUnreadableHint': (v: { folder: string }) =>
    `it is a copy to try things in: make it again by \`smsctl plan … --fresh\`, or delete its files from ${v.folder}`,
  'doctor.rehearsalsHint': (v: { folder: string }) =>
    `each is a copy of the ledger with personal data: delete what you no longer need from ${v.folder}`,
} as const;

export const doctorFr: Translated<typeof doctorEn> = {
  'doctor.ok': 'ok',
  'doctor.advice': 'conseil',
  'doctor.warn': 'attention',
  'doctor.fail': 'échec',
  'doctor.verdict': (v, f) =>
    v.failures + v.warnings === 0
      ? fr`tout est en ordre${v.advice === 0 ? '' : fr` ; ${f.number(v.advice)} ${f.plural(v.advice, 'conseil', 'conseils')}`}`
      : fr`${f.number(v.failures)} ${f.plural(v.failures, 'échec', 'échecs')}, ${f.number(v.warnings)} ${f.plural(v.warnings, 'avertissement', 'avertissements')}`,

  'doctor.node': (v) => fr`Node ${v.version}`,
  'doctor.nodeUntested': (v) => fr`smsctl n’est pas testé avec Node ${v.version}`,
  'doctor.nodeUntestedHint': fr`prenez Node 24, ou 22.14 et suivants, ou 26 et suivants`,
  'doctor.configFit': fr`la configuration est valide`,
  'doctor.reachable': fr`on sait à qui s’adresser (organisation.contact, privacy_url)`,
  'doctor.notReachable': (v, f) =>
    fr`${f.list(v.keys.map((key) => `organisation.${key}`))} ${f.plural(v.keys.length, 'manque', 'manquent')} : mentions et réponses aux personnes ne peuvent ${f.plural(v.keys.length, 'l’', 'les ')}indiquer`,
  'doctor.notReachableHint': fr`à renseigner dans [organisation] de smsctl.toml (RGPD art. 12 et 13)`,
  'doctor.provider': (v) =>
    v.provider === 'simulator'
      ? fr`simulateur : chaque campagne est une répétition, aucun SMS ne part`
      : fr`prestataire : ${v.provider}`,
  'doctor.footers': fr`chaque pays admis a sa mention STOP`,
  'doctor.noWayOut': (v, f) =>
    fr`pas de mention STOP pour ${f.list(v.countries)} : les messages promotionnels y laissent tout le monde de côté (no_way_out)`,
  'doctor.noWayOutHint': (v) =>
    fr`ajoutez [footer.${v.country}] avec le code STOP ou le lien que donne votre prestataire, ou retirez le pays de limits.countries`,
  'doctor.keyFit': fr`la clé est là, fermée aux autres`,
  'doctor.modesOfWindows': fr`sous Windows, les droits des fichiers ne sont pas regardés`,
  'doctor.filesClosed': fr`les fichiers de données personnelles sont fermés aux autres`,
  'doctor.configClosed': fr`la configuration est fermée aux autres`,
  'doctor.filesOpen': (v, f) => fr`d’autres utilisateurs de cet ordinateur peuvent ouvrir ${modeList(v.modes, f)}`,
  'doctor.filesOpenHint': (v) =>
    closingFr(
      '600',
      v.modes.map(({ file }) => file),
    ),
  'doctor.folderClosed': fr`seuls vous et votre groupe pouvez ajouter des fichiers au dossier`,
  'doctor.folderOpen': (v) =>
    fr`n’importe qui sur cet ordinateur peut échanger les fichiers de ${v.file} (${octal(v.bits)})`,
  'doctor.folderOpenHint': (v) => closingFr('700', [v.file]),
  'doctor.diskLocal': fr`le dossier est sur le disque de cet ordinateur`,
  'doctor.diskUnknown': fr`ce système ne dit pas si le dossier est sur le disque de l’ordinateur`,
  'doctor.notSynchronised': fr`aucun service qui recopie le dossier sur d’autres ordinateurs n’a été reconnu`,
  'doctor.clockPlausible': (v, f) => fr`l’horloge est plausible : ${f.instant(v.now, v.zone)}`,
  'doctor.clockBehind': (v, f) =>
    fr`l’horloge est fausse : elle dit ${f.instant(v.now, v.zone)}, mais on était déjà le ${f.instant(v.earliest, v.zone)}`,
  'doctor.clockBehindHint': fr`réglez l’horloge, ou laissez le système la tenir par le réseau : les heures d’envoi sont jugées d’après elle`,
  'doctor.clockBehindLog': (v, f) =>
    fr`l’horloge dit ${f.instant(v.now, v.zone)}, mais le journal a une ligne du ${f.instant(v.written, v.zone)} : l’horloge est fausse, ou l’était quand cette ligne a été écrite`,
  'doctor.clockBehindLogHint': fr`réglez l’horloge si elle est fausse aujourd’hui : les heures d’envoi sont jugées d’après elle ; si elle est juste, relevez de nouveau les STOP et revoyez ce qui a été saisi sous la fausse : smsctl audit list`,
  'doctor.ledgerNotOpened': fr`le registre n’a pas été ouvert : il y faut une configuration valide et une clé, ou la phrase secrète, qui l’ouvre`,
  'doctor.ledgerNotOpenedHint': fr`réglez d’abord ce qui est signalé plus haut, puis relancez \`smsctl doctor\``,
  'doctor.ledgerOpens': fr`le registre s’ouvre et garde ce qui est validé (WAL, synchronous FULL)`,
  'doctor.keyBelongs': fr`la clé est celle avec laquelle ce registre a été créé`,
  'doctor.untampered': fr`les règles du registre sont en place, et chaque accord et chaque exclusion figurent au journal`,
  'doctor.tampered': (v, f) =>
    fr`${v.file} a été modifié avec d’autres outils : ${v.faults.map((fault) => faultWords(fault, f)).join('\u202F; ')}`,
  'doctor.tamperedHint': fr`n’envoyez rien depuis ce registre et n’y changez rien : gardez-le tel quel pour qui l’examinera, restaurez une sauvegarde antérieure dans un autre dossier, et comparez \`smsctl audit head\` aux têtes que vous avez notées`,
  'doctor.intact': fr`SQLite trouve le registre intact`,
  'doctor.damaged': (v, f) =>
    fr`${v.file} est endommagé : ${f.number(v.faults.length)} ${f.plural(v.faults.length, 'défaut', 'défauts')}, dont voici le premier : ${faultWords(v.faults[0] ?? '', f)}`,
  'doctor.chainHolds': (v, f) =>
    fr`le journal d’audit est intact : ${f.number(v.rows)} ${f.plural(v.rows, 'ligne', 'lignes')}, tête ${v.head}`,
  'doctor.chainBroken': (v) => fr`le journal d’audit est rompu : la ligne ${v.seq} ${faultsFr[v.why]}`,
  'doctor.noRunLeft': (v, f) =>
    fr`${f.number(v.campaigns)} ${f.plural(v.campaigns, 'campagne', 'campagnes')}, aucune interrompue`,
  'doctor.runUnderWay': (v, f) => fr`un envoi est en cours : ${f.list(v.names)}`,
  'doctor.runsLeft': (v, f) => fr`interrompu avant la fin : ${f.list(v.names)} ; l’état est sûr`,
  'doctor.runsLeftHint': fr`\`smsctl resume NOM\` continue, \`smsctl cancel NOM\` met fin`,
  'doctor.allKnown': fr`aucun message en doute`,
  'doctor.unknown': (v, f) =>
    fr`${f.number(v.total)} ${f.plural(v.total, 'message', 'messages')} en doute dans ${f.list(v.names)} : la réponse s’est perdue, et rien ne repart tout seul`,
  'doctor.unknownHint': fr`\`smsctl resolve NOM\` les liste ; un accusé de réception, ou les relevés du prestataire, disent ce qu’ils sont devenus`,
  'doctor.noRehearsals': fr`aucune répétition conservée`,
  'doctor.rehearsals': (v, f) =>
    fr`${f.number(v.names.length)} ${f.plural(v.names.length, 'répétition conservée', 'répétitions conservées')} : ${f.list(v.names)}`,
  'doctor.rehearsalsUnreadable': (v, f) =>
    fr`${f.plural(v.names.length, 'répétition qui ne s’ouvre pas, peut-être endommagée', 'répétitions qui ne s’ouvrent pas, peut-être endommagées')} : ${f.list(v.names)}`,
  'doctor.rehearsalsUnreadableHint': (v) =>
    fr`c’est une copie d’essai : refaites-la avec \`smsctl plan … --fresh\`, ou supprimez ses fichiers de ${v.folder}`,
  'doctor.rehearsalsHint': (v) =>
    fr`chacune est une copie du registre avec des données personnelles : supprimez de ${v.folder} ce qui ne sert plus`,
};
