import type { ApprovalStanding } from '../../flows/approve-plan.js';
import { instantOf } from '../../core/schedule/instant.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';

/** Four eyes as a field of JSON; null where no approval is asked for, or nothing waits. */
export function approvalDocument(standing: ApprovalStanding | null): Record<string, unknown> | null {
  if (standing === null) return null;
  const approvedBy = standing.map(({ operator, at }) => ({ operator, at }));
  return { state: standing.length === 0 ? 'awaiting' : 'approved', approvedBy };
}

/** What four eyes ask for next, or who has seen the plan. */
export function approvalPhrase(standing: ApprovalStanding, campaign: string, zone: string): Phrase {
  if (standing.length === 0) return phrase('oversight.awaits', { campaign });
  const approvals = standing.map(({ operator, at }) => ({ operator: printable(operator), at: instantOf(at) }));
  return phrase('oversight.approvedBy', { campaign, approvals, zone });
}
