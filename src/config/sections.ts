import type { FrequencyCap } from '../core/audience/eligibility.js';
import { checkSenderId, senderProblemPhrase } from '../core/campaign/sender-id.js';
import { isCountryCode } from '../core/contact/country-code.js';
import { providersWithCodes } from '../core/template/stop-codes.js';
import { phrase } from '../words/phrase.js';
import type {
  Config,
  Footer,
  Limits,
  ProcessorNotes,
  ProviderChoice,
  SimulatorSettings,
  VonageConfig,
} from './config.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

/** What `provider.use` may name. */
export const availableProviders = ['simulator', 'vonage'] as const;

const defaultCap: FrequencyCap = { messages: 4, days: 30 };
const MAX_FOOTER_LENGTH = 160;
const MAX_NAME_LENGTH = 200;

export function readOrganisation(table: TableReader): Config['organisation'] {
  const organisation = {
    name: table.required('name', judges.text(MAX_NAME_LENGTH), ''),
    privacyUrl: table.optional('privacy_url', judges.webAddress, null),
    contact: table.optional('contact', judges.text(MAX_NAME_LENGTH), null),
    locale: table.optional('locale', judges.oneOf(['fr', 'en']), 'en' as const),
  };
  table.close();
  return organisation;
}

export function readSender(table: TableReader): Config['sender'] {
  const country = table.required('country', judges.country, 'FR');
  const id = table.required('id', senderText, null);
  if (id !== null) {
    for (const problem of checkSenderId(id, country)) table.reportUnfit('id', id, senderProblemPhrase(problem));
  }
  table.close();
  return { id: id ?? '', country };
}

/** Not trimmed: a space at an end is for the sender's own rules to tell. */
const senderText: judges.Judge<string> = (found) =>
  typeof found === 'string' && found !== '' ? judges.good(found) : judges.bad(phrase('config.allowedSender'));

export function readFooters(table: TableReader): ReadonlyMap<string, Footer> {
  const countries = table.names(isCountryOrDefault, phrase('config.allowedCountryOrDefault'));
  return new Map(countries.map((country) => [country, readFooter(table.child(country))]));
}

function readFooter(table: TableReader): Footer {
  const byProvider = table.optional('by_provider', judges.yesOrNo, null);
  const judge = byProvider === true ? judges.appendedText : judges.text;
  const text = table.required('text', judge(MAX_FOOTER_LENGTH), null);
  const stop = table.optional('stop', judges.stopNumber, null);
  const stopUrl = table.optional('stop_url', judges.safeAddress, null);
  // What the provider appends may be a link of its own making: then the text shows one as long.
  if (byProvider !== true && !table.has('stop') && !table.has('stop_url'))
    table.report(null, phrase('config.footerWithoutWayOut'));
  if (text !== null) checkFooterText(table, text);
  table.close();
  return {
    text: text ?? '',
    ...(stop === null ? {} : { stop }),
    ...(stopUrl === null ? {} : { stopUrl }),
    ...(byProvider === null ? {} : { byProvider }),
  };
}

/** The text uses what the table gives, and nothing else: a footer is the same for every recipient of a country. */
function checkFooterText(table: TableReader, text: string): void {
  const used = new Set([...text.matchAll(/\{\{-?\s*([^}]*?)\s*-?\}\}/g)].map(([, name = '']) => name));
  for (const name of ['stop', 'stop_url']) {
    if (table.has(name) && !used.has(name))
      table.reportUnfit('text', text, phrase('config.footerDoesNotUse', { name }));
    if (!table.has(name) && used.has(name)) table.reportUnfit('text', text, phrase('config.footerLacks', { name }));
    used.delete(name);
  }
  const [stranger] = used;
  if (stranger !== undefined || text.includes('{%')) {
    table.reportUnfit('text', text, phrase('config.footerStranger', { name: stranger ?? '{%' }));
  }
}

export function readHours(table: TableReader, profileIds: readonly string[]): ReadonlyMap<string, string> {
  const countries = table.names(isCountryCode, phrase('config.allowedCountry'));
  const profile = judges.oneOf(profileIds);
  return new Map(countries.map((country) => [country, table.required(country, profile, '')]));
}

export function readLimits(
  table: TableReader,
  defaultCountries: readonly string[],
): Omit<Limits, 'frequencyCapByPurpose'> {
  const limits = {
    maxSegments: table.optional('max_segments', judges.wholeNumber(1, 10), 3),
    frequencyCap: readFrequencyCap(table) ?? defaultCap,
    countries: table.list('countries', judges.country, defaultCountries, ['FR', 'CH']),
    maxCost: table.optional('max_cost', judges.money, null),
    stopsWithinHours: table.optional('stops_within_hours', judges.wholeNumber(0, 8760), 24),
    unreachableAfter: table.optional('unreachable_after', judges.wholeNumber(0, 100), 3),
  };
  table.close();
  return limits;
}

/** `frequency_cap = { messages = 4, days = 30 }`, of the limits or of one purpose; null where there is none. */
export function readFrequencyCap(table: TableReader): FrequencyCap | null {
  const cap = table.optionalChild('frequency_cap');
  if (cap === null) return null;
  const read = {
    messages: cap.required('messages', judges.wholeNumber(1, 1000), defaultCap.messages),
    days: cap.required('days', judges.wholeNumber(1, 366), defaultCap.days),
  };
  cap.close();
  return read;
}

export function readProvider(table: TableReader): ProviderChoice {
  const provider = {
    use: table.required('use', judges.oneOf(availableProviders), ''),
    rate: table.optional('rate', judges.numberBetween(0.01, 1_000_000), 30),
    price: readPrices(table.child('price')),
    currency: table.optional('currency', judges.currency, 'EUR'),
  };
  table.close();
  return provider;
}

/** A country that has no price here has none that is known: it is not taken for 0. */
function readPrices(table: TableReader): ReadonlyMap<string, string> {
  const names = table.names(isCountryOrDefault, phrase('config.allowedCountryOrDefault'));
  return new Map(names.map((name) => [name, table.required(name, judges.money, '0')] as const));
}

/** `[providers.*]`: the settings of each provider, whether in use or not. */
export function readProviders(table: TableReader): Pick<Config, 'simulator' | 'vonage' | 'processors'> {
  const ofVonage = table.child('vonage');
  const processors = new Map([['vonage', readProcessor(ofVonage)]]);
  const vonage = readVonage(ofVonage);
  const simulator = readSimulator(table.child('simulator'));
  table.close();
  return { simulator, vonage, processors };
}

function readProcessor(table: TableReader): ProcessorNotes {
  return {
    dpa: table.optional('dpa', judges.text(MAX_NAME_LENGTH), null),
    hosting: table.optional('hosting', judges.text(MAX_NAME_LENGTH), null),
  };
}

function readVonage(table: TableReader): VonageConfig {
  const baseUrl = table.optional('base_url', judges.serviceAddress, 'https://api.nexmo.com');
  const vonage = {
    api: table.optional('api', judges.oneOf(['messages', 'sms']), 'messages' as const),
    applicationId: table.optional('application_id', judges.text(MAX_NAME_LENGTH), null),
    baseUrl,
    // A service on this machine stands for all of it: nothing meant for it goes out to the real one.
    restUrl: table.optional('rest_url', judges.serviceAddress, isPlain(baseUrl) ? baseUrl : 'https://rest.nexmo.com'),
    timeoutMs: table.optional('timeout_ms', judges.wholeNumber(1, 600_000), 10_000),
  };
  table.close();
  return vonage;
}

/** Only to this machine an address may be without encryption. */
function isPlain(address: string): boolean {
  return address.startsWith('http://');
}

function readSimulator(table: TableReader): SimulatorSettings {
  const probability = judges.numberBetween(0, 1);
  const simulator = {
    rate: table.optional('rate', judges.numberBetween(0.01, 1_000_000), 1000),
    seed: table.optional('seed', judges.wholeNumber(0, 2 ** 32 - 1), 1),
    latencyMs: table.optional('latency_ms', judges.wholeNumber(0, 600_000), 0),
    throttled: table.optional('throttled', probability, 0),
    rejected: table.optional('rejected', probability, 0),
    lostAnswer: table.optional('lost_answer', probability, 0),
    undelivered: table.optional('undelivered', probability, 0),
    repliesStop: table.optional('replies_stop', probability, 0),
    standsFor: table.optional('stands_for', judges.oneOf(providersWithCodes), null),
  };
  table.close();
  return simulator;
}

function isCountryOrDefault(key: string): boolean {
  return key === 'default' || isCountryCode(key);
}
