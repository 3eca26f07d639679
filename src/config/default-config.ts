import { stringify } from 'smol-toml';
import type { Locale } from '../words/formats.js';
import { initialConfigRemarks } from '../words/initial-config.js';

/** What `init` asks, or is told by flags. */
export interface InitialAnswers {
  readonly organisation: string;
  readonly sender: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly provider: string;
  readonly locale: Locale;
}

/** Where the remarks behind the values begin. */
const REMARK_COLUMN = 44;

/**
 * Writes the first `smsctl.toml` of a workspace, with comments in the operator's language.
 *
 * The way out has no default: another provider's short code would be no way out at all. It is therefore a comment to
 * fill in, and until then promotional messages to that country leave everyone out.
 */
export function defaultConfigText(answers: InitialAnswers): string {
  const { organisation, sender, country, provider, locale } = answers;
  const say = initialConfigRemarks[locale];
  const lines = [
    ...say.top.map(comment),
    '',
    '[organisation]',
    remarked(pair('name', organisation), say.name),
    remarked(comment('privacy_url = "https://example.org/privacy"'), say.privacyUrl),
    remarked(comment('contact = "privacy@example.org"'), say.contact),
    remarked(pair('locale', locale), say.locale),
    '',
    '[sender]',
    remarked(pair('id', sender), say.senderId),
    remarked(pair('country', country), say.country),
    '',
    ...say.footer.map(comment),
    comment(`[footer.${country}]`),
    comment(pair('text', say.footerText)),
    remarked(comment('stop = "36xxx"'), say.stopUrl),
    '',
    remarked(comment('[hours]'), say.hours),
    comment(`${country} = "${country}/strict"`),
    '',
    '[limits]',
    remarked('max_segments = 3', say.maxSegments),
    remarked('frequency_cap = { messages = 4, days = 30 }', say.frequencyCap),
    remarked(`countries = ["${country}"]`, say.countries),
    remarked(comment('max_cost = "50.00"'), say.maxCost),
    remarked('stops_within_hours = 24', say.stopsWithinHours),
    remarked('unreachable_after = 3', say.unreachableAfter),
    '',
    '[provider]',
    remarked(pair('use', provider), say.use[provider === 'simulator' ? 'rehearsing' : 'real']),
    remarked('rate = 30', say.rate),
    remarked(comment(`price = { ${country} = "0.065", default = "0.09" }`), say.price),
    'currency = "EUR"',
    '',
    ...(provider === 'vonage'
      ? [
          '[providers.vonage]',
          remarked(comment('application_id = "aaaaaaaa-bbbb-…"'), say.applicationId),
          ...say.credentials.map(comment),
          '',
        ]
      : []),
  ];
  return lines.join('\n');
}

function remarked(line: string, remark: string): string {
  return `${line.padEnd(REMARK_COLUMN)} # ${remark}`;
}

function comment(line: string): string {
  return `# ${line}`;
}

/** One line of TOML, with whatever the value needs escaped. */
function pair(key: string, value: string): string {
  return stringify({ [key]: value }).trimEnd();
}
