import type { ConsentCells, ConsentRules } from '../../../core/consent/consent-row.js';
import { OperatorError } from '../../../errors.js';
import { openConsentFile } from '../../../flows/import-consent.js';
import { planSync, implausibilityOf, type MemberSync, type SyncPlan } from '../../../flows/sync-members.js';
import type { Ledger } from '../../../store/store.js';
import { phrase, type Phrase } from '../../../words/phrase.js';
import type { App, Workspace } from '../../app.js';
import { countOption } from '../campaign-options.js';
import { fileRequest } from '../ledger-options.js';
import { knownPurpose, purposeHint } from '../purpose-option.js';
import type { ConsentImportOptions } from './import.js';

/** What became of those who are not in a list of members. */
export interface Synced {
  readonly purpose: string;
  readonly members: number;
  readonly leaving: number;
  /** Rows whose number can not be read. */
  readonly unreadable: number;
  readonly ended: number;
  /** Memberships that had been ended before and count again, since rows of the file say so as they did then. */
  readonly resumed: number;
  readonly dryRun: boolean;
  /** Of a dry run: the import itself would be refused, as the list looks like a part of itself. */
  readonly refused: boolean;
}

/** @throws OperatorError usage (64) where the options do not go together. */
export function syncOf(workspace: Workspace, file: string, options: ConsentImportOptions): MemberSync | null {
  const { sync = false, syncSource, confirm, basis } = options;
  const purpose = knownPurpose(workspace, options.purpose);
  const refuse = (problem: Phrase, hint: Phrase): never => {
    throw new OperatorError('usage', problem, hint);
  };
  if (!sync) {
    const option = syncSource !== undefined ? '--sync-source' : confirm !== undefined ? '--confirm' : null;
    return option === null ? null : refuse(phrase('sync.alone', { option }), phrase('sync.aloneHint'));
  }
  if (file === '-') return refuse(phrase('sync.needsFile'), phrase('sync.needsFileHint'));
  if (basis !== undefined && basis !== 'member') {
    return refuse(phrase('sync.onlyMembers', { basis }), phrase('sync.onlyMembersHint'));
  }
  if (purpose === null) {
    return refuse(phrase('sync.needsPurpose'), purposeHint(workspace));
  }
  if (!purpose.bases.includes('member')) {
    return refuse(phrase('sync.purposeTakesNone', { purpose: purpose.name }), phrase('sync.purposeTakesNoneHint'));
  }
  return { purpose: purpose.name, source: syncSource ?? null, expected: countOption('--confirm', confirm, 0) };
}

/** Finds out who would leave, says so, and refuses a list that looks like a part of itself: before anything is recorded. */
export async function readSync(
  app: App,
  sync: MemberSync,
  name: string,
  options: ConsentImportOptions,
  stated: ConsentCells,
  rules: ConsentRules,
  ledger: Ledger,
): Promise<SyncPlan & { readonly isRefused: boolean }> {
  const list = await openConsentFile({ ...fileRequest(app, name, options), rejects: null });
  try {
    const plan = await planSync(sync, list, stated, rules, ledger, app.interrupted);
    const { members, leaving, unreadable } = plan;
    if (!app.globals.json) {
      app.note(app.say(phrase('sync.counts', { members, leaving, purpose: sync.purpose })));
      if (unreadable > 0) app.note(app.say(phrase('sync.unreadableRows', { rows: unreadable })));
    }
    const refusal = implausibilityOf(plan, sync);
    // A dry run shows what there is, and that it would be refused.
    if (refusal !== null && options.dryRun !== true) throw refusal;
    return { ...plan, isRefused: refusal !== null };
  } finally {
    await list.close();
  }
}

/** Two readings of one file tell the same, or nobody's membership ends. */
export function requireSameFile(plan: SyncPlan, sha256: string, file: string): void {
  if (plan.sha256 === sha256) return;
  throw new OperatorError('badInput', phrase('sync.changed', { file }), phrase('sync.changedHint'));
}
