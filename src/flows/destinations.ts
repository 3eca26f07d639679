import { providerBehind, type Config } from '../config/config.js';
import { byCountry, isAllowedCountry } from '../core/audience/audience-judge.js';
import { missingAdvertisingMarks } from '../core/campaign/advertising-mark.js';
import { parseMicros } from '../core/campaign/cost.js';
import { canBeAnswered, refusedDestinations, senderWarningPhrase, senderWarnings } from '../core/campaign/sender-id.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { E164 } from '../core/contact/phone-number.js';
import { coveringCountry, territoryOf } from '../core/schedule/territory.js';
import { plainFieldName } from '../core/template/field-name.js';
import {
  appendedByProvider,
  footerCodes,
  renderFooter,
  stopCodesIn,
  type FooterRule,
} from '../core/template/footer.js';
import { replyInvitation } from '../core/template/reply-invitation.js';
import {
  footersOfProvider,
  isKnownToAppend,
  judgeStopCode,
  type StopCodeVerdict,
} from '../core/template/stop-codes.js';
import { OperatorError } from '../errors.js';
import type { OutgoingMessage } from '../providers/provider.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** How many recipients there are, by the country whose network carries the number. */
type Recipients = Readonly<Record<string, number>>;

/** The footers as they will end the messages: those of the configuration, and what the provider appends by itself. */
export function footersOf(config: Config): ReadonlyMap<string, FooterRule> {
  return footersOfProvider(config.footers, providerBehind(config));
}

/**
 * Refuses a plan that the operators of a country it reaches would not deliver, or whose way out leads to another
 * provider there. Nothing of such a plan is kept: half of it would be a surprise.
 *
 * @throws OperatorError notPermitted (77) for the sender, config (78) for a STOP code.
 */
export function refuseDestinations(
  { sender, purpose }: { readonly sender: string; readonly purpose: Purpose },
  config: Config,
  recipients: Recipients,
): void {
  const refused = refusedDestinations(sender, recipients);
  const [first] = refused;
  if (first !== undefined) {
    throw new OperatorError(
      'notPermitted',
      phrase('texts.senderRefused', { refused }),
      phrase('texts.senderRefusedHint', { countries: refused.map(({ country }) => country) }),
    );
  }
  if (!purpose.footer) return;
  const footers = footersOf(config);
  for (const country of Object.keys(recipients)) {
    const rule = byCountry(footers, country);
    if (rule !== undefined) refuseCodes(rule, country, config);
  }
}

/**
 * Refuses a footer that sends STOP to another provider's code.
 *
 * @throws OperatorError config (78) naming both codes and where the fact comes from.
 */
export function refuseOtherProvidersCode(config: Config): void {
  for (const [country, rule] of footersOf(config)) refuseCodes(rule, country, config);
}

function refuseCodes(rule: FooterRule, country: string, config: Config): void {
  for (const code of shortCodes(rule)) {
    const verdict = judgeStopCode(code, country, providerBehind(config));
    if (verdict.kind !== 'other') continue;
    const { expected, name, source, confidence } = verdict;
    throw new OperatorError(
      'config',
      phrase('texts.otherProvidersCode', { country, code, expected, name, source, confidence }),
      phrase('texts.otherProvidersCodeHint', { country, expected, name }),
    );
  }
}

/** A number of one's own is nobody else's; only short codes are judged. */
function shortCodes(rule: FooterRule): readonly string[] {
  return footerCodes(rule).filter((code) => !code.startsWith('+'));
}

/**
 * Tells whether the configuration still allows the country of a number. Of a block that several countries share, any of
 * them is enough: which one it is was known when the message was planned.
 */
export function mayTextBy({ limits }: Config): (number: E164) => boolean {
  return (number) => {
    const territory = territoryOf(number);
    if (territory === null || isAllowedCountry(territory, limits.countries)) return true;
    return territory.code.split('|').some((country) => isAllowedCountry({ country }, limits.countries));
  };
}

/** Parts the text of a message into what is submitted and what the provider appends to it. */
export type SubmissionOf = (number: E164, text: string) => Pick<OutgoingMessage, 'text' | 'appended'>;

/**
 * Says how texts of this purpose are submitted. What was planned is the text as the handset shows it, so that what is
 * sent is what was shown whoever appends the way out, and whatever has become of the configuration since.
 */
export function submissionsOf(config: Config, purpose: Purpose): SubmissionOf {
  const footers = purpose.footer ? footersOf(config) : null;
  return (number, text) => {
    const rule = footers === null ? undefined : byCountry(footers, territoryOf(number)?.country ?? 'default');
    const appended = rule === undefined ? '' : appendedByProvider(text, rule);
    return appended === '' ? { text } : { text: text.slice(0, -appended.length), appended };
  };
}

/** Whether the configuration says of a country that messages to it cost nothing: it has the price 0. */
export function costsNothing({ provider }: Config, country: string): boolean {
  return parseMicros(byCountry(provider.price, country) ?? '') === 0;
}

/** Of countries whose messages have no cost, those of which nobody said that they cost nothing. */
export function unpricedOf(config: Config, costless: readonly string[]): readonly string[] {
  return costless.filter((country) => !costsNothing(config, country));
}

/** What is said of countries without a price. */
export function priceAdvice(unpriced: readonly string[]): readonly Phrase[] {
  return unpriced.length === 0 ? [] : [phrase('flows.noPrice', { countries: unpriced })];
}

/** What the operators and the footers say of the countries that a plan reaches. */
export function countryAdvice(
  { sender, purpose, template }: { readonly sender: string; readonly purpose: Purpose; readonly template: string },
  config: Config,
  countries: readonly string[],
): readonly Phrase[] {
  const { organisation } = config;
  const footers = footersOf(config);
  const opensWithName = plainFieldName(template).startsWith(plainFieldName(organisation.name));
  const message = { promotional: purpose.kind === 'promotional', opensWithName };
  const advice = countries.flatMap((country) =>
    senderWarnings(sender, country, message)
      .filter(({ kind }) => kind !== 'refused')
      .map(senderWarningPhrase),
  );
  const isOverseas = countries.some((one) => one !== 'FR' && coveringCountry(one) === 'FR' && !footers.has(one));
  const rules = purpose.footer ? countries.flatMap((country) => byCountry(footers, country) ?? []) : [];
  return [
    ...advice,
    ...(message.promotional
      ? missingAdvertisingMarks(template, countries).map((one) => phrase('texts.advertisingNotMarked', one))
      : []),
    ...(purpose.footer ? [] : needlessStopAdvice(template, purpose)),
    ...replyAdvice(sender, [template, ...rules.map(renderFooter)]),
    ...(purpose.footer ? [...codeAdvice(config, countries), ...appendixAdvice(config, countries)] : []),
    ...(purpose.footer && isOverseas && footers.has('FR') ? [phrase('flows.overseasCode')] : []),
  ];
}

/**
 * Words that ask for an answer to a name: whoever wants to leave would answer to nobody.
 *
 * @param texts As they are read, or templates of them.
 */
export function replyAdvice(sender: string, texts: readonly string[]): readonly Phrase[] {
  if (canBeAnswered(sender)) return [];
  const found = texts.map(replyInvitation).find((words) => words !== null) ?? null;
  return found === null ? [] : [phrase('texts.replyToName', { found, sender })];
}

/** A way out makes a text look like advertising, and one that no footer names leads who knows where. */
function needlessStopAdvice(template: string, { name }: Purpose): readonly Phrase[] {
  const [code] = stopCodesIn(template);
  return code === undefined ? [] : [phrase('texts.needlessStop', { code, purpose: name })];
}

/** One line a code: whose it is, as far as the facts know. */
function codeAdvice(config: Config, countries: readonly string[]): readonly Phrase[] {
  const footers = footersOf(config);
  const verdicts = new Map<string, StopCodeVerdict>();
  for (const country of countries) {
    const rule = byCountry(footers, country);
    for (const code of rule === undefined ? [] : shortCodes(rule)) {
      if (!verdicts.has(code)) verdicts.set(code, judgeStopCode(code, country, providerBehind(config)));
    }
  }
  return [...verdicts].flatMap(([code, verdict]) => {
    if (verdict.kind === 'unknown') return [phrase('texts.unknownCode', { code })];
    return verdict.kind === 'known' ? [phrase('texts.knownCode', { code, ...verdict })] : [];
  });
}

/** That a provider appends the way out may be the configuration's word alone: if it is wrong, nobody can leave. */
function appendixAdvice(config: Config, countries: readonly string[]): readonly Phrase[] {
  const provider = providerBehind(config);
  const unproved = countries.filter((country) => !isKnownToAppend(provider, coveringCountry(country)));
  const footers = appendedIn(config, unproved);
  return footers.length === 0 ? [] : [phrase('texts.appendsUnproved', { footers })];
}

/** What the provider appends by itself to the messages of a plan, each once. */
export function appendedFooters(config: Config, purpose: Purpose, countries: readonly string[]): readonly string[] {
  return purpose.footer ? appendedIn(config, countries) : [];
}

function appendedIn(config: Config, countries: readonly string[]): readonly string[] {
  const footers = footersOf(config);
  const rules = countries.flatMap((country) => byCountry(footers, country) ?? []);
  return [...new Set(rules.filter(({ byProvider }) => byProvider === true).map(renderFooter))];
}
