import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Files {
  readonly files: readonly string[];
}

interface HalfWay {
  /** What the restoration set aside. */
  readonly aside: readonly string[];
  readonly copies: readonly string[];
}

export const leftoversEn = {
  'leftovers.none': 'no command that was stopped left a half-written file here',
  'leftovers.found': (v: Files, f: Formats) =>
    `left by a command that was stopped, or is at work at this moment, and may hold personal data in clear: ${f.list(v.files)}`,
  'leftovers.foundHint':
    'when no smsctl command is running in this folder, delete them: nothing reads them. `smsctl retention --apply` and `smsctl subject erase` do so too',
  'leftovers.noneAside': 'no restoration set anything aside here',
  'leftovers.aside': (v: Files, f: Formats) =>
    `set aside by a restoration, with everybody as they stood then: ${f.list(v.files)}`,
  'leftovers.asideHint':
    'once the restored workspace has shown that it is whole, delete them, with the key and the configuration of the same name: no term of `smsctl retention` ends them',
  'leftovers.erased': (v: Files & { isAhead: boolean }) =>
    [
      v.isAhead ? 'to be removed, left by a command that was stopped:' : 'removed, left by a command that was stopped:',
      ...v.files,
    ].join('\n  '),
  'leftovers.setAside': (v: { folder: string }) =>
    `${v.folder} has no ledger, but one that a restoration set aside before it was stopped`,
  'leftovers.setAsideHint': (v: { ledger: string; key: string; config: string }) =>
    `run the same \`smsctl restore\` again; or give back their names to ${v.ledger}, ${v.key} and ${v.config} (without .before-…), then run \`smsctl doctor\`: a new workspace here would have an empty never-list`,
  'leftovers.halfWay': (v: { folder: string }) =>
    `${v.folder} has no smsctl.toml: a restoration was stopped here half-way`,
  'leftovers.halfWayHint': (v: HalfWay, f: Formats) =>
    [
      'run `smsctl restore` again, with --force: nothing is deleted',
      ...(v.aside.length > 0 ? [`what was there before is kept: ${f.list(v.aside)}`] : []),
      ...(v.copies.length > 0
        ? [
            `it removes ${f.list(v.copies)}, where people may stand in clear; without a restoration, delete that yourself`,
          ]
        : []),
    ].join('; '),
  'leftovers.rehearsalsLink': (v: { folder: string }) =>
    `${v.folder} is a symbolic link: copies of the ledger would leave this folder`,
  'leftovers.rehearsalsLinkHint': 'find out who laid it there, and remove it; smsctl makes the folder itself',
} as const;

export const leftoversFr: Translated<typeof leftoversEn> = {
  'leftovers.none': fr`aucune commande interrompue n’a laissé de fichier à moitié écrit ici`,
  'leftovers.found': (v, f) =>
    fr`laissé par une commande interrompue, ou en cours à cet instant, et peut contenir des données personnelles en clair : ${f.list(v.files)}`,
  'leftovers.foundHint': fr`quand aucune commande smsctl ne travaille dans ce dossier, supprimez-les : rien ne les lit. \`smsctl retention --apply\` et \`smsctl subject erase\` le font aussi`,
  'leftovers.noneAside': fr`aucune restauration n’a rien mis de côté ici`,
  'leftovers.aside': (v, f) =>
    fr`mis de côté par une restauration, avec toutes les personnes comme elles y figuraient alors : ${f.list(v.files)}`,
  'leftovers.asideHint': fr`une fois l’espace restauré reconnu complet, supprimez-les, avec la clé et la configuration du même nom : aucun délai de \`smsctl retention\` ne les concerne`,
  'leftovers.erased': (v) =>
    [
      v.isAhead
        ? fr`à supprimer, laissé par une commande interrompue :`
        : fr`supprimé, laissé par une commande interrompue :`,
      ...v.files,
    ].join('\n  '),
  'leftovers.setAside': (v) =>
    fr`${v.folder} n’a pas de registre, mais celui qu’une restauration avait mis de côté avant d’être interrompue`,
  'leftovers.setAsideHint': (v) =>
    fr`relancez la même commande \`smsctl restore\` ; ou rendez leur nom à ${v.ledger}, ${v.key} et ${v.config} (sans .before-…), puis lancez \`smsctl doctor\` : un nouvel espace de travail ici aurait une liste d’exclusion vide`,
  'leftovers.halfWay': (v) => fr`${v.folder} n’a pas de smsctl.toml : un rétablissement y a été interrompu à mi-chemin`,
  'leftovers.halfWayHint': (v, f) =>
    [
      fr`relancez \`smsctl restore\`, avec --force : rien n’est effacé`,
      ...(v.aside.length > 0 ? [fr`ce qui s’y trouvait est gardé : ${f.list(v.aside)}`] : []),
      ...(v.copies.length > 0
        ? [
            fr`cela supprime ${f.list(v.copies)}, où des personnes peuvent figurer en clair ; sans rétablissement, supprimez-le vous-même`,
          ]
        : []),
    ].join(fr` ; `),
  'leftovers.rehearsalsLink': (v) =>
    fr`${v.folder} est un lien symbolique : des copies du registre sortiraient de ce dossier`,
  'leftovers.rehearsalsLinkHint': fr`cherchez qui l’a posé là, puis supprimez-le ; smsctl crée ce dossier lui-même`,
};
