import { ruleSource } from '../../core/audience/rule-source.js';
import { walkedRules } from '../../core/audience/rule-walk.js';
import type { E164 } from '../../core/contact/phone-number.js';
import { instantOf } from '../../core/schedule/instant.js';
import { profileById } from '../../core/schedule/profiles.js';
import type { MessageStory } from '../../flows/explain-message.js';
import { writtenText, type Revealing } from '../../flows/export-shapes.js';
import type { TracedPlan } from '../../store/store.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { printable } from '../../words/printable.js';
import type { App } from '../app.js';
import { stateWord } from './run-report.js';
import { shownText } from './shown-text.js';
import { entryLine, toldProofLines } from './why-lines.js';
import type { ShownWhy } from './why-document.js';

interface Told {
  readonly at: ReturnType<typeof instantOf>;
  readonly zone: string;
}

/**
 * Why one person got, or did not get, one message: what became of it, the plan, the text, the proof, the log.
 */
export function storyLines(
  app: App,
  found: NonNullable<ShownWhy['found']>,
  { reading, revealing }: Pick<ShownWhy, 'reading' | 'revealing'>,
  zone: string,
): readonly string[] {
  const { story, isRehearsal } = found;
  const { campaign, outcome, intent, exclusions, proof, suppressions, audit } = story;
  const say = app.say.bind(app);
  const { name, purpose, sender } = campaign;
  const state = say(phrase('report.state', { state: stateWord(campaign.state, outcome === 'planned') }));
  const hasLeft = intent !== null && intent.submittedAt !== null;
  const restsOn = phrase(hasLeft ? 'why.restsOn' : 'why.wouldRestOn');
  const blocks: readonly string[] = [
    say(reading.e164 === null ? phrase('why.unfindable') : phrase('why.outcome', { outcome })),
    ...reasonLines(app, story, reading.country),
    ...(intent === null ? [] : messageLines(app, intent, reading.e164, revealing, zone)),
    ...exclusions.flatMap(({ line, reason, plan }) => exclusionLines(app, line, reason, plan, zone)),
    ...(proof === null ? [] : [say(restsOn), ...indented(toldProofLines(app, proof, zone))]),
    ...(suppressions.length === 0
      ? []
      : [say(phrase('why.listedThere')), ...indented(suppressions.map((entry) => entryLine(app, entry, zone)))]),
    ...(outcome === 'absent'
      ? []
      : audit.length === 0
        ? [say(phrase('why.noAuditRow'))]
        : [
            say(phrase('why.auditRows')),
            ...indented(
              audit.map(({ seq, at, kind, operator, hash }) => {
                const row = { seq, by: operator, hash, kind: say(phrase('audit.kind', { kind })) };
                return say(phrase('why.auditRow', { ...row, ...told(at, zone) }));
              }),
            ),
          ]),
  ];
  const title = say(phrase('why.campaign', { campaign: name, purpose, sender, state }));
  const rehearsal = isRehearsal ? [`  ${say(phrase('cli.rehearsal'))}`] : [];
  return [app.paint.out.bold(title), ...rehearsal, ...indented(blocks)];
}

/** The reason with the source of its rule, where it is a rule about the person. */
function reasonLines(app: App, { campaign, reason, intent }: MessageStory, country: string | null): readonly string[] {
  if (reason === null) return [];
  const words = app.say(phrase('report.reason', { reason }));
  const rule = walkedRules.find((one) => one === reason);
  const told = [app.say(phrase('why.reason', { words, reason: printable(reason) }))];
  if (rule === undefined) return told;
  const profile = intent === null ? null : profileById(intent.profile);
  const kind = campaign.promotional ? 'promotional' : 'functional';
  const source = ruleSource(rule, { country, kind, profile });
  const cited = app.say(phrase('why.source', { ...source, source: source[app.formats.locale] }));
  return [...told, `  ${app.paint.out.dim(cited)}`];
}

function messageLines(
  app: App,
  intent: NonNullable<MessageStory['intent']>,
  number: E164 | null,
  revealing: Revealing,
  zone: string,
): readonly string[] {
  const { line, ref, text, segments, encoding, submittedAt, endedAt, providerId, receipt, receiptAt } = intent;
  const { territory, zones, profile } = intent;
  const answered =
    providerId === null || endedAt === null ? [] : [phrase('why.answer', { providerId, ...told(endedAt, zone) })];
  const receipts =
    receipt !== null && receiptAt !== null
      ? [phrase('why.receipt', { delivered: receipt === 'delivered', ...told(receiptAt, zone) })]
      : submittedAt === null || intent.state === 'rejected'
        ? []
        : [phrase('why.noReceipt')];
  const facts: readonly Phrase[] = [
    planPhrase(line, intent.plan, zone),
    phrase('why.place', { territory, zones, profile }),
    ...(submittedAt === null ? [] : [phrase('why.submitted', { ref, ...told(submittedAt, zone) })]),
    ...answered,
    ...receipts,
    phrase('why.text', { segments, encoding, left: submittedAt !== null }),
  ];
  return [...facts.map((one) => app.say(one)), ...indented(shownText(app, writtenText(text, number, revealing)))];
}

function exclusionLines(app: App, line: number, reason: string, plan: TracedPlan, zone: string): readonly string[] {
  const words = app.say(phrase('report.reason', { reason }));
  return [
    app.say(phrase('why.excludedThere', { words, line, file: plan.fileName })),
    `  ${app.say(planPhrase(line, plan, zone))}`,
  ];
}

function planPhrase(line: number, plan: TracedPlan, zone: string): Phrase {
  const { fileName: file, plannedAt, plannedBy: by, confirmedAt, confirmedBy } = plan;
  const confirmed = confirmedAt === null ? null : told(confirmedAt, zone);
  return phrase('why.plan', { file, line, planned: told(plannedAt, zone), by, confirmed, confirmedBy });
}

function told(instant: string, zone: string): Told {
  return { at: instantOf(instant), zone };
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
