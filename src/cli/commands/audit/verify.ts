import { Command } from 'commander';
import { formatHead, parseHead, type AuditHead } from '../../../core/audit/chain.js';
import { exitCodeOf, OperatorError } from '../../../errors.js';
import { standingFault } from '../../../flows/ledger-standing.js';
import { checkLog, isWhole, type CheckedLog } from '../../../flows/verify-audit.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { progressLine } from '../../report/progress.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { withLog } from './log-options.js';

interface AuditVerifyOptions {
  readonly head?: string;
  readonly campaign?: string;
}

export function auditVerifyCommand(app: () => App, words: HelpWords): Command {
  return new Command('verify')
    .description(words('audit.helpVerify'))
    .option('--head <head>', words('audit.helpVerifyHead'))
    .option('--campaign <name>', words('audit.helpCampaignLog'))
    .action((options: AuditVerifyOptions) => runAuditVerify(app(), options));
}

async function runAuditVerify(app: App, options: AuditVerifyOptions): Promise<void> {
  const expected = headOption(options.head);
  const { checked, rehearsal } = await withLog(app, options.campaign, 'read', async (ledger, _, isRehearsal) => {
    const progress = progressLine(app, phrase('audit.verifying'));
    try {
      const looking = { onProgress: (rows: number) => progress.update(rows, null), signal: app.interrupted };
      const checked = await app.checking(ledger, (checks) => checkLog(ledger, checks, expected, looking));
      return { checked, rehearsal: isRehearsal };
    } finally {
      progress.end();
    }
  });
  report(app, checked, expected, rehearsal);
  if (!isWhole(checked)) app.setExitCode(exitCodeOf.badInput);
}

function headOption(value: string | undefined): AuditHead | null {
  if (value === undefined) return null;
  const head = parseHead(value);
  if (head !== null) return head;
  throw new OperatorError('usage', phrase('audit.badHead', { value: value.slice(0, 80) }), phrase('audit.badHeadHint'));
}

function report(app: App, checked: CheckedLog, expected: AuditHead | null, rehearsal: boolean): void {
  const { verdict, file, faults, isOvertaken } = checked;
  const overtaken = isOvertaken ? standingFault('overtaken', file) : null;
  const warnings = overtaken === null ? [] : [overtaken.problem];
  const { rows, head, firstBad } = verdict;
  if (app.globals.json) {
    const ok = isWhole(checked);
    const document = { type: 'audit_verify', ok, rows, head: formatHead(head), firstBad, faults };
    app.out(JSON.stringify({ ...document, rehearsal, warnings: spokenWarnings(app, warnings) }));
    return;
  }
  if (faults.length > 0) {
    app.out(app.paint.out.red(app.say(phrase('doctor.tampered', { file, faults }))));
  }
  if (firstBad !== null) app.out(app.paint.out.red(app.say(phrase('audit.broken', firstBad))));
  if (!isWhole(checked)) app.note(app.say(phrase('doctor.tamperedHint')));
  tellWarnings(app, warnings);
  if (firstBad !== null) return;
  app.out(app.say(phrase('audit.whole', { rows })));
  if (expected !== null) app.out(app.say(phrase('audit.headMatches', { seq: expected.seq })));
  app.out(app.say(phrase('audit.head', { head: formatHead(head) })));
}
