import type { DateTime } from 'luxon';
import { rulesOfRows } from '../../core/audience/rule-walk.js';
import { formatMicros } from '../../core/campaign/cost.js';
import type { E164, NumberReading } from '../../core/contact/phone-number.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { MessageStory } from '../../flows/explain-message.js';
import { leadingAnswer, type PurposeAnswer } from '../../flows/explain-person.js';
import { writtenNumber, writtenText, type Revealing } from '../../flows/export-shapes.js';
import type { AnyCheck } from '../../flows/why-facts.js';

/** Everything that `why` found out. */
export interface ShownWhy {
  readonly reading: NumberReading;
  readonly at: DateTime;
  /** One for each purpose asked. */
  readonly answers: readonly PurposeAnswer[];
  readonly found: { readonly story: MessageStory; readonly isRehearsal: boolean } | null;
  readonly revealing: Revealing;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The answer as one JSON document. `allowed` and `checks` are those of one purpose, which `purpose` names; `purposes` has
 * every one that was asked.
 */
export function whyDocument({ reading, at, answers, found, revealing }: ShownWhy): Json {
  const leading = leadingAnswer(answers);
  return {
    type: 'why',
    number: writtenNumber(reading.e164, revealing),
    at: isoInstant(at),
    ...answerDocument(leading),
    purposes: answers.map(answerDocument),
    notJudgedHere: rulesOfRows,
    ...(found === null ? {} : { campaign: storyDocument(found, reading.e164, revealing) }),
  };
}

function answerDocument({ purpose, allowed, firstFailing, checks }: PurposeAnswer): Json {
  return {
    purpose: purpose.name,
    kind: purpose.kind,
    allowed,
    reason: firstFailing,
    checks: checks.map(checkDocument),
  };
}

/** `pass` of a rule that could not be judged is false, unless only the text is missing; `judged` says so. */
function checkDocument({ rule, pass, missing, facts, source }: AnyCheck): Json {
  const judged = missing === null;
  return {
    rule,
    pass,
    facts: { judged, ...(judged ? {} : { missing }), ...facts },
    source: source.en,
    force: source.force,
    confidence: source.confidence,
  };
}

function storyDocument(
  { story, isRehearsal }: NonNullable<ShownWhy['found']>,
  number: E164 | null,
  revealing: Revealing,
): Json {
  const { campaign, outcome, reason, intent, exclusions, proof, suppressions, audit } = story;
  return {
    name: campaign.name,
    purpose: campaign.purpose,
    sender: campaign.sender,
    state: campaign.state,
    rehearsal: isRehearsal,
    outcome,
    reason,
    message:
      intent === null ? null : messageDocument(story, { ...intent, text: writtenText(intent.text, number, revealing) }),
    exclusions,
    consentSeq: proof?.seq ?? null,
    proof,
    suppressions,
    audit,
  };
}

function messageDocument({ campaign }: MessageStory, intent: NonNullable<MessageStory['intent']>): Json {
  const { state, row, line, ref, text, textHash, encoding, segments, territory, zones, calendars, profile } = intent;
  const { submittedAt, endedAt, providerId, receipt, receiptAt, consentSeq, plan } = intent;
  return {
    ...{ state, row, line, ref, text, textHash, encoding, segments },
    cost: { amount: formatMicros(intent.costMicros), currency: campaign.currency },
    ...{ territory, zones, calendars, profile, submittedAt, endedAt, providerId, receipt, receiptAt },
    plannedConsentSeq: consentSeq,
    plan,
  };
}
