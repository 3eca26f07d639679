import type { DateTime } from 'luxon';
import type { Config } from '../config/config.js';
import { byCountry } from '../core/audience/audience-judge.js';
import { failingGates, wayOutKey, type GateFailure } from '../core/campaign/way-out-gates.js';
import { maskNumbersIn } from '../core/contact/mask-text.js';
import type { E164 } from '../core/contact/phone-number.js';
import { instantOf } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { footerCodes, renderFooter } from '../core/template/footer.js';
import type { ExitProof } from '../store/inbox-store.js';
import type { Campaign, Ledger } from '../store/store.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { stampOf, type LedgerDeps } from './deps.js';
import { footersOf } from './destinations.js';
import { latestCollection } from './pull-inbox.js';

/** What a run is asked for before it begins; an empty list lets it go. */
export type RunGates = () => Promise<readonly GateFailure[]>;

/** What sends, as far as the gates need it. */
interface WayOutQuestion {
  readonly promotional: boolean;
  readonly sender: string;
  /** Countries that are reached. */
  readonly countries: readonly string[];
}

/** Judges the way out of what is sent by a real provider. Functional messages need none. */
export async function judgeWayOut(
  { promotional, sender, countries }: WayOutQuestion,
  config: Config,
  ledger: Ledger,
  now: DateTime,
): Promise<readonly GateFailure[]> {
  if (!promotional || config.provider.use === 'simulator') return [];
  const footers = footersOf(config);
  const provider = config.provider.use;
  const collectedAt = await ledger.stopsCollectedAt(provider, latestCollection(now));
  return failingGates(
    {
      uncovered: countries.filter((country) => byCountry(footers, country) === undefined),
      isProven: (await ledger.exitProof(wayOutKey(provider, sender, footers))) !== null,
      stopsCollectedAt: collectedAt === null ? null : instantOf(collectedAt),
      stopsWithinHours: config.limits.stopsWithinHours,
    },
    now,
  );
}

/** The gates of a campaign. A rehearsal, in which nothing leaves, has none. */
export function gatesOf(
  { id, promotional, sender }: Campaign,
  config: Config,
  { ledger, clock }: Pick<LedgerDeps, 'ledger' | 'clock'>,
): RunGates {
  return async () => {
    if (!promotional || ledger.rehearsalOf !== null) return [];
    const territories = await ledger.waitingTerritories(id);
    const countries = [...new Set(territories.map(({ country }) => country))];
    const failures = await judgeWayOut({ promotional, sender, countries }, config, ledger, clock.now());
    const messages = config.provider.use === 'simulator' ? 0 : await otherFooters(id, countries, config, ledger);
    return messages === 0 ? failures : [...failures, { kind: 'other_footer', messages }];
  };
}

/** How many messages still lead to another way out than the one configured: nobody has shown that a STOP arrives there. */
async function otherFooters(
  campaignId: number,
  countries: readonly string[],
  config: Config,
  ledger: Ledger,
): Promise<number> {
  const footers = footersOf(config);
  let messages = 0;
  for (const country of countries) {
    const rule = byCountry(footers, country);
    const exits =
      rule === undefined ? [] : [...footerCodes(rule), ...(rule.stopUrl === undefined ? [] : [rule.stopUrl])];
    if (exits.length > 0) messages += await ledger.plannedWithout(campaignId, country, exits);
  }
  return messages;
}

/** @throws OperatorError notPermitted (77) with every gate that fails, and the way through each. */
export function refuseClosedGates(failures: readonly GateFailure[], campaign: string, zone: string): void {
  if (failures.length === 0) return;
  throw new OperatorError(
    'notPermitted',
    phrase('inbox.gatesClosed', { campaign, failures, zone }),
    phrase('inbox.gatesClosedHint', { failures }),
    { details: { gates: failures.map(({ kind }) => kind) } },
  );
}

/** The same as a warning, while nothing is sent yet. */
export function gateWarnings(failures: readonly GateFailure[], zone: string): readonly Phrase[] {
  return failures.map((failure) => phrase('inbox.gateWarning', { failure, zone }));
}

/** How a test of the way out from one phone stands. */
export type ExitTest =
  | { readonly kind: 'begun' | 'waiting'; readonly begunAt: DateTime }
  | { readonly kind: 'proven'; readonly provenAt: DateTime };

/**
 * Begins a test of the way out from a trusted phone, or tells how the one that has begun stands: the phone's next STOP
 * proves it in the moment in which it is filed.
 */
export async function testExit(number: E164, config: Config, deps: LedgerDeps): Promise<ExitTest> {
  const { ledger } = deps;
  requireExits(config);
  const key = keyOf(config);
  const known = await ledger.exitTest(key, number);
  if (known?.provenAt !== null && known?.provenAt !== undefined) {
    return { kind: 'proven', provenAt: instantOf(known.provenAt) };
  }
  if (known !== null) return { kind: 'waiting', begunAt: instantOf(known.begunAt) };
  const stamp = stampOf(deps);
  await ledger.beginExitTest(key, number, stamp);
  return { kind: 'begun', begunAt: stamp.at };
}

/** The newest proof that a STOP arrives by what is configured; null where there is none. */
export function provenExit(config: Config, ledger: Ledger): Promise<ExitProof | null> {
  return ledger.exitProof(keyOf(config));
}

/** The ways out as a recipient is shown them, each once. */
export function shownExits(config: Config): readonly string[] {
  return [...new Set([...footersOf(config).values()].map(renderFooter))];
}

/** @throws OperatorError config (78): there is nothing that a STOP could be sent to. */
function requireExits({ footers }: Config): void {
  if (footers.size === 0) throw new OperatorError('config', phrase('inbox.noExits'), phrase('inbox.noExitsHint'));
}

/** Takes the operator's word that a STOP arrives; numbers in it are masked, and an erasure takes names out of it. */
export async function attestExit(statement: string, config: Config, deps: LedgerDeps): Promise<void> {
  requireExits(config);
  await deps.ledger.attestExit(keyOf(config), attested(statement, 'inbox.attestEmptyHint'), stampOf(deps));
}

/** Takes the operator's word that no STOP came since they were last collected. */
export async function attestNoStops(statement: string, config: Config, deps: LedgerDeps): Promise<void> {
  const { ledger } = deps;
  const provider = config.provider.use;
  const word = attested(statement, 'inbox.attestNoneHint');
  const start = { kind: 'attested', provider, fileName: null, statement: word } as const;
  const id = await ledger.beginCollection(start, stampOf(deps));
  await ledger.endCollection(id, { sha256: null, hasStops: true, told: {} }, stampOf(deps));
}

function keyOf(config: Config): Buffer {
  return wayOutKey(config.provider.use, config.sender.id, footersOf(config));
}

/** @throws OperatorError usage (64): a word that says nothing. */
function attested(statement: string, hint: 'inbox.attestEmptyHint' | 'inbox.attestNoneHint'): string {
  const text = statement.trim();
  if (text.length < SHORTEST_STATEMENT) {
    throw new OperatorError('usage', phrase('inbox.attestEmpty'), phrase(hint));
  }
  // Masked before it is cut: what is left of a number would no longer look like one.
  return maskNumbersIn(text).slice(0, LONGEST_STATEMENT);
}

const SHORTEST_STATEMENT = 10;
const LONGEST_STATEMENT = 500;
