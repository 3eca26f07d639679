import type { DateTime } from 'luxon';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Held {
  readonly number: string;
  readonly standing: 'known' | 'erased' | 'unknown';
  readonly consents: number;
  readonly messages: number;
  readonly requests: number;
}

type NotRectified = 'same' | 'unknown' | 'erased' | 'taken' | 'in_doubt';

/** Of somebody whom the ledger does not know, or no more, a request may have the number. */
function isHeld({ standing, requests }: Held): boolean {
  return standing === 'known' || requests > 0;
}

/** « 2 accords et 3 messages » */
function heldEn({ consents, messages, requests }: Held, f: Formats): string {
  return f.list([
    `${f.number(consents)} ${f.plural(consents, 'consent', 'consents')}`,
    `${f.number(messages)} ${f.plural(messages, 'text', 'texts')}`,
    ...(requests === 0 ? [] : [`${f.number(requests)} ${f.plural(requests, 'request', 'requests')}`]),
  ]);
}
function heldFr({ consents, messages, requests }: Held, f: Formats): string {
  return f.list([
    `${f.number(consents)} ${f.plural(consents, 'accord', 'accords')}`,
    `${f.number(messages)} ${f.plural(messages, 'texte', 'textes')}`,
    ...(requests === 0 ? [] : [`${f.number(requests)} ${f.plural(requests, 'demande', 'demandes')}`]),
  ]);
}

const identify = (id: number): string => `smsctl requests identify ${id} --by …`;

export const rightsEn = {
  'rights.help': 'does what people have a right to: access, rectification, objection, restriction, erasure',
  'rights.helpAccess': 'gives all that the ledger holds of a person, in clear language or as JSON',
  'rights.helpRectify': 'gives the history of a person another number; a STOP comes along',
  'rights.helpObject': 'ends every message to a person for good',
  'rights.helpRestrict': 'ends every message to a person until it is lifted',
  'rights.helpErase': 'takes a person out of the ledger and its rehearsals; their fingerprint stays on the never-list',
  'rights.helpTo': 'the right number',
  'rights.helpLift': 'ends the restriction',
  'rights.helpYes': 'does not ask',
  'rights.helpDryRun': 'shows what would go, and erases nothing',
  'rights.helpOut': 'writes to a new file instead of the screen',
  'rights.helpRevealAccess': 'whole number, for the person concerned; noted in the log and in the register of requests',
  'rights.yesNeeded': 'an erasure can not be undone: it needs a yes',
  'rights.yesNeededHint': 'look at it with --dry-run, then add --yes',
  'rights.eraseAsk': (v: { number: string }) => `Erase ${v.number}? This can not be undone.`,
  'rights.notErased': 'nothing was erased',
  'rights.toErase': (v: Held, f: Formats) =>
    isHeld(v)
      ? `to erase of ${v.number}: the number, ${heldEn(v, f)}`
      : v.standing === 'erased'
        ? `${v.number} was erased before; no row of theirs is left in clear`
        : `the ledger holds nothing of ${v.number} in clear; the fingerprint goes on the never-list`,
  'rights.erased': (v: Held, f: Formats) =>
    isHeld(v)
      ? `erased: ${v.number}, ${heldEn(v, f)}`
      : v.standing === 'erased'
        ? `${v.number} was erased before; no row of theirs is left in clear`
        : `the ledger held nothing of ${v.number} in clear; the fingerprint is on the never-list`,
  'rights.hadBefore': (
    v: { number: string; holder: string; until: DateTime; zone: string; command: string },
    f: Formats,
  ) =>
    `${v.number} was somebody else’s until ${f.instant(v.until, v.zone)}, who has ${v.holder} now: this is about whoever has ${v.number} today; if it was the other person who asked: smsctl ${v.command} with the number they have now`,
  'rights.formerNumber': (v: { until: DateTime; zone: string }, f: Formats) =>
    `until ${f.instant(v.until, v.zone)} this was the number of someone whom the ledger knows under another one: if it is they who ask, erase that one`,
  'rights.eraseSkips': (v: { planned: number; isAhead: boolean }, f: Formats) =>
    `${f.number(v.planned)} planned ${f.plural(v.planned, 'message', 'messages')} ${v.isAhead ? 'will not leave' : 'will never leave'} (erased)`,
  'rights.eraseRehearsals': (v: { names: readonly string[]; isAhead: boolean }, f: Formats) =>
    `${f.plural(v.names.length, 'rehearsal', 'rehearsals')} ${v.isAhead ? 'to be removed' : 'removed'} whole: ${f.list(v.names)}`,
  'rights.eraseTell': (v: { providers: readonly string[] }, f: Formats) =>
    `tell them to erase too (GDPR art. 19): ${f.list(v.providers)}`,
  'rights.filesHolding': (v: { files: readonly string[] }) =>
    ['these files hold the number, and were not touched:', ...v.files].join('\n  '),
  'rights.filesUnread': (v: { files: readonly string[] }) =>
    ['these could not be looked into:', ...v.files].join('\n  '),
  'rights.nothingErased': 'nothing was erased yet; backups and files elsewhere are not looked at',
  'rights.eraseStays':
    'what stays: a keyed fingerprint (never-list, log), and basis, date and hash of the words of each consent. Backups and files elsewhere are yours to see to',
  'rights.registered': (v: { ids: readonly number[] }, f: Formats) =>
    `in the register of requests: ${f.list(v.ids.map((id) => `#${id}`))}, answered`,
  // Before the act, after it, and where a document is about to be handed over.
  'rights.unidentified': (v: { ids: readonly number[]; act: 'ahead' | 'done' | 'handed' }, f: Formats) => {
    const unknown = `nobody noted how it was made sure who asks: ${f.list(v.ids.map((id) => `#${id}`))}`;
    if (v.act === 'ahead') return `${unknown}. First: ${f.list(v.ids.map(identify))} (GDPR art. 12(6))`;
    const first = 'smsctl requests identify (GDPR art. 12(6))';
    return v.act === 'handed'
      ? `answered although ${unknown}. Make sure before you hand this over; next time first: ${first}`
      : `answered although ${unknown}; next time first: ${first}`;
  },
  'rights.readersLeft': (v: { file: string }) =>
    `another program is reading ${v.file}: old bytes can not be overwritten`,
  'rights.readersLeftHint': 'close it, then run the same command again: it finishes what is left to do',
  'rights.rectified': (v: { from: string; to: string; skipped: number; carried: number }, f: Formats) =>
    `${v.from} is ${v.to} now${v.skipped === 0 ? '' : `; ${f.number(v.skipped)} planned ${f.plural(v.skipped, 'message', 'messages')} will not leave`}${v.carried === 0 ? '' : `; ${f.number(v.carried)} never-list ${f.plural(v.carried, 'entry holds', 'entries hold')} for it too`}`,
  'rights.notRectified': (v: { why: NotRectified; from: string; to: string }) =>
    ({
      same: `there is nothing to correct: both are the same number, ${v.from}`,
      unknown: `there is nothing to correct: the ledger has nothing of ${v.from}, or this change of number was made already`,
      erased: `not corrected: ${v.from} or ${v.to} was erased, and whoever was erased gets no history`,
      taken: `not corrected: ${v.to} has consents or messages of its own, and two histories are not made one`,
      in_doubt: `not corrected yet: a message to ${v.from} is in doubt`,
    })[v.why],
  'rights.notRectifiedHint': (v: { why: NotRectified }) =>
    ({
      same: 'give the new number with --to',
      unknown: '`smsctl subject access` shows what the ledger has of a number',
      erased: 'collect a new consent under another number',
      taken: 'if both are the same person, withdraw or erase the old number and go on with the new one',
      in_doubt: 'settle it with `smsctl resolve`, then run the same command again',
    })[v.why],
  'rights.objected': (v: { number: string }) => `${v.number} gets no message any more, whatever it is for`,
  'rights.objectedBefore': (v: { number: string }) => `${v.number} had objected before`,
  'rights.restricted': (v: { number: string; restricted: boolean }) =>
    v.restricted ? `${v.number} gets no message until --lift` : `the restriction of ${v.number} is lifted`,
  'rights.restrictedBefore': (v: { number: string; restricted: boolean }) =>
    v.restricted ? `${v.number} was restricted before` : `${v.number} is not restricted`,
  'rights.accessWritten': (v: { file: string }) => `written to ${v.file}`,
  'rights.noContact':
    'this document does not say whom to write to: fill in organisation.contact in smsctl.toml, then make it again',
  'rights.accessMasked': 'a look, with the number masked; --reveal makes what the person gets, and notes it',
} as const;

export const rightsFr: Translated<typeof rightsEn> = {
  'rights.help': fr`exerce les droits des personnes : accès, rectification, opposition, limitation, effacement`,
  'rights.helpAccess': fr`donne tout ce que le registre garde d’une personne, en langage clair ou en JSON`,
  'rights.helpRectify': fr`donne un autre numéro à l’historique d’une personne ; un STOP suit`,
  'rights.helpObject': fr`met fin pour toujours à tout message vers une personne`,
  'rights.helpRestrict': fr`suspend tout message vers une personne jusqu’à nouvel ordre`,
  'rights.helpErase': fr`retire une personne du registre et des répétitions ; son empreinte reste sur la liste d’exclusion`,
  'rights.helpTo': fr`le bon numéro`,
  'rights.helpLift': fr`met fin à la limitation`,
  'rights.helpYes': fr`ne pose pas de question`,
  'rights.helpDryRun': fr`montre ce qui partirait, et n’efface rien`,
  'rights.helpOut': fr`écrit dans un nouveau fichier plutôt qu’à l’écran`,
  'rights.helpRevealAccess': fr`numéro entier, pour la personne concernée ; noté au journal et au registre des demandes`,
  'rights.yesNeeded': fr`un effacement ne se défait pas : il faut un oui`,
  'rights.yesNeededHint': fr`regardez d’abord avec --dry-run, puis ajoutez --yes`,
  'rights.eraseAsk': (v) => fr`Effacer ${v.number} ? Cela ne se défait pas.`,
  'rights.notErased': fr`rien n’a été effacé`,
  'rights.toErase': (v, f) =>
    isHeld(v)
      ? fr`à effacer de ${v.number} : le numéro, ${heldFr(v, f)}`
      : v.standing === 'erased'
        ? fr`${v.number} a déjà été effacé ; aucune ligne à son nom ne reste en clair`
        : fr`le registre n’a rien en clair de ${v.number} ; l’empreinte ira sur la liste d’exclusion`,
  'rights.erased': (v, f) =>
    isHeld(v)
      ? fr`effacé : ${v.number}, ${heldFr(v, f)}`
      : v.standing === 'erased'
        ? fr`${v.number} avait déjà été effacé ; aucune ligne à son nom ne reste en clair`
        : fr`le registre n’avait rien en clair de ${v.number} ; l’empreinte est sur la liste d’exclusion`,
  'rights.hadBefore': (v, f) =>
    fr`${v.number} était à quelqu’un d’autre jusqu’au ${f.instant(v.until, v.zone)}, qui a maintenant ${v.holder} : cela vise qui a ${v.number} aujourd’hui ; si c’est l’autre personne qui l’a demandé : smsctl ${v.command} avec son numéro actuel`,
  'rights.formerNumber': (v, f) =>
    fr`jusqu’au ${f.instant(v.until, v.zone)} c’était le numéro de quelqu’un que le registre connaît sous un autre : si c’est cette personne qui demande, effacez celui-là`,
  'rights.eraseSkips': (v, f) =>
    fr`${f.number(v.planned)} ${f.plural(v.planned, 'message planifié ne partira', 'messages planifiés ne partiront')} ${v.isAhead ? 'pas' : 'jamais'} (personne effacée)`,
  'rights.eraseRehearsals': (v, f) =>
    fr`${f.plural(v.names.length, 'répétition', 'répétitions')} ${v.isAhead ? 'à supprimer' : f.plural(v.names.length, 'supprimée', 'supprimées')} en entier : ${f.list(v.names)}`,
  'rights.eraseTell': (v, f) => fr`demandez-leur d’effacer aussi (RGPD art. 19) : ${f.list(v.providers)}`,
  'rights.filesHolding': (v) =>
    [fr`ces fichiers contiennent le numéro et n’ont pas été touchés :`, ...v.files].join('\n  '),
  'rights.filesUnread': (v) => [fr`impossible de regarder dans :`, ...v.files].join('\n  '),
  'rights.nothingErased': fr`rien n’est encore effacé ; les sauvegardes et les fichiers d’ailleurs ne sont pas regardés`,
  'rights.eraseStays': fr`ce qui reste : une empreinte à clé (liste d’exclusion, journal), et de chaque accord la base, la date et l’empreinte du texte. Les sauvegardes et les fichiers rangés ailleurs, c’est à vous de les effacer`,
  'rights.registered': (v, f) =>
    fr`au registre des demandes : ${f.list(v.ids.map((id) => fr`n° ${id}`))}, ${f.plural(v.ids.length, 'close', 'closes')}`,
  'rights.unidentified': (v, f) => {
    const ids = f.list(v.ids.map((id) => fr`n° ${id}`));
    if (v.act === 'ahead')
      return fr`l’identité du demandeur n’a pas été notée : ${f.plural(v.ids.length, 'demande', 'demandes')} ${ids}. D’abord : ${f.list(v.ids.map(identify))} (RGPD art. 12(6))`;
    const unknown = fr`${f.plural(v.ids.length, 'demande close', 'demandes closes')} sans que l’identité du demandeur ait été notée : ${ids}`;
    const first = fr`smsctl requests identify (RGPD art. 12(6))`;
    return v.act === 'handed'
      ? fr`${unknown}. Assurez-vous-en avant de remettre ces données ; la prochaine fois, d’abord : ${first}`
      : fr`${unknown} ; la prochaine fois, d’abord : ${first}`;
  },
  'rights.readersLeft': (v) => fr`un autre programme lit ${v.file} : les anciens octets ne peuvent pas être recouverts`,
  'rights.readersLeftHint': fr`fermez-le, puis relancez la même commande : elle finit ce qui reste à faire`,
  'rights.rectified': (v, f) =>
    fr`${v.from} est désormais ${v.to}${v.skipped === 0 ? '' : fr` ; ${f.number(v.skipped)} ${f.plural(v.skipped, 'message planifié ne partira pas', 'messages planifiés ne partiront pas')}`}${v.carried === 0 ? '' : fr` ; ${f.number(v.carried)} ${f.plural(v.carried, 'exclusion vaut', 'exclusions valent')} aussi pour lui`}`,
  'rights.notRectified': (v) =>
    ({
      same: fr`rien à corriger : les deux sont le même numéro, ${v.from}`,
      unknown: fr`rien à corriger : le registre n’a rien de ${v.from}, ou ce changement de numéro est déjà fait`,
      erased: fr`non corrigé : ${v.from} ou ${v.to} a été effacé, et qui est effacé ne reçoit pas d’historique`,
      taken: fr`non corrigé : ${v.to} a ses propres accords ou messages, et deux historiques ne se fondent pas`,
      in_doubt: fr`pas encore corrigé : un message vers ${v.from} est en doute`,
    })[v.why],
  'rights.notRectifiedHint': (v) =>
    ({
      same: fr`donnez le nouveau numéro avec --to`,
      unknown: fr`\`smsctl subject access\` montre ce que le registre a d’un numéro`,
      erased: fr`recueillez un nouvel accord sous un autre numéro`,
      taken: fr`si c’est la même personne, retirez ou effacez l’ancien numéro et continuez avec le nouveau`,
      in_doubt: fr`tranchez avec \`smsctl resolve\`, puis relancez la même commande`,
    })[v.why],
  'rights.objected': (v) => fr`${v.number} ne recevra plus aucun message, quel qu’en soit l’objet`,
  'rights.objectedBefore': (v) => fr`${v.number} s’était déjà opposé`,
  'rights.restricted': (v) =>
    v.restricted ? fr`${v.number} ne reçoit plus rien jusqu’à --lift` : fr`la limitation de ${v.number} est levée`,
  'rights.restrictedBefore': (v) =>
    v.restricted ? fr`${v.number} était déjà limité` : fr`${v.number} n’est pas limité`,
  'rights.accessWritten': (v) => fr`écrit dans ${v.file}`,
  'rights.noContact': fr`ce document ne dit pas à qui écrire : remplissez organisation.contact dans smsctl.toml, puis refaites-le`,
  'rights.accessMasked': fr`simple aperçu, numéro masqué ; --reveal produit ce que reçoit la personne, et le note`,
};
