import type { ReplyVerdict } from '../core/suppression/classify-reply.js';
import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

interface Read {
  readonly verdict: ReplyVerdict;
  readonly matched: string | null;
}

const verdictsEn: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: 'an opt-out: its sender gets no promotional message any more, from this moment on',
  review: 'for a person to decide: it may be an opt-out, so nothing promotional leaves to its sender until then',
  help: 'somebody asks for help or for a person',
  opt_in: 'somebody wants to be texted again; a reply alone lifts nothing',
  none: 'an ordinary answer',
};

const verdictsFr: Readonly<Record<ReplyVerdict, string>> = {
  opt_out: 'un STOP : cette personne ne reçoit plus de message promotionnel, dès maintenant',
  review: 'à trancher par une personne : c’est peut-être un STOP, rien de promotionnel ne part d’ici là',
  help: 'une demande d’aide ou de contact',
  opt_in: 'une demande de recevoir à nouveau des messages ; à elle seule, une réponse ne lève rien',
  none: 'une réponse ordinaire',
};

/** Replies of people, and what is made of them. */
export const inboxEn = {
  'inbox.helpCheck': 'what a reply asks for: an opt-out, a review, help, an opt-in, or nothing',
  'inbox.helpCheckArgument': 'the reply, or @FILE',
  'inbox.verdict': (v: Read) => `${verdictsEn[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,
} as const;

export const inboxFr: Translated<typeof inboxEn> = {
  'inbox.helpCheck': fr`ce que demande une réponse : STOP, à trancher, aide, accord, ou rien`,
  'inbox.helpCheckArgument': fr`la réponse, ou @FICHIER`,
  'inbox.verdict': (v) => fr`${verdictsFr[v.verdict]}${v.matched === null ? '' : ` (${v.matched})`}`,
};
