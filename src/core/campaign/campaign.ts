/** What a campaign is: it never changes under one name. */
export interface CampaignTerms {
  readonly name: string;
  readonly purpose: string;
  readonly promotional: boolean;
  readonly sender: string;
  readonly template: string;
  readonly provider: string;
  readonly currency: string;
  /** A functional message may leave at night. */
  readonly urgent: boolean;
  /** The same text may be sent again under another name. */
  readonly again: boolean;
  /** Typographic characters were replaced to stay in GSM-7. */
  readonly gsm7: boolean;
}

/**
 * - `planned` frozen, not confirmed; `running` a run is, or was when it was killed, under way
 * - `closed` the window closed, or the time given was over, before the end; `stopped` a rule ended the run
 */
export type CampaignState = 'planned' | 'running' | 'paused' | 'closed' | 'stopped' | 'done' | 'cancelled';

/** Under this name tests stand in the audit log, and beside the rehearsals; no campaign may have it. */
export const TEST_NAME = 'test-send';

/** Campaign names are used in file names and in commands: 1 to 64 of letters, digits, `.`, `_`, `-`. */
export function isCampaignName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(name) && !/^\.{1,2}$/.test(name);
}

/** Whether a command line would take a name for an option: no campaign is made under such a one. */
export function looksLikeOption(name: string): boolean {
  return name.startsWith('-');
}

/** What must be equal for the same name to be the same campaign. */
const bindingTerms = ['template', 'purpose', 'sender'] as const;

/** Which of the binding terms differ between a campaign and what is asked under its name. */
export function changedTerms(kept: CampaignTerms, asked: CampaignTerms): readonly (typeof bindingTerms)[number][] {
  return bindingTerms.filter((term) => kept[term] !== asked[term]);
}
