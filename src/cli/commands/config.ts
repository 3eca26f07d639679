import { Command } from 'commander';
import { formatMicros } from '../../core/campaign/cost.js';
import type { Config, Footer } from '../../config/config.js';
import type { FrequencyCap } from '../../core/audience/eligibility.js';
import type { Purpose } from '../../core/consent/purpose.js';
import { defaultProfileId } from '../../core/schedule/profiles.js';
import { coveringCountry } from '../../core/schedule/territory.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';

export function configCommand(app: () => App, words: HelpWords): Command {
  const show = new Command('show').description(words('workspace.helpConfigShow')).action(() => runShow(app()));
  return new Command('config').helpCommand(false).addCommand(show);
}

/** Variables of the environment that change what the program does, beside its own, which begin with `SMSCTL_`. */
const SHARED_VARIABLES = ['NO_COLOR', 'FORCE_COLOR', 'TERM', 'CI', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'XDG_STATE_HOME'];

function runShow(app: App): void {
  // Whoever looks for what is wrong reads it without the key, too.
  const { files, config } = app.settings() ?? app.workspace();
  app.refuseStrayClock();
  const environment = variablesSet(app.world.env);
  const hoursByDefault = Object.fromEntries(defaultHours(config));
  if (app.globals.json) {
    const document = {
      type: 'config',
      file: files.config,
      config: configDocument(config),
      hoursByDefault,
      environment,
    };
    app.out(JSON.stringify(document));
    return;
  }
  app.note(app.say(phrase('workspace.configOf', { file: files.config })));
  app.out(tomlOf(configDocument(config)));
  for (const [country, profile] of defaultHours(config)) {
    app.note(app.say(phrase('workspace.hoursByDefault', { country, profile })));
  }
  app.note(app.say(phrase('workspace.environment', { names: environment })));
}

/** Names only: the value of a variable may be a secret. */
function variablesSet(env: App['world']['env']): readonly string[] {
  return Object.keys(env)
    .filter((name) => (name.startsWith('SMSCTL_') || SHARED_VARIABLES.includes(name)) && env[name] !== '')
    .sort();
}

/** The profiles of the allowed countries for which the operator chose none: what is chosen for France covers overseas. */
function defaultHours({ limits, hours }: Config): readonly (readonly [country: string, profile: string])[] {
  return limits.countries
    .filter((country) => !hours.has(country) && !hours.has(coveringCountry(country)))
    .map((country) => [country, defaultProfileId(country, country)] as const);
}

type Value = string | number | boolean | readonly string[] | { readonly [key: string]: Value } | null;
type Table = Readonly<Record<string, Value>>;

/**
 * The configuration with every default, under the keys of `smsctl.toml`; null where nothing is set. It holds no
 * secrets, for the file may hold none.
 */
function configDocument(config: Config): Readonly<Record<string, Table>> {
  const { organisation, sender, limits, stop, approval, consent, retention, provider, simulator, vonage, processors } =
    config;
  return {
    organisation: {
      name: organisation.name,
      privacy_url: organisation.privacyUrl,
      contact: organisation.contact,
      locale: organisation.locale,
    },
    sender: { id: sender.id, country: sender.country },
    footer: tableOf(config.footers, footerTable),
    hours: tableOf(config.hours, (profile) => profile),
    limits: {
      max_segments: limits.maxSegments,
      frequency_cap: capTable(limits.frequencyCap),
      countries: limits.countries,
      max_cost: limits.maxCost,
      stops_within_hours: limits.stopsWithinHours,
      unreachable_after: limits.unreachableAfter,
    },
    stop: {
      canary: stop.canary,
      canary_minutes: stop.canaryMinutes,
      rejected: stop.rejected,
      unknown: stop.unknown,
      replies: stop.replies,
      balance: stop.balanceMicros === null ? null : formatMicros(stop.balanceMicros),
    },
    approval: { required: approval.required, distinct_logins: approval.distinctLogins },
    retention,
    consent: { warn_months: consent.warnMonths, refuse_months: consent.refuseMonths },
    provider: {
      use: provider.use,
      rate: provider.rate,
      price: tableOf(provider.price, (price) => price),
      currency: provider.currency,
    },
    providers: {
      vonage: {
        api: vonage.api,
        application_id: vonage.applicationId,
        base_url: vonage.baseUrl,
        rest_url: vonage.restUrl,
        timeout_ms: vonage.timeoutMs,
        dpa: processors.get('vonage')?.dpa ?? null,
        hosting: processors.get('vonage')?.hosting ?? null,
      },
      simulator: {
        rate: simulator.rate,
        seed: simulator.seed,
        latency_ms: simulator.latencyMs,
        throttled: simulator.throttled,
        rejected: simulator.rejected,
        lost_answer: simulator.lostAnswer,
        undelivered: simulator.undelivered,
        replies_stop: simulator.repliesStop,
        stands_for: simulator.standsFor,
      },
    },
    purposes: tableOf(config.purposes, (purpose) => purposeTable(purpose, limits.frequencyCapByPurpose)),
  };
}

function tableOf<T>(map: ReadonlyMap<string, T>, write: (value: T) => Value): Table {
  return Object.fromEntries([...map].map(([key, value]) => [key, write(value)]));
}

function footerTable({ text, stop, stopUrl, byProvider }: Footer): Table {
  return { text, stop: stop ?? null, stop_url: stopUrl ?? null, by_provider: byProvider ?? null };
}

function capTable({ messages, days }: FrequencyCap): Table {
  return { messages, days };
}

function purposeTable({ name, kind, bases, footer, window }: Purpose, caps: ReadonlyMap<string, FrequencyCap>): Table {
  const cap = caps.get(name);
  return { kind, bases, footer, window, frequency_cap: cap === undefined ? null : capTable(cap) };
}

/** Writes the document so that it could be a `smsctl.toml` itself: a section a table, inner tables in one line. */
function tomlOf(document: Readonly<Record<string, Table>>): string {
  return Object.entries(document)
    .flatMap(([name, table]) => sectionsOf(name, table))
    .join('\n\n');
}

/** Footers, purposes and providers are tables of tables: each of those is a section of its own. */
function sectionsOf(name: string, table: Table): readonly string[] {
  const entries = Object.entries(table).filter(([, value]) => value !== null);
  if (entries.length === 0) return [];
  const nested = entries.filter((entry): entry is [string, Table] => isTable(entry[1]));
  if (nested.length === entries.length)
    return nested.flatMap(([key, inner]) => sectionsOf(`${name}.${bare(key)}`, inner));
  return [[`[${name}]`, ...entries.map(([key, value]) => `${bare(key)} = ${written(value)}`)].join('\n')];
}

/** A JSON string is a TOML string too, but for DEL, which TOML wants escaped. */
function written(value: Value): string {
  if (isTable(value)) {
    const pairs = Object.entries(value).filter(([, inner]) => inner !== null);
    return pairs.length === 0
      ? '{}'
      : `{ ${pairs.map(([key, inner]) => `${bare(key)} = ${written(inner)}`).join(', ')} }`;
  }
  if (Array.isArray(value)) return `[${value.map((item: string) => written(item)).join(', ')}]`;
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}

function isTable(value: Value): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bare(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
