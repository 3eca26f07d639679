import { rulesOfRows, type WalkedRule } from '../../core/audience/rule-walk.js';
import { formatPhoneNumber, maskPhoneNumber } from '../../core/contact/phone-number.js';
import type { NumberRejectReason, NumberWarning } from '../../core/contact/number-vocabulary.js';
import { instantOf } from '../../core/schedule/instant.js';
import { untilText } from '../../core/schedule/last-moment.js';
import { leadingAnswer, type PurposeAnswer } from '../../flows/explain-person.js';
import type { AnyCheck, FactsByRule, ToldMessage } from '../../flows/why-facts.js';
import { phrase, type Phrase, type PhraseKey } from '../../words/phrase.js';
import type { App } from '../app.js';
import { causePhrase, warningPhrase } from './hours-words.js';
import { entryLine, toldProofLines } from './why-lines.js';
import { storyLines } from './why-story.js';
import type { ShownWhy } from './why-document.js';

/** What the number alone decides: told once, however many purposes are asked. */
const ofTheNumber: readonly WalkedRule[] = ['invalid_number', 'not_mobile', 'fictional_number', 'country_not_allowed'];

/** The answer first, then every rule in order: verdict, facts, source. */
export function whyLines(app: App, shown: ShownWhy, zone: string): readonly string[] {
  const { reading, at, answers, found, revealing } = shown;
  const { out } = app.paint;
  const say = app.say.bind(app);
  const number =
    reading.e164 === null
      ? say(phrase('why.unreadable'))
      : revealing.reveal
        ? formatPhoneNumber(reading.e164)
        : maskPhoneNumber(reading.e164);
  const [first] = answers;
  const shared = first?.checks.filter(({ rule }) => ofTheNumber.includes(rule)) ?? [];
  const section = (title: string, checks: readonly AnyCheck[]): readonly string[] => [
    '',
    out.bold(title),
    ...checks.flatMap((check) => checkLines(app, check, zone)),
  ];
  return [
    out.bold(number),
    say(phrase('why.asOf', { at, zone })),
    ...answers.map((answer) => answerLine(app, answer)),
    ...(found === null ? [] : ['', ...storyLines(app, found, { reading, revealing }, zone)]),
    ...section(say(phrase('why.theNumber')), shared),
    // Without a number every purpose says the same.
    ...(reading.e164 === null ? [leadingAnswer(answers)] : answers).flatMap(({ purpose, checks }) =>
      section(
        purpose.name,
        checks.filter(({ rule }) => !ofTheNumber.includes(rule)),
      ),
    ),
    '',
    out.dim(say(phrase('why.rowRules', { rules: rulesOfRows }))),
  ];
}

/** ✓ or ✗ and the words: each of them alone says how it stands. */
function answerLine(app: App, { purpose, firstFailing }: PurposeAnswer): string {
  const { out } = app.paint;
  const { name } = purpose;
  if (firstFailing === null) return out.green(`✓ ${app.say(phrase('why.allowed', { purpose: name }))}`);
  const reason = app.say(
    firstFailing === 'hours' ? phrase('why.closed') : phrase('report.reason', { reason: firstFailing }),
  );
  return out.red(`✗ ${app.say(phrase('why.refused', { purpose: name, reason, rule: firstFailing }))}`);
}

const signs = {
  pass: { sign: '✓', word: 'why.yes', color: 'green' },
  fail: { sign: '✗', word: 'why.no', color: 'red' },
  not_judged: { sign: '–', word: 'why.notJudged', color: 'yellow' },
} as const satisfies Record<string, { sign: string; word: PhraseKey; color: string }>;

function checkLines(app: App, check: AnyCheck, zone: string): readonly string[] {
  const { rule, pass, missing, source } = check;
  const { sign, word, color } = signs[missing !== null ? 'not_judged' : pass ? 'pass' : 'fail'];
  const width = Math.max(...Object.values(signs).map((one) => app.say(phrase(one.word)).length));
  const mark = app.paint.out[color](`${sign} ${app.say(phrase(word)).padEnd(width)}`);
  const indent = ' '.repeat(width + 6);
  const cited = app.say(phrase('why.source', { ...source, source: source[app.formats.locale] }));
  const told = missing === null ? factLines(app, check, zone) : [app.say(phrase('why.missing', { missing }))];
  return [
    `  ${mark}  ${app.say(phrase('why.rule', { rule, forbids: missing === null && !pass }))} [${rule}]`,
    ...told.map((line) => `${indent}${line}`),
    `${indent}${app.paint.out.dim(cited)}`,
  ];
}

/** What a rule looked at, one fact a line. */
function factLines(app: App, check: AnyCheck, zone: string): readonly string[] {
  const say = (phrases: readonly Phrase[]): readonly string[] => phrases.map((one) => app.say(one));
  switch (check.rule) {
    case 'invalid_number':
      return say(readingPhrases(check.facts));
    case 'not_mobile':
      return say(check.facts.type === null ? [] : [phrase('why.line', { ...check.facts, type: check.facts.type })]);
    case 'fictional_number':
      return say(fictionPhrases(check.facts));
    case 'country_not_allowed':
      return say(territoryPhrases(check.facts));
    case 'suppressed':
      return check.facts.entries.length === 0
        ? say([phrase('why.notListed')])
        : check.facts.entries.map((entry) => entryLine(app, entry, zone));
    case 'consent_withdrawn':
      return check.facts.withdrawals.length === 0
        ? say([phrase('why.notWithdrawn')])
        : check.facts.withdrawals.flatMap((event) => toldProofLines(app, event, zone));
    case 'no_consent':
      return basisLines(app, check.facts, zone);
    case 'consent_expired':
      return say(agePhrases(check.facts, zone));
    case 'no_way_out':
      return say([wayOutPhrase(check.facts)]);
    case 'already_received':
      return [
        ...say([phrase('why.sameText', { days: check.facts.days, count: check.facts.messages.length })]),
        ...receivedLines(app, check.facts.messages, zone),
      ];
    case 'frequency_cap':
      return [...say([capPhrase(check.facts)]), ...receivedLines(app, check.facts.messages, zone)];
    case 'hours':
      return say(hoursPhrases(check.facts));
  }
}

function readingPhrases({ reason, warnings }: FactsByRule['invalid_number']): readonly Phrase[] {
  return [
    ...(reason === null ? [] : [phrase('why.numberReason', { reason: reason as NumberRejectReason })]),
    ...warnings.map((warning) => phrase('check.numberWarning', { warning: warning as NumberWarning })),
  ];
}

function fictionPhrases({ fictional, rehearsing }: FactsByRule['fictional_number']): readonly Phrase[] {
  return fictional ? [phrase(rehearsing ? 'why.fictionRehearsed' : 'why.fictionRefused')] : [];
}

function territoryPhrases({
  territory,
  country,
  allowed,
  notes,
}: FactsByRule['country_not_allowed']): readonly Phrase[] {
  if (territory === null || country === null) return [phrase('check.numberWithoutPlace')];
  return [
    phrase('why.territory', { territory, country, allowed }),
    ...notes.map((note) => phrase('check.hoursNote', { note })),
  ];
}

function basisLines(app: App, facts: FactsByRule['no_consent'], zone: string): readonly string[] {
  const { accepts, consent, pending, notCounting } = facts;
  const proofs = (consent === null ? notCounting : [consent]).flatMap((one) => toldProofLines(app, one, zone));
  const waiting =
    pending === null ? [] : [app.say(phrase('renewal.noticeOfPending')), ...toldProofLines(app, pending, zone)];
  const none = app.say(phrase(notCounting.length === 0 ? 'why.noBasis' : 'why.notCounting'));
  return [
    app.say(phrase('why.accepts', { bases: accepts })),
    ...(consent === null ? [none] : []),
    ...proofs,
    ...waiting,
  ];
}

function agePhrases(
  { givenAt, ageMonths, age, limitMonths, warnMonths, validUntil, endedAt }: FactsByRule['consent_expired'],
  zone: string,
): readonly Phrase[] {
  return [
    ...(givenAt === null || ageMonths === null
      ? []
      : [phrase('why.age', { givenAt, zone, months: ageMonths, limit: limitMonths })]),
    ...(age === 'ageing' ? [phrase('why.ageing', { months: warnMonths ?? 0 })] : []),
    ...(endedAt === null ? [] : [phrase('renewal.membershipEnded', { at: instantOf(endedAt), zone })]),
    ...(validUntil === null ? [] : [phrase('why.validUntil', { until: untilText(validUntil, zone), zone })]),
  ];
}

function wayOutPhrase({ needed, country, footer }: FactsByRule['no_way_out']): Phrase {
  if (!needed) return phrase('why.noFooterNeeded');
  const named = { country: country ?? '?' };
  return footer === null ? phrase('why.noFooter', named) : phrase('why.footer', { ...named, footer });
}

function capPhrase({ cap, count }: FactsByRule['frequency_cap']): Phrase {
  return cap === null ? phrase('why.noCap') : phrase('why.cap', { ...cap, count });
}

function receivedLines(app: App, messages: readonly ToldMessage[], zone: string): readonly string[] {
  return messages.map(({ campaign, submittedAt }) =>
    app.say(phrase('why.received', { campaign, at: instantOf(submittedAt), zone })),
  );
}

/** In the zone of the recipient, where the rule is kept. */
function hoursPhrases(facts: FactsByRule['hours']): readonly Phrase[] {
  const { profile, zones, calendars, blockedBy, holiday, warnings, nextAllowed, sendBefore, marginMinutes } = facts;
  if (profile === null) return [phrase('why.anyHour')];
  const [zone = 'UTC'] = zones;
  const next =
    nextAllowed === null
      ? phrase('schedule.opensNever')
      : phrase('schedule.opensAt', { at: instantOf(nextAllowed), zone });
  return [
    ...blockedBy.map((cause) =>
      cause === 'closing_margin' ? phrase('why.margin', { minutes: marginMinutes }) : causePhrase(cause, holiday),
    ),
    ...warnings.map((warning) => warningPhrase(warning, holiday)),
    sendBefore === null ? next : phrase('why.sendBefore', { at: instantOf(sendBefore), zone }),
    phrase('check.hoursRule', { profile, zones, calendars }),
  ];
}
