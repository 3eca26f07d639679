import { stringify } from 'smol-toml';
import type { Locale } from '../words/formats.js';

/** What `init` asks, or is told by flags. */
export interface InitialAnswers {
  readonly organisation: string;
  readonly sender: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly provider: string;
  readonly locale: Locale;
}

/**
 * Writes the first `smsctl.toml` of a workspace, with comments in the operator's language.
 *
 * The way out has no default: printing another provider's short code would be no way out at all. It is therefore
 * written as a comment to fill in, and until then promotional messages to that country leave everyone out.
 */
export function defaultConfigText(answers: InitialAnswers): string {
  return answers.locale === 'fr' ? frenchText(answers) : englishText(answers);
}

function englishText({ organisation, sender, country, provider, locale }: InitialAnswers): string {
  return `# smsctl: configuration of this workspace. Secrets do not belong here: they come from the environment.
# Lines that begin with # are examples or explanations. \`smsctl doctor\` checks this file and sends nothing.

[organisation]
${pair('name', organisation)}            # the data controller, named in proofs and exports
# privacy_url = "https://example.org/privacy"
# contact = "privacy@example.org"          # where people write to about their data
${pair('locale', locale)}                            # fr or en: screens, reports and pages

[sender]
${pair('id', sender)}                        # 3-11 letters, digits, spaces; or a number or short code that may send
${pair('country', country)}                           # how national numbers are read; whose rules apply by default

# The way out that ends every promotional message, by country of the recipient. Without it, promotional
# messages to that country are not sent. The short code is your provider's: ask them, and never use another's.
# [footer.${country}]
# text = "STOP to {{ stop }}"
# stop = "36xxx"                           # or stop_url = "https://…" with {{ stop_url }} in the text

# [hours]                                  # sending hours by country; the strict profile applies without this
# ${country} = "${country}/strict"

[limits]
max_segments = 3                           # a longer text leaves its recipient out
frequency_cap = { messages = 4, days = 30 }   # promotional messages to one person
${pair('countries', [country])}                     # numbers of other countries are left out
# max_cost = "50.00"                       # a run above it is refused
stops_within_hours = 24                    # how fresh the collected STOPs must be (real providers); 0 = off

[provider]
${pair('use', provider)}                        # the simulator rehearses: no SMS leaves
rate = 30                                  # submissions a second, never exceeded
# price = { ${country} = "0.065", default = "0.09" }   # per segment, as in your contract
currency = "EUR"
`;
}

function frenchText({ organisation, sender, country, provider, locale }: InitialAnswers): string {
  return `# smsctl : configuration de cet espace de travail. Pas de secrets ici : ils viennent de l’environnement.
# Les lignes qui commencent par # sont des exemples ou des explications. \`smsctl doctor\` vérifie ce fichier sans rien envoyer.

[organisation]
${pair('name', organisation)}            # le responsable de traitement, nommé dans les preuves et les exports
# privacy_url = "https://exemple.org/rgpd"
# contact = "rgpd@exemple.org"             # à qui écrire au sujet de ses données
${pair('locale', locale)}                            # fr ou en : écrans, rapports et pages

[sender]
${pair('id', sender)}                        # 3 à 11 lettres, chiffres, espaces ; ou un numéro, ou un numéro court, qui a le droit d’envoyer
${pair('country', country)}                           # comment lire les numéros nationaux ; quelles règles par défaut

# La porte de sortie qui termine chaque message promotionnel, par pays du destinataire. Sans elle, aucun message
# promotionnel ne part vers ce pays. Le numéro court est celui de votre prestataire : demandez-le-lui, n’en prenez jamais un autre.
# [footer.${country}]
# text = "STOP au {{ stop }}"
# stop = "36xxx"                           # ou stop_url = "https://…" avec {{ stop_url }} dans le texte

# [hours]                                  # heures d’envoi par pays ; sans cela, le profil strict s’applique
# ${country} = "${country}/strict"

[limits]
max_segments = 3                           # un texte plus long met son destinataire de côté
frequency_cap = { messages = 4, days = 30 }   # messages promotionnels à une même personne
${pair('countries', [country])}                     # les numéros d’autres pays sont mis de côté
# max_cost = "50.00"                       # un envoi au-dessus est refusé
stops_within_hours = 24                    # fraîcheur des STOP relevés (vrais prestataires) ; 0 = sans contrôle

[provider]
${pair('use', provider)}                        # le simulateur répète : aucun SMS ne part
rate = 30                                  # envois par seconde, jamais dépassés
# price = { ${country} = "0.065", default = "0.09" }   # par segment, selon votre contrat
currency = "EUR"
`;
}

/** One line of TOML, with whatever the value needs escaped. */
function pair(key: string, value: string | readonly string[]): string {
  return stringify({ [key]: value }).trimEnd();
}
