import type { DateTime } from 'luxon';
import type { DueReason } from '../core/consent/due.js';
import type { HoldBackReason } from '../core/suppression/suppression.js';
import { isOnNoList, suppressionReasonWords } from './consent-reasons.js';
import type { Formats } from './formats.js';
import { french as fr } from './french.js';
import type { Locale } from './formats.js';
import type { Translated } from './phrase.js';

const dueWords: Readonly<Record<Locale, Readonly<Record<DueReason, string>>>> = {
  en: { expired: 'too old', ended: 'term over', ageing: 'ageing', ending: 'term ends' },
  fr: { expired: 'trop ancien', ended: 'terme passé', ageing: 'vieillit', ending: 'terme proche' },
};

const reasonsIn = (locale: Locale, reasons: readonly HoldBackReason[], f: Formats): string =>
  f.list(reasons.map((reason) => suppressionReasonWords[locale][reason]));

/** What can be done where no consent lifts what holds somebody back; what stands for good is told alone. */
interface WaysBack {
  readonly stands: string;
  readonly restriction: string;
  readonly review: string;
  readonly provider: string;
}

const waysBackEn: WaysBack = {
  stands:
    'a complaint, an objection and an erasure stand, and no --lift takes them back: write to them by post or e-mail, if they asked you to',
  restriction: 'the restriction ends with `smsctl subject restrict NUMBER --lift`, once its ground is gone',
  review: '`smsctl inbox review` decides about the reply that waits',
  provider: 'the provider takes its own entry back; until then write to them by post or e-mail',
};

const waysBackFr: WaysBack = {
  stands: fr`une plainte, une opposition et un effacement demeurent, et --lift n’y peut rien : écrivez par courrier ou par e-mail, si la personne vous l’a demandé`,
  restriction: fr`la limitation prend fin par \`smsctl subject restrict NUMÉRO --lift\`, une fois son motif disparu`,
  review: fr`\`smsctl inbox review\` tranche la réponse qui attend`,
  provider: fr`c’est au prestataire de retirer la sienne ; en attendant, écrivez par courrier ou par e-mail`,
};

function waysBack(reasons: readonly HoldBackReason[], words: WaysBack): readonly string[] {
  const kinds = reasons.map((reason) => {
    if (reason === 'restriction' || reason === 'review') return reason;
    return reason === 'provider' || reason === 'unreachable' ? 'provider' : 'stands';
  });
  return kinds.includes('stands') ? [words.stands] : [...new Set(kinds)].map((kind) => words[kind]);
}

/** Words of what keeps the ledger in order: renewals, memberships that end, entries that are taken back. */
export const renewalEn = {
  'renewal.pending': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'is', 'are')} not confirmed yet (double opt-in): no consent until the confirmation is recorded`,
  'renewal.usedUp': (v: { at: string }) => `used up by its one campaign on ${v.at}`,
  'renewal.help': 'lists whom to ask again: consents that grow old, memberships that end',
  'renewal.helpPurpose': 'of this purpose only',
  'renewal.helpWithin': 'terms that end within this many days; 60 if not given',
  'renewal.numberTitle': 'number',
  'renewal.purposeTitle': 'purpose',
  'renewal.reasonTitle': 'why',
  'renewal.basisTitle': 'legal basis',
  'renewal.heardTitle': 'last heard of',
  'renewal.untilTitle': 'counts until',
  'renewal.reason': (v: { reason: DueReason }) => dueWords.en[v.reason],
  'renewal.none': 'nobody needs to be asked again',
  'renewal.neverBySms':
    'ask them by post, by e-mail or at the desk, never by SMS: to ask for a consent is advertising too, and needs one (directive 2002/58/EC, art. 13(1))',
  'renewal.helpPending': 'a double opt-in that waits for its confirmation: no consent yet',
  'renewal.helpConfirmedAt': 'when a double opt-in was confirmed; --evidence or --ip says what shows it',
  'renewal.helpLastContact': 'when the person was last heard of',
  'renewal.onlyDouble': (v: { option: string }) => `${v.option} is for double_opt_in`,
  'renewal.onlyDoubleHint': 'leave it out, or say --basis double_opt_in',
  'renewal.pendingConfirmed': '--pending and --confirmed-at exclude each other',
  'renewal.pendingConfirmedHint': 'a request that was confirmed does not wait',
  'renewal.waits': (v: { number: string; purpose: string }) =>
    `recorded: ${v.number}, ${v.purpose}; it waits for its confirmation and is no consent until then`,
  'renewal.noticeOfPending': 'asked for and not confirmed (double opt-in):',
  'renewal.membershipEnded': (v: { at: DateTime; zone: string }, f: Formats) =>
    `the membership was ended ${f.instant(v.at, v.zone)}`,

  'lift.help':
    'takes back, for this purpose, a STOP, a click on the way out or an entry by hand that is older than this consent',
  'lift.lifted': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'entry', 'entries')} of the never-list lifted for this purpose; a later STOP wins again`,
  'lift.nothing': 'the never-list had nothing to lift',
  'lift.notOwnWords': 'nothing was recorded: only what a person said themselves lifts an entry (opt_in, double_opt_in)',
  'lift.notOwnWordsHint': 'record the words they agreed to, with --basis opt_in, --wording and --source',
  'lift.never': (v: { number: string; reasons: readonly HoldBackReason[] }, f: Formats) =>
    `nothing was recorded: ${v.number} is ${isOnNoList(v.reasons) ? 'held back' : 'on the never-list'} (${reasonsIn('en', v.reasons, f)}), and no consent lifts that`,
  'lift.neverHint': (v: { reasons: readonly HoldBackReason[] }): string => waysBack(v.reasons, waysBackEn).join('; '),
  'lift.notLater': (v: { number: string; givenAt: string; since: DateTime; zone: string }, f: Formats) =>
    `nothing was recorded: the consent of ${f.moment(v.givenAt, v.zone)} is not later than the entry of ${v.number} on the never-list (${f.instant(v.since, v.zone)})`,
  'lift.notLaterHint':
    'a date alone counts from 00:00 as a consent, and to the end of its day as a STOP; give the instant if they agreed afterwards: --given-at 2026-03-10T14:30:00+01:00',
  'lift.told': (v: { purpose: string; at: string; operator: string }) =>
    `lifted for ${v.purpose} ${v.at} by ${v.operator}`,
  'lift.undone': (v: { at: string; operator: string }) => `taken back as a mistake ${v.at} by ${v.operator}`,

  'undo.help': 'takes back what a mistaken import put on the never-list: entries by hand, and no others',
  'undo.helpImport': 'number of the import, as `suppress import` told it',
  'undo.helpDryRun': 'counts; takes nothing back',
  'undo.badImport': (v: { value: string }) => `${v.value} is no number of an import`,
  'undo.badImportHint': '`smsctl suppress list` names the import of each entry, and `suppress import` told it',
  'undo.unknown': (v: { id: number }) => `no never-list was imported under number ${v.id}`,
  'undo.latest': (
    v: { imports: readonly { id: number; fileName: string; at: DateTime }[]; zone: string },
    f: Formats,
  ) =>
    v.imports.length === 0
      ? 'no never-list was imported yet'
      : `the latest: ${f.list(v.imports.map(({ id, fileName, at }) => `${id} (${fileName}, ${f.instant(at, v.zone)})`))}`,
  'undo.done': (v: { count: number; file: string; dryRun: boolean }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'entry', 'entries')} of ${v.file} ${v.dryRun ? 'would be taken back' : 'taken back'}`,
  'undo.others': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'entry', 'entries')} of another reason ${f.plural(v.count, 'stays', 'stay')}`,
  'undo.stillListed': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} of these people ${f.plural(v.count, 'stays', 'stay')} on the list: another entry names them too`,
  'undo.undone': (v: { count: number }, f: Formats) => `${f.number(v.count)} taken back before`,
  'undo.hint': (v: { id: number; count: number; others: number }, f: Formats) =>
    `this was import ${v.id}; \`smsctl suppress undo ${v.id}\` takes ${v.others === 0 ? 'it back' : `back its ${f.number(v.count)} ${f.plural(v.count, 'entry', 'entries')} by hand, and no other`}`,

  'sync.help': 'the file is the whole list of members: ends the membership of whoever is not in it',
  'sync.helpSource': 'with --sync: only memberships recorded from this source',
  'sync.helpConfirm': 'with --sync: number of memberships that you expect to end',
  'sync.needsFile': '--sync reads the file twice, and standard input can be read once',
  'sync.needsFileHint': 'save the list as a file',
  'sync.needsPurpose': '--sync needs --purpose: one list of members, one purpose',
  'sync.onlyMembers': (v: { basis: string }) => `--sync ends memberships, and this file is one of ${v.basis}`,
  'sync.onlyMembersHint': 'leave --sync out, or say --basis member',
  'sync.alone': (v: { option: string }) => `${v.option} is for --sync`,
  'sync.aloneHint': 'add --sync, or leave it out',
  'sync.purposeTakesNone': (v: { purpose: string }) => `the purpose ${v.purpose} accepts no members`,
  'sync.purposeTakesNoneHint': 'choose a purpose whose bases have member; `smsctl config show` lists them',
  'sync.counts': (v: { members: number; leaving: number; purpose: string }, f: Formats) =>
    `${v.purpose}: ${f.number(v.members)} ${f.plural(v.members, 'member', 'members')} by now, ${f.number(v.leaving)} of them not in the file`,
  'sync.ended': (v: { count: number; dryRun: boolean }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'membership', 'memberships')} ${v.dryRun ? 'would be ended' : 'ended'}`,
  'sync.resumed': (v: { count: number; dryRun: boolean }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'membership that had ended', 'memberships that had ended')} ${v.dryRun ? 'would count' : f.plural(v.count, 'counts', 'count')} again: the file has the same rows as before they ended; if it is an old list, import the latest one with --sync`,
  'sync.suspicious': (v: { members: number; leaving: number }, f: Formats) =>
    `nothing was recorded: ${f.number(v.leaving)} of ${f.number(v.members)} members ${f.plural(v.leaving, 'is', 'are')} not in the file, as if it were a part of the list`,
  'sync.suspiciousHint': (v: { leaving: number }) =>
    `if it is the whole list, say so with --confirm ${v.leaving}; a filtered or cut file is no list of members`,
  'sync.wouldBeRefused': (v: { leaving: number }, f: Formats) =>
    `without --dry-run this list is refused: ${f.plural(v.leaving, 'a membership', 'memberships')} would end (${f.number(v.leaving)}); if the file is the whole list, say so with --confirm ${v.leaving}`,
  'sync.unreadableRows': (v: { rows: number }, f: Formats) =>
    `${f.number(v.rows)} ${f.plural(v.rows, 'row has', 'rows have')} a number that can not be read: whoever ${f.plural(v.rows, 'it names', 'they name')} seems to be missing`,
  'sync.unreadable': (v: { rows: number; leaving: number }, f: Formats) =>
    `nothing was recorded: ${f.number(v.rows)} ${f.plural(v.rows, 'row has', 'rows have')} a number that can not be read, so nobody can tell whether the ${f.plural(v.leaving, 'member', 'members')} not in the file (${f.number(v.leaving)}) left`,
  'sync.unreadableHint': (v: { leaving: number }) =>
    `mend the numbers (--dry-run --rejects FILE shows the rows), or say --confirm ${v.leaving} if those members did leave`,
  'sync.confirmDiffers': (v: { expected: number; leaving: number }, f: Formats) =>
    `nothing was recorded: --confirm expects ${f.number(v.expected)}, but ${f.number(v.leaving)} ${f.plural(v.leaving, 'membership', 'memberships')} would end`,
  'sync.confirmDiffersHint': 'look at the list with --dry-run first',
  'sync.changed': (v: { file: string }) => `${v.file} was changed while it was read; no membership was ended`,
  'sync.changedHint': 'run the command again',
} as const;

export const renewalFr: Translated<typeof renewalEn> = {
  'renewal.pending': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'n’est pas encore confirmé', 'ne sont pas encore confirmés')} (double opt-in) : pas d’accord tant que la confirmation n’est pas enregistrée`,
  'renewal.usedUp': (v) => fr`épuisée par sa seule campagne le ${v.at}`,
  'renewal.help': fr`liste à qui redemander : accords qui vieillissent, adhésions qui se terminent`,
  'renewal.helpPurpose': fr`de cette finalité seulement`,
  'renewal.helpWithin': fr`termes qui échoient dans ce nombre de jours ; 60 à défaut`,
  'renewal.numberTitle': fr`numéro`,
  'renewal.purposeTitle': fr`finalité`,
  'renewal.reasonTitle': fr`pourquoi`,
  'renewal.basisTitle': fr`base légale`,
  'renewal.heardTitle': fr`dernier signe`,
  'renewal.untilTitle': fr`vaut jusqu’au`,
  'renewal.reason': (v) => dueWords.fr[v.reason],
  'renewal.none': fr`il n’y a personne à qui redemander`,
  'renewal.neverBySms': fr`demandez par courrier, par e-mail ou à l’accueil, jamais par SMS : demander un accord est déjà de la prospection, et il en faut un (directive 2002/58/CE, art. 13 § 1)`,
  'renewal.helpPending': fr`un double opt-in qui attend sa confirmation : pas encore un accord`,
  'renewal.helpConfirmedAt': fr`quand le double opt-in a été confirmé ; --evidence ou --ip dit ce qui le montre`,
  'renewal.helpLastContact': fr`dernier contact venu de la personne`,
  'renewal.onlyDouble': (v) => fr`${v.option} vaut pour double_opt_in`,
  'renewal.onlyDoubleHint': fr`retirez cette option, ou dites --basis double_opt_in`,
  'renewal.pendingConfirmed': fr`--pending et --confirmed-at s’excluent`,
  'renewal.pendingConfirmedHint': fr`une demande confirmée n’attend plus`,
  'renewal.waits': (v) =>
    fr`enregistré : ${v.number}, ${v.purpose} ; en attente de confirmation, ce n’est pas un accord jusque-là`,
  'renewal.noticeOfPending': fr`demandé et pas confirmé (double opt-in) :`,
  'renewal.membershipEnded': (v, f) => fr`l’adhésion a pris fin ${f.instant(v.at, v.zone)}`,

  'lift.help': fr`lève, pour cette finalité, un STOP, un clic sur le lien de désabonnement ou une inscription à la main antérieurs à cet accord`,
  'lift.lifted': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'inscription levée', 'inscriptions levées')} pour cette finalité ; un STOP ultérieur l’emporte de nouveau`,
  'lift.nothing': fr`la liste d’exclusion n’avait rien à lever`,
  'lift.notOwnWords': fr`rien n’a été enregistré : seul ce que la personne a dit elle-même lève une inscription (opt_in, double_opt_in)`,
  'lift.notOwnWordsHint': fr`enregistrez le texte accepté, avec --basis opt_in, --wording et --source`,
  'lift.never': (v, f) =>
    fr`rien n’a été enregistré : ${v.number} ${isOnNoList(v.reasons) ? 'est tenu à l’écart' : 'est sur la liste d’exclusion'} (${reasonsIn('fr', v.reasons, f)}), et aucun accord ne lève cela`,
  'lift.neverHint': (v): string => waysBack(v.reasons, waysBackFr).join('\u202F; '),
  'lift.notLater': (v, f) =>
    fr`rien n’a été enregistré : l’accord du ${f.moment(v.givenAt, v.zone)} n’est pas postérieur à l’inscription de ${v.number} sur la liste d’exclusion (${f.instant(v.since, v.zone)})`,
  'lift.notLaterHint': fr`une date seule compte dès 00:00 pour un accord, et jusqu’à la fin du jour pour un STOP ; donnez l’heure si l’accord est venu ensuite : --given-at 2026-03-10T14:30:00+01:00`,
  'lift.told': (v) => fr`levée pour ${v.purpose} ${v.at} par ${v.operator}`,
  'lift.undone': (v) => fr`retirée, car saisie par erreur, ${v.at} par ${v.operator}`,

  'undo.help': fr`retire ce qu’un import fait par erreur a mis sur la liste d’exclusion : les inscriptions à la main, aucune autre`,
  'undo.helpImport': fr`numéro de l’import, tel que \`suppress import\` l’a donné`,
  'undo.helpDryRun': fr`compte ; ne retire rien`,
  'undo.badImport': (v) => fr`${v.value} n’est pas un numéro d’import`,
  'undo.badImportHint': fr`\`smsctl suppress list\` donne l’import de chaque inscription, et \`suppress import\` l’a dit`,
  'undo.unknown': (v) => fr`aucune liste d’exclusion n’a été importée sous le numéro ${v.id}`,
  'undo.latest': (v, f) =>
    v.imports.length === 0
      ? fr`aucune liste d’exclusion n’a encore été importée`
      : fr`les derniers : ${f.list(v.imports.map(({ id, fileName, at }) => `${id} (${fileName}, ${f.instant(at, v.zone)})`))}`,
  'undo.done': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'inscription', 'inscriptions')} de ${v.file} ${v.dryRun ? 'à retirer' : f.plural(v.count, 'retirée', 'retirées')}`,
  'undo.others': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'inscription d’un autre motif demeure', 'inscriptions d’un autre motif demeurent')}`,
  'undo.stillListed': (v, f) =>
    fr`${f.number(v.count)} de ces personnes ${f.plural(v.count, 'reste', 'restent')} sur la liste : une autre inscription les nomme aussi`,
  'undo.undone': (v, f) => fr`${f.number(v.count)} déjà ${f.plural(v.count, 'retirée', 'retirées')}`,
  'undo.hint': (v, f) =>
    fr`c’était l’import ${v.id} ; \`smsctl suppress undo ${v.id}\` ${v.others === 0 ? 'le retire' : `en retire ${f.number(v.count)} ${f.plural(v.count, 'inscription', 'inscriptions')} à la main, aucune autre`}`,

  'sync.help': fr`le fichier est la liste entière des adhérents : met fin à l’adhésion de qui n’y est pas`,
  'sync.helpSource': fr`avec --sync : seulement les adhésions enregistrées depuis cette source`,
  'sync.helpConfirm': fr`avec --sync : nombre d’adhésions dont vous attendez la fin`,
  'sync.needsFile': fr`--sync lit le fichier deux fois, et l’entrée standard ne se lit qu’une fois`,
  'sync.needsFileHint': fr`enregistrez la liste dans un fichier`,
  'sync.needsPurpose': fr`--sync a besoin de --purpose : une liste d’adhérents, une finalité`,
  'sync.onlyMembers': (v) => fr`--sync met fin à des adhésions, et ce fichier est de ${v.basis}`,
  'sync.onlyMembersHint': fr`retirez --sync, ou dites --basis member`,
  'sync.alone': (v) => fr`${v.option} va avec --sync`,
  'sync.aloneHint': fr`ajoutez --sync, ou retirez l’option`,
  'sync.purposeTakesNone': (v) => fr`la finalité ${v.purpose} n’admet pas d’adhérents`,
  'sync.purposeTakesNoneHint': fr`choisissez une finalité dont les bases ont member ; \`smsctl config show\` les liste`,
  'sync.counts': (v, f) =>
    fr`${v.purpose} : ${f.number(v.members)} ${f.plural(v.members, 'adhérent', 'adhérents')} à ce jour, dont ${f.number(v.leaving)} ${f.plural(v.leaving, 'absent', 'absents')} du fichier`,
  'sync.ended': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'adhésion', 'adhésions')} ${v.dryRun ? 'à terminer' : f.plural(v.count, 'terminée', 'terminées')}`,
  'sync.resumed': (v, f) =>
    fr`${f.number(v.count)} ${f.plural(v.count, 'adhésion qui avait pris fin', 'adhésions qui avaient pris fin')} ${v.dryRun ? f.plural(v.count, 'compterait', 'compteraient') : f.plural(v.count, 'compte', 'comptent')} de nouveau : le fichier a les mêmes lignes qu’avant leur fin ; si c’est une ancienne liste, importez la plus récente avec --sync`,
  'sync.suspicious': (v, f) =>
    fr`rien n’a été enregistré : ${f.number(v.leaving)} des ${f.number(v.members)} adhérents ${f.plural(v.leaving, 'n’est', 'ne sont')} pas dans le fichier, comme s’il n’était qu’une partie de la liste`,
  'sync.suspiciousHint': (v) =>
    fr`si c’est bien la liste entière, dites-le avec --confirm ${v.leaving} ; un fichier filtré ou coupé n’est pas la liste des adhérents`,
  'sync.wouldBeRefused': (v, f) =>
    fr`sans --dry-run, cette liste est refusée : ${f.number(v.leaving)} ${f.plural(v.leaving, 'adhésion prendrait', 'adhésions prendraient')} fin ; si le fichier est bien la liste entière, dites-le avec --confirm ${v.leaving}`,
  'sync.unreadableRows': (v, f) =>
    fr`${f.number(v.rows)} ${f.plural(v.rows, 'ligne a', 'lignes ont')} un numéro illisible : qui s’y trouve passe pour absent`,
  'sync.unreadable': (v, f) =>
    fr`rien n’a été enregistré : ${f.number(v.rows)} ${f.plural(v.rows, 'ligne a', 'lignes ont')} un numéro illisible, et nul ne peut dire si ${f.plural(v.leaving, 'l’adhérent absent', 'les adhérents absents')} du fichier (${f.number(v.leaving)}) ${f.plural(v.leaving, 'est parti', 'sont partis')}`,
  'sync.unreadableHint': (v) =>
    fr`corrigez les numéros (--dry-run --rejects FICHIER montre les lignes), ou confirmez par --confirm ${v.leaving} que ces adhérents sont bien partis`,
  'sync.confirmDiffers': (v, f) =>
    fr`rien n’a été enregistré : --confirm attend ${f.number(v.expected)}, mais ${f.number(v.leaving)} ${f.plural(v.leaving, 'adhésion prendrait', 'adhésions prendraient')} fin`,
  'sync.confirmDiffersHint': fr`regardez d’abord avec --dry-run`,
  'sync.changed': (v) => fr`${v.file} a été modifié pendant la lecture ; aucune adhésion n’a pris fin`,
  'sync.changedHint': fr`relancez la commande`,
};
