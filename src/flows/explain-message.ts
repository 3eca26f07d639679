import type { E164 } from '../core/contact/phone-number.js';
import type { Purpose } from '../core/consent/purpose.js';
import type { AuditListing, Campaign, CampaignTrace, Ledger } from '../store/store.js';
import { writtenProof, type Revealing } from './export-shapes.js';
import { forbids, isUndone } from './never-list-entry.js';
import { toldEntry, toldProof, type ToldEntry, type ToldProof } from './why-facts.js';

/** What became of one person in one campaign, in one word. */
type MessageOutcome =
  'absent' | 'excluded' | 'unconfirmed' | 'planned' | 'submitting' | 'accepted' | 'rejected' | 'unknown' | 'skipped';

/** A row of the log, as a proof: its place and its hash find it again in `audit export`. */
interface ToldRow {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly operator: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** Why one person got, or did not get, one campaign's message. */
export interface MessageStory extends CampaignTrace {
  readonly campaign: Campaign;
  readonly outcome: MessageOutcome;
  /** Why excluded, skipped, rejected or unknown. */
  readonly reason: string | null;
  /** The consent that the submission rested on, or else the plan. */
  readonly proof: ToldProof | null;
  /** What stands on the never-list there by now. */
  readonly suppressions: readonly ToldEntry[];
  readonly audit: readonly ToldRow[];
}

/**
 * Tells from the frozen plan and the log what became of one person in one campaign. Reads the ledger that the campaign
 * lives in and nothing else: what changed since changes no story.
 *
 * @param number Null: a text that is no number can not be found in any plan.
 * @param purpose Of the campaign; null where the configuration no longer has it.
 */
export async function explainMessage(
  campaign: Campaign,
  number: E164 | null,
  purpose: Purpose | null,
  ledger: Ledger,
  revealing: Revealing = { reveal: false },
): Promise<MessageStory> {
  if (number === null) return storyOf(campaign, { intent: null, exclusions: [] }, [], [], []);
  const trace = await ledger.traceOf(campaign.id, number);
  const audit = [...ledger.auditRows({ campaign: campaign.name, number })].map(toldRow);
  const suppressions = (await ledger.suppressionsOf(number)).map((row) =>
    toldEntry(row, purpose === null ? !isUndone(row) : forbids(row, purpose)),
  );
  const proofs = [...ledger.consentProofs(number)].map((proof) => writtenProof(toldProof(proof), revealing));
  return storyOf(campaign, trace, audit, suppressions, proofs);
}

function storyOf(
  campaign: Campaign,
  trace: CampaignTrace,
  audit: readonly ToldRow[],
  suppressions: readonly ToldEntry[],
  proofs: readonly ToldProof[],
): MessageStory {
  const { intent } = trace;
  const outcome = outcomeOf(trace);
  const lastPlan = trace.exclusions.at(-1)?.plan.planId;
  // A later row with the same number is a double of the first, which was judged.
  const judged = trace.exclusions.find(({ plan }) => plan.planId === lastPlan);
  // A consent that came after the plan may be the one that counted when the message left.
  const submitted = audit.findLast(({ kind }) => kind === 'submission')?.data['consentSeq'];
  const restedOn = typeof submitted === 'number' ? submitted : (intent?.consentSeq ?? null);
  return {
    ...trace,
    campaign,
    outcome,
    reason: intent?.reason ?? (outcome === 'excluded' ? (judged?.reason ?? null) : null),
    proof: proofs.find(({ seq }) => seq === restedOn) ?? null,
    suppressions,
    audit,
  };
}

function outcomeOf({ intent, exclusions }: CampaignTrace): MessageOutcome {
  if (intent === null) return exclusions.length === 0 ? 'absent' : 'excluded';
  if (intent.state !== 'planned') return intent.state as MessageOutcome;
  return intent.plan.confirmedAt === null ? 'unconfirmed' : 'planned';
}

function toldRow({ seq, at, kind, operator, data, hash }: AuditListing): ToldRow {
  return { seq, at, kind, operator, data: JSON.parse(data) as ToldRow['data'], hash };
}
