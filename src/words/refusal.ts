import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

/** What a provider refuses a whole run for. */
type Cause = 'credentials' | 'balance' | 'account' | 'sender' | 'proxy' | 'other';

/**
 * By the words that its adapter gives: statuses of HTTP, numbers of the Messages API (four figures, description 1.11.0),
 * statuses of the SMS API (description 1.0.11).
 */
const causes: ReadonlyMap<string, Cause> = new Map([
  ...(['http-401', '4', '14', '32'] as const).map((reason) => [reason, 'credentials'] as const),
  ...(['http-402', '1070', '9'] as const).map((reason) => [reason, 'balance'] as const),
  ...(['http-403', '1060', '1080', '1140', '8', '11'] as const).map((reason) => [reason, 'account'] as const),
  ...(['1120', '1420', '15'] as const).map((reason) => [reason, 'sender'] as const),
  ['http-407', 'proxy'],
]);

function causeOf(reason: string): Cause {
  return causes.get(reason) ?? 'other';
}

const whyEn: Readonly<Record<Cause, string>> = {
  credentials: 'it does not accept the credentials',
  balance: 'the account holds too little money',
  account: 'the account may not send',
  sender: 'it does not accept this sender',
  proxy: 'a proxy on the way to it wants to know who asks',
  other: 'every message of this run would fail in the same way',
};

const whyFr: Readonly<Record<Cause, string>> = {
  credentials: fr`il n’accepte pas les identifiants`,
  balance: fr`le solde du compte ne suffit pas`,
  account: fr`le compte n’a pas le droit d’envoyer`,
  sender: fr`il n’accepte pas cet expéditeur`,
  proxy: fr`un proxy sur le chemin demande à s’identifier`,
  other: fr`tous les messages de cet envoi échoueraient de la même façon`,
};

const onwardEn: Readonly<Record<Cause, string>> = {
  credentials:
    'compare the key and its secret with the dashboard of the provider; `smsctl doctor` asks whether they are good',
  balance: 'top up the account, then go on; `smsctl doctor` shows the balance',
  account: 'ask the provider what keeps the account from sending',
  sender: 'ask the provider which senders are allowed; another sender is a new campaign',
  proxy: 'ask whoever runs your network for a way without it; `smsctl doctor` asks whether the provider answers',
  other: 'look the reason up with the provider',
};

const onwardFr: Readonly<Record<Cause, string>> = {
  credentials: fr`comparez la clé et son secret au tableau de bord du prestataire ; \`smsctl doctor\` demande s’ils sont bons`,
  balance: fr`rechargez le compte, puis reprenez ; \`smsctl doctor\` montre le solde`,
  account: fr`demandez au prestataire ce qui empêche le compte d’envoyer`,
  sender: fr`demandez au prestataire quels expéditeurs sont admis ; un autre expéditeur est une nouvelle campagne`,
  proxy: fr`demandez à qui gère votre réseau un accès sans lui ; \`smsctl doctor\` demande si le prestataire répond`,
  other: fr`cherchez cette raison chez le prestataire`,
};

interface Refusal {
  readonly reason: string;
}

export const refusalEn = {
  'refusal.run': (v: Refusal) =>
    `${causeOf(v.reason) === 'proxy' ? 'the provider is not reached' : 'the provider refuses to send'}: ${whyEn[causeOf(v.reason)]} (${v.reason}); ${onwardEn[causeOf(v.reason)]}`,
} as const;

export const refusalFr: Translated<typeof refusalEn> = {
  'refusal.run': (v) =>
    fr`${causeOf(v.reason) === 'proxy' ? 'le prestataire n’est pas joint' : 'le prestataire refuse d’envoyer'} : ${whyFr[causeOf(v.reason)]} (${v.reason}) ; ${onwardFr[causeOf(v.reason)]}`,
};
