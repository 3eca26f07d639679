import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

/** Why a provider could not be reached; what is not here is told as it is. */
const whyEn: Readonly<Record<string, string>> = {
  'connection-refused': 'nobody answers at its address',
  'name-not-found': 'its name is not found',
  'network-unreachable': 'there is no way to its network',
  network: 'the network failed',
  tls: 'the encryption failed: its certificate is not good, or something stands between',
  timeout: 'no answer came in time',
  'connection-lost': 'the connection broke',
  'unreadable-answer': 'the answer can not be read',
  'answer-too-large': 'the answer is far too long',
  'foreign-answer': 'something else answers in its place, such as a page to log in, a proxy, or another server',
};

const whyFr: Readonly<Record<string, string>> = {
  'connection-refused': 'personne ne répond à son adresse',
  'name-not-found': 'son nom est introuvable',
  'network-unreachable': 'aucun chemin ne mène à son réseau',
  network: 'le réseau a fait défaut',
  tls: 'le chiffrement a échoué (son certificat n’est pas valable, ou quelque chose s’interpose)',
  timeout: 'aucune réponse n’est venue à temps',
  'connection-lost': 'la connexion s’est rompue',
  'unreadable-answer': 'la réponse est illisible',
  'answer-too-large': 'la réponse est bien trop longue',
  'foreign-answer': 'autre chose répond à sa place, comme une page de connexion, un proxy ou un autre serveur',
};

interface Balance {
  readonly provider: string;
  readonly amount: string;
  readonly currency: string;
}

export const providerEn = {
  'provider.unreachable': (v: { why: string }) =>
    `the provider can not be reached (${whyEn[v.why] ?? v.why}); what is in doubt is not sent again, the rest waits`,
  'provider.noCredentials': 'no credentials for Vonage were given',
  'provider.noApplication':
    'SMSCTL_VONAGE_PRIVATE_KEY_FILE is set, but application_id is missing under [providers.vonage]',
  'provider.noCredentialsHint':
    'set application_id under [providers.vonage] and SMSCTL_VONAGE_PRIVATE_KEY_FILE, or SMSCTL_VONAGE_API_KEY and SMSCTL_VONAGE_API_SECRET',
  'provider.noKeyFile': 'application_id is set, but neither its private key nor an API key was given',
  'provider.noKeyFileHint':
    'set SMSCTL_VONAGE_PRIVATE_KEY_FILE to the file that Vonage gave you with the application, or SMSCTL_VONAGE_API_KEY and SMSCTL_VONAGE_API_SECRET',
  'provider.noAccount': 'the SMS API needs the API key and its secret',
  'provider.noAccountHint':
    'set SMSCTL_VONAGE_API_KEY and SMSCTL_VONAGE_API_SECRET as the Vonage dashboard shows them; the secret may also be in a file that SMSCTL_VONAGE_API_SECRET_FILE names',
  'provider.halfAccount': 'of the API key and its secret, one is missing',
  'provider.oddApiKey': 'SMSCTL_VONAGE_API_KEY is not a key: it has other characters than letters and digits',
  'provider.emptySecret': (v: { file: string }) => `${v.file} is empty`,
  'provider.emptySecretHint': 'put the secret into the file, alone on its first line',
  'provider.noRsaKey': (v: { file: string }) => `${v.file} is no private RSA key of at least 2048 bits`,
  'provider.noRsaKeyHint':
    'take the file private.key that Vonage gave you with the application, or make a new pair of keys there',
  'provider.secretFileHint': 'check the path that the environment names; Vonage gives a key out only once',
  'provider.realCampaign': (v: { campaign: string }) =>
    `${v.campaign} is a real campaign, and the simulator is configured: nothing simulated enters the ledger`,
  'provider.realCampaignHint': (v: { campaign: string }) =>
    `set provider.use to the provider that ${v.campaign} was planned with, or rehearse under another name`,
  'provider.credentialsGiven': (v: { provider: string }) => `credentials for ${v.provider} are given`,
  'provider.credentialsGood': (v: { provider: string }) => `${v.provider} knows the credentials; nothing was sent`,
  'provider.credentialsAndBalance': (v: Balance) =>
    `${v.provider} knows the credentials; balance ${v.amount} ${v.currency}; nothing was sent`,
  'provider.otherCurrency': (v: Balance & { meant: string }) =>
    `${v.provider} knows the credentials; balance ${v.amount} ${v.currency}, but [stop] balance is meant in ${v.meant}: the two are not compared, and no low balance stops a run`,
  'provider.otherCurrencyHint': (v: { currency: string }) =>
    `give prices and limits in ${v.currency} and set currency = "${v.currency}" under [provider], or take balance out of [stop]`,
  'provider.balanceHint': 'messages are refused while nothing is left: top up the account first',
  'provider.credentialsRefused': (v: { provider: string; reason: string }) =>
    `${v.provider} refuses the credentials (${v.reason})`,
  'provider.credentialsRefusedHint':
    'compare the key, its secret and application_id with the dashboard of the provider; a new private key needs its public half there',
  'provider.notAsked': (v: { provider: string; why: string }) =>
    `${v.provider} could not be asked: ${whyEn[v.why] ?? v.why}`,
  'provider.notAskedHint': 'check the line and base_url, then run `smsctl doctor` again',
} as const;

export const providerFr: Translated<typeof providerEn> = {
  'provider.unreachable': (v) =>
    fr`le prestataire est injoignable (${whyFr[v.why] ?? v.why}) ; ce qui est en doute ne repart pas, le reste attend`,
  'provider.noCredentials': fr`aucun identifiant n’a été donné pour Vonage`,
  'provider.noApplication': fr`SMSCTL_VONAGE_PRIVATE_KEY_FILE est défini, mais application_id manque sous [providers.vonage]`,
  'provider.noCredentialsHint': fr`définissez application_id sous [providers.vonage] et SMSCTL_VONAGE_PRIVATE_KEY_FILE, ou bien SMSCTL_VONAGE_API_KEY et SMSCTL_VONAGE_API_SECRET`,
  'provider.noKeyFile': fr`application_id est défini, mais ni sa clé privée ni une clé d’API n’a été donnée`,
  'provider.noKeyFileHint': fr`faites pointer SMSCTL_VONAGE_PRIVATE_KEY_FILE vers le fichier que Vonage vous a remis avec l’application, ou définissez SMSCTL_VONAGE_API_KEY et SMSCTL_VONAGE_API_SECRET`,
  'provider.noAccount': fr`l’API SMS demande la clé d’API et son secret`,
  'provider.noAccountHint': fr`définissez SMSCTL_VONAGE_API_KEY et SMSCTL_VONAGE_API_SECRET tels que le tableau de bord de Vonage les montre ; le secret peut aussi être dans un fichier que nomme SMSCTL_VONAGE_API_SECRET_FILE`,
  'provider.halfAccount': fr`de la clé d’API et de son secret, l’un des deux manque`,
  'provider.oddApiKey': fr`SMSCTL_VONAGE_API_KEY n’est pas une clé : elle contient autre chose que des lettres et des chiffres`,
  'provider.emptySecret': (v) => fr`${v.file} est vide`,
  'provider.emptySecretHint': fr`mettez le secret dans le fichier, seul sur la première ligne`,
  'provider.noRsaKey': (v) => fr`${v.file} n’est pas une clé privée RSA d’au moins 2048 bits`,
  'provider.noRsaKeyHint': fr`prenez le fichier private.key que Vonage vous a remis avec l’application, ou créez-y une nouvelle paire de clés`,
  'provider.secretFileHint': fr`vérifiez le chemin indiqué dans l’environnement ; Vonage ne remet une clé qu’une fois`,
  'provider.realCampaign': (v) =>
    fr`${v.campaign} est une campagne réelle, et c’est le simulateur qui est configuré : rien de simulé n’entre dans le registre`,
  'provider.realCampaignHint': (v) =>
    fr`mettez dans provider.use le prestataire avec lequel ${v.campaign} a été préparée, ou répétez sous un autre nom`,
  'provider.credentialsGiven': (v) => fr`les identifiants pour ${v.provider} sont donnés`,
  'provider.credentialsGood': (v) => fr`${v.provider} reconnaît les identifiants ; rien n’a été envoyé`,
  'provider.credentialsAndBalance': (v) =>
    fr`${v.provider} reconnaît les identifiants ; solde ${v.amount} ${v.currency} ; rien n’a été envoyé`,
  'provider.otherCurrency': (v) =>
    fr`${v.provider} reconnaît les identifiants ; solde ${v.amount} ${v.currency}, mais [stop] balance s’entend en ${v.meant} : les deux ne sont pas comparés, et aucun solde trop bas n’arrête un envoi`,
  'provider.otherCurrencyHint': (v) =>
    fr`donnez prix et limites en ${v.currency} et mettez currency = "${v.currency}" dans [provider], ou retirez balance de [stop]`,
  'provider.balanceHint': fr`tant qu’il ne reste rien, les messages sont refusés : rechargez d’abord le compte`,
  'provider.credentialsRefused': (v) => fr`${v.provider} refuse les identifiants (${v.reason})`,
  'provider.credentialsRefusedHint': fr`comparez la clé, son secret et application_id au tableau de bord du prestataire ; une nouvelle clé privée y demande sa moitié publique`,
  'provider.notAsked': (v) => fr`impossible d’interroger ${v.provider} : ${whyFr[v.why] ?? v.why}`,
  'provider.notAskedHint': fr`vérifiez la connexion et base_url, puis relancez \`smsctl doctor\``,
};
