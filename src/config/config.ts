import { parse, TomlError } from 'smol-toml';
import type { StopRules } from '../core/campaign/stop-rules.js';
import type { RetentionTerms } from '../core/rights/retention.js';
import type { FrequencyCap } from '../core/audience/eligibility.js';
import type { Ageing, Purpose } from '../core/consent/purpose.js';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import type { Locale } from '../words/formats.js';
import type { ConfigProblem } from './config-problem.js';
import { readRetention } from './retention-section.js';
import { readAgeing } from './consent-section.js';
import { readPurposes } from './purposes-section.js';
import { readApproval } from './approval-section.js';
import { readStopRules } from './stop-section.js';
import * as sections from './sections.js';
import { ProblemList, TableReader } from './table-reader.js';
import { endOfPair, locateKeys } from './toml-lines.js';

/**
 * The way out that ends a promotional message; at least one of `stop` and `stopUrl` is there and used by `text`, unless
 * the provider appends the footer.
 */
export interface Footer {
  /** With `{{ stop }}` or `{{ stop_url }}` where they belong. */
  readonly text: string;
  /** Whether the provider appends it by itself; absent: what is known of the provider decides. */
  readonly byProvider?: boolean;
  /** The short code or number that a STOP goes to. */
  readonly stop?: string;
  /** The page under which each recipient's personal link stands. */
  readonly stopUrl?: string;
}

export interface Limits {
  readonly maxSegments: number;
  readonly frequencyCap: FrequencyCap;
  /** The purposes that have a cap of their own, by name. */
  readonly frequencyCapByPurpose: ReadonlyMap<string, FrequencyCap>;
  /** ISO 3166-1 alpha-2, each once; `FR` covers its overseas territories. */
  readonly countries: readonly string[];
  /** Decimal text in the provider's currency; null: no limit. */
  readonly maxCost: string | null;
  /** 0: the age of the collected STOPs is not looked at. */
  readonly stopsWithinHours: number;
  /** So many receipts in a row that call a number unreachable for good put it on the never-list; 0: none does. */
  readonly unreachableAfter: number;
}

export interface ProviderChoice {
  readonly use: string;
  /** Submissions a second, never exceeded. */
  readonly rate: number;
  /** Decimal text per segment, by country, and `default` for all others. What it does not name is not known. */
  readonly price: ReadonlyMap<string, string>;
  /** ISO 4217. */
  readonly currency: string;
}

/** How the simulator behaves; the last five are probabilities. */
export interface SimulatorSettings {
  /** Submissions a second. */
  readonly rate: number;
  readonly seed: number;
  readonly latencyMs: number;
  readonly throttled: number;
  readonly rejected: number;
  readonly lostAnswer: number;
  readonly undelivered: number;
  readonly repliesStop: number;
  /** The provider whose way out a rehearsal shows; null: not told. */
  readonly standsFor: string | null;
}

/** How the Vonage account is reached; its secrets come from the environment. */
export interface VonageConfig {
  readonly api: 'messages' | 'sms';
  readonly applicationId: string | null;
  /** Where the Messages and the Reports API are. */
  readonly baseUrl: string;
  /** Where the SMS and the Account API are. */
  readonly restUrl: string;
  /** From a request to the last byte of its answer. */
  readonly timeoutMs: number;
}

/** Who may send what. */
export interface ApprovalRules {
  /** Somebody else than the one who sends must have approved the plan. */
  readonly required: boolean;
  /** And under another login of the system. */
  readonly distinctLogins: boolean;
}

/** What a controller notes of a processor (GDPR article 28): who has to be told of an incident or of an erasure. */
export interface ProcessorNotes {
  /** The contract on data processing: its date, number or address. */
  readonly dpa: string | null;
  /** Where the data are kept. */
  readonly hosting: string | null;
}

/** What `smsctl.toml` says, with the defaults of what it does not say. */
export interface Config {
  readonly organisation: {
    /** The data controller, named in proofs and exports. */
    readonly name: string;
    readonly privacyUrl: string | null;
    readonly contact: string | null;
    readonly locale: Locale;
  };
  readonly sender: { readonly id: string; /** ISO 3166-1 alpha-2. */ readonly country: string };
  /** By country of the recipient, or `default`. */
  readonly footers: ReadonlyMap<string, Footer>;
  /** The id of a profile of sending hours by country; countries without one keep the default of the facts. */
  readonly hours: ReadonlyMap<string, string>;
  readonly limits: Limits;
  readonly stop: StopRules;
  /** Four eyes. */
  readonly approval: ApprovalRules;
  /** For how many months each category is kept. */
  readonly retention: RetentionTerms;
  /** How long a consent counts. */
  readonly consent: Ageing;
  readonly provider: ProviderChoice;
  readonly simulator: SimulatorSettings;
  readonly vonage: VonageConfig;
  /** By the provider's name; those that are never noted are not here. */
  readonly processors: ReadonlyMap<string, ProcessorNotes>;
  /** The built-in purposes, as overridden, and those of the file. */
  readonly purposes: ReadonlyMap<string, Purpose>;
}

/** Who would carry the messages of this workspace: in a rehearsal the provider that the simulator stands for, if told. */
export function providerBehind({ provider, simulator }: Pick<Config, 'provider' | 'simulator'>): string | null {
  return provider.use === 'simulator' ? simulator.standsFor : provider.use;
}

/** What the configuration may refer to. */
interface KnownNames {
  readonly profileIds: readonly string[];
}

/** A configuration that nests deeper than this is none of ours; it also bounds the recursion. */
const MAX_DEPTH = 20;

const PARSING = { maxDepth: MAX_DEPTH, integersAsBigInt: 'asNeeded' } as const;

/**
 * Parses the text of `smsctl.toml`.
 *
 * @param file Its name, for messages.
 * @returns The configuration, frozen.
 * @throws OperatorError `config` that tells all problems at once, each with file, line, key, what was found and what
 *   is allowed; its `details.problems` has the file, line and key of each.
 */
export function parseConfig(text: string, file: string, known: KnownNames): Config {
  const { table, toml, twice } = parseToml(text, file);
  const problems = new ProblemList(file, locateKeys(toml), twice);
  const config = readConfig(new TableReader(table, [], problems), known);
  refuseIf(problems.sorted());
  return deepFreeze(config);
}

function readConfig(root: TableReader, known: KnownNames): Config {
  const organisation = sections.readOrganisation(root.child('organisation'));
  const sender = sections.readSender(root.child('sender'));
  const footers = sections.readFooters(root.child('footer'));
  const hours = sections.readHours(root.child('hours'), known.profileIds);
  const limits = sections.readLimits(root.child('limits'), [sender.country]);
  const stop = readStopRules(root.child('stop'));
  const retention = readRetention(root.child('retention'));
  const provider = sections.readProvider(root.child('provider'));
  const approval = readApproval(root.child('approval'));
  const { simulator, vonage, processors } = sections.readProviders(root.child('providers'));
  const consent = readAgeing(root.child('consent'), sender.country);
  const { purposes, frequencyCapByPurpose } = readPurposes(root.child('purposes'), consent);
  root.close();
  return {
    ...{
      organisation,
      sender,
      footers,
      hours,
      stop: { ...stop, balanceCurrency: provider.currency },
      approval,
      consent,
      retention,
      provider,
      simulator,
      vonage,
      processors,
      purposes,
    },
    limits: { ...limits, frequencyCapByPurpose },
  };
}

/** What stands in the text where its bytes were not UTF-8, as of a file that was saved as Windows-1252 or UTF-16. */
const UNREADABLE = '\ufffd';

/** @property twice What is defined a second time; `toml` is the text without it, line by line. */
interface ParsedToml {
  readonly table: Readonly<Record<string, unknown>>;
  readonly toml: string;
  readonly twice: readonly ConfigProblem[];
}

function parseToml(text: string, file: string): ParsedToml {
  const unreadable = text.indexOf(UNREADABLE);
  if (unreadable !== -1) {
    const line = text.slice(0, unreadable).split('\n').length;
    refuseIf([{ file, line, key: '', what: phrase('config.notUtf8') }]);
  }
  const twice: ConfigProblem[] = [];
  const lines = text.split('\n');
  for (;;) {
    const toml = lines.join('\n');
    try {
      const table = Object.entries(parse(toml, PARSING));
      return { table: Object.fromEntries(table.filter(([key]) => !key.startsWith(SECOND))), toml, twice };
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const { line, column } = error;
      const reason = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '');
      const isSecond = reason.startsWith('trying to redefine');
      const what = isSecond ? phrase('config.definedTwice') : phrase('config.notToml', { column, reason });
      const found = { file, line, key: '', what };
      const from = lines.slice(line - 1);
      // What does not go with its lines hides the rest until it is mended, as does what this may have broken.
      const second = isSecond ? linesOfSecond(from) : null;
      if (second === null) throw refusalOf(isSecond || twice.length === 0 ? [...twice, found] : twice);
      twice.push(found);
      const stub = from[0]?.trim().startsWith('[') === true ? `[${SECOND}${line}]` : '';
      lines.splice(line - 1, second, stub, ...Array<string>(second - 1).fill(''));
    }
  }
}

/**
 * How many lines what is defined a second time takes of those that begin with it; null where they are not its own alone, or
 * it was taken away already.
 */
function linesOfSecond(lines: readonly string[]): number | null {
  const written = lines[0]?.trim() ?? '';
  if (written === '' || written.startsWith(`[${SECOND}`)) return null;
  if (written.startsWith('[')) return 1;
  const toml = lines.join('\n');
  const { at, line } = endOfPair(toml);
  const isAlone = /^[\t ,]*(#.*)?\r?$/.test(toml.slice(at).split('\n')[0] ?? '');
  return isAlone && isToml(toml.slice(0, at)) ? line : null;
}

function isToml(text: string): boolean {
  try {
    parse(text, PARSING);
    return true;
  } catch {
    return false;
  }
}

/** What a table is called that is defined a second time, while the rest of the file is read. */
const SECOND = 'defined-twice-on-line-';

function refuseIf(problems: readonly ConfigProblem[]): void {
  if (problems.length > 0) throw refusalOf(problems);
}

function refusalOf(problems: readonly ConfigProblem[]): OperatorError {
  return new OperatorError(
    'config',
    phrase('config.problems', { file: problems[0]?.file ?? '', problems }),
    phrase('config.problemsHint'),
    { details: { problems: problems.map(({ file, line, key }) => ({ file, line, key })) } },
  );
}

/** Freezes objects and arrays; the maps are read-only by type. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  parts.forEach(deepFreeze);
  return Object.freeze(value);
}
