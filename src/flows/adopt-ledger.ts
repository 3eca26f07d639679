import type { E164 } from '../core/contact/phone-number.js';
import { OperatorError } from '../errors.js';
import type { ErasureLine } from '../files/erasure-file.js';
import type { Provider } from '../providers/provider.js';
import type { Campaign } from '../store/store.js';
import type { Phrase } from '../words/phrase.js';
import { collectReceipts } from './collect-receipts.js';
import type { InboxTerms } from './file-inbox.js';
import { stampOf, type LedgerDeps } from './deps.js';
import type { EraseDeps } from './erase-subject.js';
import { lookUpUnknown } from './resolve-unknown.js';

interface AdoptDeps extends LedgerDeps {
  /** How what comes in is judged. */
  readonly terms: InboxTerms;
  /** Who was erased, as it is kept beside the ledger. */
  readonly erasures: readonly ErasureLine[];
  /** The provider that a campaign went by; null where nobody can be asked: a rehearsal. */
  provider(campaign: string): Provider | null;
  /** Erases a person of whom the copy still has everything. */
  eraseAgain(number: E164): Promise<void>;
  /** Runs one use of each ledger that a restoration set aside and that opens. */
  withSetAside: EraseDeps['withSetAside'];
  /** Tells what stands once the copy is adopted: a fault while the provider is asked must not take it along. */
  tellAdopted(adoption: Adoption): void;
}

/** What became of one campaign's doubts. */
interface CollectedCampaign {
  readonly campaign: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly left: number;
  /** Why the provider could not be asked; null: it was. */
  readonly why: Phrase | null;
}

export interface Adoption {
  /** Messages that may have left from the original. */
  readonly unknown: number;
  /** Instant of the newest row that came with the copy, ISO-8601: nothing that the original learnt after it is known. */
  readonly newestAt: string | null;
  readonly rows: number;
  /** Rows that the ledger had which sent here last; null: not known. */
  readonly lastRunRow: number | null;
  readonly erasures: { readonly noted: number; readonly entered: number; readonly again: number };
}

export interface Adopted extends Adoption {
  readonly collected: readonly CollectedCampaign[];
}

/**
 * Makes a copy the ledger that sends. Erasures come first: nobody who was erased may come back for a moment. Then whatever
 * may have left from the original is doubted, and the provider is asked what it knows of that.
 */
export async function adoptLedger(deps: AdoptDeps): Promise<Adopted> {
  const { ledger, erasures } = deps;
  const { seq: rows } = await ledger.auditHead();
  const newestAt = (await ledger.knownUntil()) ?? (await ledger.newestAuditAt());
  const lastRunRow = ledger.lastRun()?.seq ?? null;
  const { entered, inClear } = await ledger.replayErasures(erasures, stampOf(deps));
  for (const number of inClear) await deps.eraseAgain(number);
  if (erasures.length > 0) await eraseInSetAside(deps);
  const unknown = await ledger.adopt(stampOf(deps));
  const erased = { noted: erasures.length, entered, again: inClear.length };
  const adoption = { unknown, newestAt, rows, lastRunRow, erasures: erased };
  deps.tellAdopted(adoption);
  const collected: CollectedCampaign[] = [];
  for (const campaign of await ledger.listCampaigns()) collected.push(...(await collect(campaign, deps)));
  return { ...adoption, collected };
}

/** A copy that was given up before anybody adopted it, for one from another backup, may have them still. */
async function eraseInSetAside({ erasures, withSetAside, ...deps }: AdoptDeps): Promise<void> {
  const stamp = stampOf(deps);
  await withSetAside('write', async (former) => {
    const { inClear } = await former.replayErasures(erasures, stamp);
    for (const number of inClear) await former.eraseSubject(number, stamp);
    await former.scrub();
  });
}

/** Receipts and STOPs that the provider still has, and its records of what is in doubt. */
async function collect(campaign: Campaign, deps: AdoptDeps): Promise<readonly CollectedCampaign[]> {
  const { ledger } = deps;
  const { unknown } = await ledger.campaignCounts(campaign.id);
  if (unknown === 0) return [];
  const none = { campaign: campaign.name, accepted: 0, rejected: 0, left: unknown };
  try {
    const provider = deps.provider(campaign.name);
    if (provider === null) return [];
    await collectReceipts(provider, deps, deps.terms.unreachableAfter);
    const { accepted, rejected } = await lookUpUnknown(campaign, provider, deps.terms, deps);
    const { unknown: left } = await ledger.campaignCounts(campaign.id);
    return [{ campaign: campaign.name, accepted, rejected, left, why: null }];
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind === 'storeFailure') throw error;
    return [{ ...none, why: error.problem }];
  }
}
