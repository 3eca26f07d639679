import type { DateTime } from 'luxon';
import { consentIdentity, identitiesOf, type ConsentEvent } from '../core/consent/consent-event.js';
import type { ConsentRules } from '../core/consent/consent-row.js';
import {
  consentAge,
  contactsIn,
  openRequest,
  recordedFromFile,
  type RecordedConsent,
} from '../core/consent/consent-state.js';
import type { Purpose } from '../core/consent/purpose.js';
import { NumberSet } from '../core/contact/number-set.js';
import type { E164 } from '../core/contact/phone-number.js';
import { DigestSet } from './import-tally.js';

export type Age = ReturnType<typeof consentAge>;

/** An event of a file, and of whom it is. */
interface RowEvent {
  /** The number that they have now, whichever one stands in the row. */
  readonly person: E164;
  readonly event: ConsentEvent;
  /** As of a {@link ConsentRecord}. */
  readonly holdsNow: boolean;
}

/** @property wasRecorded It is in the history, even if what it tells of has ended since. */
interface Standing {
  readonly isRecorded: boolean;
  readonly wasRecorded: boolean;
}

/** Later than every event of a ledger. */
const LATER = 2 ** 52;

/**
 * What the rows before made of the people of a file, beside what the ledger tells of them: the rows of the same batch, which
 * it can not know of yet, or in a dry run all rows. Each row is judged on both, so its verdict hangs neither on where a
 * batch begins nor on whether anything is recorded.
 *
 * A dry run has everyone of a file in mind. So nobody's history is kept: only what can make a later row another one, each
 * once, and of what makes none a few bits.
 */
export class RowsBefore {
  private readonly said = new DigestSet();
  private readonly marks = new Map<E164, Map<string, RecordedConsent>>();
  /** Who was heard of and when, by the terms of a purpose. */
  private readonly heard = new Map<string, { readonly purpose: Purpose; readonly as: HeardAs }>();
  private readonly now: DateTime;
  private seq = LATER;

  /** @param whom Of whom there is more than one row: of anybody else the ledger tells everything. */
  constructor(
    { purposes, now }: Pick<ConsentRules, 'purposes' | 'now'>,
    private readonly whom: 'everyone' | ReadonlySet<E164>,
  ) {
    this.now = now;
    for (const purpose of purposes.values()) {
      if (purpose.ageing === null) continue;
      this.heard.set(termsOf(purpose), { purpose, as: { fresh: new NumberSet(), ageing: new NumberSet() } });
    }
  }

  follows(person: E164): boolean {
    return this.whom === 'everyone' || this.whom.has(person);
  }

  /** Whether an event is recorded by now. @param known What the ledger tells. */
  standingOf(one: RowEvent, known: Standing): Standing {
    if (!this.follows(one.person)) return known;
    const isSaid = identitiesOf(printOf(one), one.event).some((identity) => this.said.has(identity));
    const wasRecorded = known.wasRecorded || isSaid;
    const after = this.endBefore(one);
    if (after === null) return { wasRecorded, isRecorded: known.isRecorded || isSaid };
    return { wasRecorded, isRecorded: this.said.has(consentIdentity(printOf(one), one.event, after)) };
  }

  /** The history of a person as far as it decides of an import. @param known What the ledger tells. */
  historyOf(person: E164, known: readonly RecordedConsent[]): readonly RecordedConsent[] {
    const marks = this.marks.get(person);
    return marks === undefined ? known : [...known, ...marks.values()];
  }

  /** How old a consent is, if `age` is what the ledger tells. */
  ageOf(person: E164, purpose: Purpose, age: Age): Age {
    const heard = age === 'fresh' ? undefined : this.heard.get(termsOf(purpose))?.as;
    if (heard === undefined) return age;
    if (heard.fresh.has(person)) return 'fresh';
    return heard.ageing.has(person) ? 'ageing' : age;
  }

  /** Notes that an event is recorded. @param history Of the person until then. */
  note(one: RowEvent, history: readonly RecordedConsent[]): void {
    const { person, event } = one;
    if (!this.follows(person)) return;
    const after = this.endBefore(one);
    this.said.add(consentIdentity(printOf(one), event));
    if (after !== null) this.said.add(consentIdentity(printOf(one), event, after));
    const recorded = recordedFromFile(event, ++this.seq);
    if (recorded.kind === 'given') {
      for (const at of contactsIn(recorded, this.now)) this.hear(person, at);
      const isAnswer = recorded.basis === 'double_opt_in' && openRequest(history, { name: recorded.purpose }) !== null;
      if (!isAnswer) return;
    }
    this.mark(person, recorded);
  }

  private mark(person: E164, recorded: RecordedConsent): void {
    const marks = this.marks.get(person) ?? new Map<string, RecordedConsent>();
    this.marks.set(person, marks);
    const name = JSON.stringify([recorded.kind, recorded.purpose, 'basis' in recorded ? recorded.basis : '']);
    // The last of a kind stands for all of them, at its own place.
    marks.delete(name);
    marks.set(name, recorded);
  }

  private hear(person: E164, at: DateTime): void {
    for (const { purpose, as } of this.heard.values()) {
      if (as.fresh.has(person)) continue;
      const age = consentAge(at, purpose, this.now);
      if (age !== 'expired') as[age].seenBefore(person);
    }
  }

  /** Which row ended, before this one, what it says goes on; null: none, or it does not say so. */
  private endBefore({ person, event, holdsNow }: RowEvent): number | null {
    if (!holdsNow || event.kind !== 'given') return null;
    const isEnd = (one: RecordedConsent): boolean =>
      one.kind === 'ended' && one.purpose === event.purpose && one.basis === event.basis;
    return [...(this.marks.get(person)?.values() ?? [])].find(isEnd)?.seq ?? null;
  }
}

/** Who was heard of so lately that their consents are fresh, or are ageing. */
type HeardAs = Readonly<Record<Exclude<Age, 'expired'>, NumberSet>>;

function termsOf({ ageing }: Purpose): string {
  return `${ageing?.warnMonths} ${ageing?.refuseMonths}`;
}

/** One person, one print, whatever number of theirs a row names. */
function printOf({ person }: RowEvent): Buffer {
  return Buffer.from(person);
}
