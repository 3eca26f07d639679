import type { DateTime } from 'luxon';
import type { ReplyVerdict } from '../core/suppression/classify-reply.js';
import { french as fr } from './french.js';
import type { Formats } from './formats.js';
import type { Translated } from './phrase.js';

interface Read {
  readonly verdict: ReplyVerdict;
  readonly matched: string | null;
}

interface OpenReplies {
  readonly waiting: number;
  readonly review: number;
  readonly oldest: DateTime;
  readonly zone: string;
}

const verdictsEn: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: 'an opt-out: its sender gets no promotional message any more, from this moment on',
  review: 'for a person to decide: it may be an opt-out, so nothing promotional leaves to its sender until then',
  help: 'somebody asks for help or for a person',
  opt_in: 'somebody wants to be texted again; a reply alone lifts nothing',
  none: 'an ordinary answer',
};

const verdictsFr: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: fr`un STOP : cette personne ne reçoit plus de message promotionnel, dès maintenant`,
  review: fr`à trancher par une personne : c’est peut-être un STOP, rien de promotionnel ne part d’ici là`,
  help: fr`une demande d’aide ou de contact`,
  opt_in: fr`une demande de recevoir à nouveau des messages ; à elle seule, une réponse ne lève rien`,
  none: fr`une réponse ordinaire`,
};

/** As they stand in a table or beside a one, and beside any other count. */
const kindsEn: Readonly<Record<ReplyVerdict, readonly [string, string]>> = {
  opt_out: ['opt-out', 'opt-outs'],
  review: ['to decide', 'to decide'],
  help: ['asks for help', 'ask for help'],
  opt_in: ['wants messages again', 'want messages again'],
  none: ['ordinary', 'ordinary'],
};

const kindsFr: Readonly<Record<ReplyVerdict, readonly [string, string]>> = {
  opt_out: ['STOP', 'STOP'],
  review: ['à trancher', 'à trancher'],
  help: ['demande d’aide', 'demandes d’aide'],
  opt_in: ['veut à nouveau des messages', 'veulent à nouveau des messages'],
  none: ['ordinaire', 'ordinaires'],
};

/** How pulls count again after a time that is too long to be read at once. */
const GAP_EN =
  'export the replies of that time at the provider (`smsctl inbox import FILE`), then attest that no other STOP came (`smsctl inbox none --attest TEXT`): from there on pulls count again';
const GAP_FR = fr`exportez chez le prestataire les réponses de cette période (« smsctl inbox import FICHIER »), puis attestez qu’il n’y a pas eu d’autre STOP (« smsctl inbox none --attest TEXTE ») : à partir de là, les relevés comptent de nouveau`;

/** Replies of people, and what is made of them. */
export const inboxEn = {
  'inbox.helpCheck': 'what a reply asks for: an opt-out, a review, help, an opt-in, or nothing',
  'inbox.helpCheckArgument': 'the reply, or @FILE',
  'inbox.verdict': (v: Read) => `${verdictsEn[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,

  'inbox.help': 'replies and receipts: brings them in, shows what waits for a person',
  'inbox.helpPull': "fetches replies and receipts from the provider's own records",
  'inbox.helpPullSince': 'from this instant on; else from the last pull on, or of the last 7 days',
  'inbox.helpList': 'open replies: those to deal with, and those to decide',
  'inbox.helpReview': 'decides what may be an opt-out: on a terminal one by one',
  'inbox.helpOptOut': 'this reply is an opt-out; may be repeated',
  'inbox.helpNotOptOut': 'this reply is none; may be repeated',
  'inbox.helpDone': 'marks replies as dealt with',
  'inbox.helpDoneIds': 'numbers of replies, as `smsctl inbox list` shows them',
  'inbox.helpAll': 'every reply to deal with; those to decide stay',
  'inbox.helpNone': 'notes your word that no STOP came in since they were last collected',
  'inbox.helpNoneAttest': 'how you know; the log keeps it',

  'inbox.pulled': (v: { provider: string; rows: number }, f: Formats) =>
    `${v.provider}: ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
  'inbox.kind': (v: { verdict: ReplyVerdict; count: number }, f: Formats): string =>
    f.plural(v.count, ...kindsEn[v.verdict]),

  'inbox.waits': (v: OpenReplies, f: Formats) =>
    `${f.number(v.waiting + v.review)} ${f.plural(v.waiting + v.review, 'reply is', 'replies are')} open, the oldest since ${f.instant(v.oldest, v.zone)}: ${f.number(v.waiting)} to deal with (smsctl inbox list), ${f.number(v.review)} to decide (smsctl inbox review)`,
  'inbox.empty': 'no reply is open',
  'inbox.nothingToDecide': 'no reply is to be decided',
  'inbox.idTitle': 'no.',
  'inbox.atTitle': 'received',
  'inbox.numberTitle': 'from',
  'inbox.kindTitle': 'what',
  'inbox.textTitle': 'text',
  'inbox.noText': '(no longer kept)',
  'inbox.noNumber': '(erased)',
  'inbox.listHint': 'once dealt with: smsctl inbox done NO. …, or --all',
  'inbox.reviewHint':
    'to decide: smsctl inbox review --opt-out NO., or --not-opt-out NO.; until then nothing promotional leaves to them',
  'inbox.askOptOut': 'Is this an opt-out?',
  'inbox.answer': (v: { answer: 'yes' | 'no' | 'later' }) =>
    ({ yes: 'yes: no more promotional messages', no: 'no: an ordinary answer', later: 'later' })[v.answer],
  'inbox.decided': (v: { optOut: number; notOptOut: number }, f: Formats) =>
    `${f.number(v.optOut)} decided as ${f.plural(v.optOut, 'an opt-out', 'opt-outs')}, ${f.number(v.notOptOut)} as none`,
  'inbox.done': (v: { count: number }, f: Formats) =>
    `${f.number(v.count)} ${f.plural(v.count, 'reply', 'replies')} dealt with`,
  'inbox.strangeIds': (v: { ids: readonly number[]; command: 'review' | 'done' }, f: Formats) =>
    v.command === 'review'
      ? `no reply to decide: ${f.list(v.ids.map(String))}`
      : `no reply to deal with: ${f.list(v.ids.map(String))}`,
  'inbox.strangeIdsHint':
    '`smsctl inbox list` shows what is open; what may be an opt-out is decided first, by `smsctl inbox review`',
  'inbox.badId': (v: { value: string }) => `no number of a reply: ${v.value}`,
  'inbox.badIdHint': '`smsctl inbox list` shows the numbers',
  'inbox.bothWays': (v: { ids: readonly number[] }, f: Formats) =>
    `decided both ways: ${f.list(v.ids.map(String))}; nothing was changed`,
  'inbox.doneNeeds': 'say which replies, or --all',

  'inbox.noPull': (v: { provider: string }) => `${v.provider} has no records of replies that can be fetched`,
  'inbox.noPullHint': 'export them there and bring them in: smsctl inbox import FILE',
  'inbox.pullFailed': (v: { why: string }) => `the provider's records could not be read (${v.why})`,
  'inbox.pullFailedHint':
    'check the credentials with `smsctl doctor`, or export the replies there: smsctl inbox import FILE',
  'inbox.pullIncomplete':
    'the records were cut short: this does not count as a collecting of STOPs; pull again, or export the replies there: smsctl inbox import FILE',
  'inbox.pullGap': (v: { until: DateTime; isTooFar: boolean; zone: string }, f: Formats) =>
    `what came after ${f.instant(v.until, v.zone)} and before this pull was not read: this does not count as a collecting of STOPs; ${v.isTooFar ? GAP_EN : 'pull again without --since'}`,
  'inbox.pullTooFar': 'the records of more than 90 days are not fetched at once',
  'inbox.pullTooFarHint': 'give a later --since',
  'inbox.pullTooLongAgo': 'the last gapless pull is more than 90 days ago, and no more than that is fetched at once',
  'inbox.pullTooLongAgoHint': GAP_EN,
  'inbox.noneNoted': 'noted: no STOP came in',
} as const;

export const inboxFr: Translated<typeof inboxEn> = {
  'inbox.helpCheck': fr`ce que demande une réponse : STOP, à trancher, aide, accord, ou rien`,
  'inbox.helpCheckArgument': fr`la réponse, ou @FICHIER`,
  'inbox.verdict': (v) => fr`${verdictsFr[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,

  'inbox.help': fr`réponses et accusés : les relève, montre ce qui attend une personne`,
  'inbox.helpPull': fr`va chercher réponses et accusés dans les relevés du prestataire`,
  'inbox.helpPullSince': fr`à partir de ce jour, ou de ce jour et cette heure ; sinon depuis le dernier relevé, ou sur les 7 derniers jours`,
  'inbox.helpList': fr`les réponses ouvertes : celles à traiter, et celles à trancher`,
  'inbox.helpReview': fr`tranche ce qui est peut-être un STOP : une à une sur un terminal`,
  'inbox.helpOptOut': fr`cette réponse est un STOP ; peut être répété`,
  'inbox.helpNotOptOut': fr`cette réponse n’en est pas un ; peut être répété`,
  'inbox.helpDone': fr`marque des réponses comme traitées`,
  'inbox.helpDoneIds': fr`numéros de réponses, tels que « smsctl inbox list » les montre`,
  'inbox.helpAll': fr`toutes les réponses à traiter ; celles à trancher restent`,
  'inbox.helpNone': fr`note votre parole qu’aucun STOP n’est arrivé depuis le dernier relevé`,
  'inbox.helpNoneAttest': fr`comment vous le savez ; le journal le garde`,

  'inbox.pulled': (v, f) => fr`${v.provider} : ${f.number(v.rows)} ${f.plural(v.rows, 'message', 'messages')}`,
  'inbox.kind': (v, f) => f.plural(v.count, ...kindsFr[v.verdict]),

  'inbox.waits': (v, f) =>
    fr`${f.number(v.waiting + v.review)} ${f.plural(v.waiting + v.review, 'réponse ouverte', 'réponses ouvertes')}, la plus ancienne depuis ${f.instant(v.oldest, v.zone)} : ${f.number(v.waiting)} à traiter (smsctl inbox list), ${f.number(v.review)} à trancher (smsctl inbox review)`,
  'inbox.empty': fr`aucune réponse ouverte`,
  'inbox.nothingToDecide': fr`aucune réponse à trancher`,
  'inbox.idTitle': fr`n°`,
  'inbox.atTitle': fr`reçue`,
  'inbox.numberTitle': fr`de`,
  'inbox.kindTitle': fr`quoi`,
  'inbox.textTitle': fr`texte`,
  'inbox.noText': fr`(n’est plus conservé)`,
  'inbox.noNumber': fr`(effacé)`,
  'inbox.listHint': fr`ce qui est traité se classe ainsi : smsctl inbox done N° …, ou --all`,
  'inbox.reviewHint': fr`pour trancher : smsctl inbox review --opt-out N°, ou --not-opt-out N° ; d’ici là rien de promotionnel ne part vers elles`,
  'inbox.askOptOut': fr`Est-ce un STOP ?`,
  'inbox.answer': (v) =>
    ({ yes: fr`oui : plus de message promotionnel`, no: fr`non : une réponse ordinaire`, later: fr`plus tard` })[
      v.answer
    ],
  'inbox.decided': (v, f) =>
    fr`${f.number(v.optOut)} ${f.plural(v.optOut, 'tranchée comme STOP', 'tranchées comme STOP')}, ${f.number(v.notOptOut)} comme n’en étant pas`,
  'inbox.done': (v, f) => fr`${f.number(v.count)} ${f.plural(v.count, 'réponse traitée', 'réponses traitées')}`,
  'inbox.strangeIds': (v, f) =>
    v.command === 'review'
      ? fr`pas de réponse à trancher sous ce numéro : ${f.list(v.ids.map(String))}`
      : fr`pas de réponse à traiter sous ce numéro : ${f.list(v.ids.map(String))}`,
  'inbox.strangeIdsHint': fr`« smsctl inbox list » montre celles qui sont ouvertes ; ce qui est peut-être un STOP se tranche d’abord, par « smsctl inbox review »`,
  'inbox.badId': (v) => fr`pas un numéro de réponse : ${v.value}`,
  'inbox.badIdHint': fr`« smsctl inbox list » montre les numéros`,
  'inbox.bothWays': (v, f) => fr`tranchées dans les deux sens : ${f.list(v.ids.map(String))} ; rien n’a été changé`,
  'inbox.doneNeeds': fr`dites quelles réponses, ou --all`,

  'inbox.noPull': (v) => fr`${v.provider} n’a pas de relevé de réponses qu’on puisse aller chercher`,
  'inbox.noPullHint': fr`exportez-les là-bas et importez-les : smsctl inbox import FICHIER`,
  'inbox.pullFailed': (v) => fr`les relevés du prestataire n’ont pas pu être lus (${v.why})`,
  'inbox.pullFailedHint': fr`vérifiez les identifiants avec « smsctl doctor », ou exportez les réponses là-bas : smsctl inbox import FICHIER`,
  'inbox.pullIncomplete': fr`les relevés étaient tronqués : cela ne compte pas comme un relevé des STOP ; recommencez, ou exportez les réponses là-bas : smsctl inbox import FICHIER`,
  'inbox.pullGap': (v, f) =>
    fr`ce qui est arrivé après le ${f.instant(v.until, v.zone)} et avant ce relevé n’a pas été lu : cela ne compte pas comme un relevé des STOP ; ${v.isTooFar ? GAP_FR : 'recommencez sans --since'}`,
  'inbox.pullTooFar': fr`on ne va pas chercher plus de 90 jours de relevés en une fois`,
  'inbox.pullTooFarHint': fr`donnez un --since plus tardif`,
  'inbox.pullTooLongAgo': fr`le dernier relevé sans trou a plus de 90 jours, et on ne va pas chercher davantage en une fois`,
  'inbox.pullTooLongAgoHint': GAP_FR,
  'inbox.noneNoted': fr`noté : aucun STOP n’est arrivé`,
};
