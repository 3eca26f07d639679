import type { AudiencePolicy, Contact, Message } from '../audience/audience-judge.js';
import type { E164 } from '../contact/phone-number.js';
import { segmentsAsGsm7 } from '../segment/as-gsm7.js';
import { countSegments } from '../segment/count-segments.js';
import { replaceTypography } from '../segment/replace-typography.js';
import { isSpoilt } from '../segment/spoilt-character.js';
import { replacedInTemplate } from '../template/own-words.js';
import type { Micros } from './cost.js';
import { Ucs2Causes, type Ucs2CauseCount } from './ucs2-causes.js';

/** What UCS-2 costs a plan. */
interface Ucs2Totals {
  readonly texts: number;
  /** Beyond what they would take if each character outside GSM-7 were one septet. */
  readonly extraSegments: number;
  readonly extraCostMicros: Micros;
  readonly causes: readonly Ucs2CauseCount[];
  /** There were more characters than are told apart. */
  readonly hasMoreCauses: boolean;
}

/** What replacing typographic characters changes, or would change. */
export interface ReplacementTotals {
  readonly texts: number;
  readonly segmentsSaved: number;
  readonly savedMicros: Micros;
}

export interface BeforeAndAfter {
  readonly before: string;
  readonly after: string;
}

/** The text of one person, which may hold their number. */
export interface ReplacedExample extends BeforeAndAfter {
  readonly to: E164;
}

/** How the texts of a plan are written. */
export interface TextTotals {
  readonly ucs2: Ucs2Totals;
  /** Texts with a character that stands for one that was lost (U+FFFD), or with half of one. */
  readonly spoilt: number;
  /** What `--gsm7` would bring back to GSM-7 among the newcomers; nothing where it is given. */
  readonly offered: ReplacementTotals;
  /** What `--gsm7` changed among the newcomers; null where it is not given. */
  readonly replaced:
    | (ReplacementTotals & {
        /** The template's own words; null where nothing in them changes, or not all of them can. */
        readonly template: BeforeAndAfter | null;
        readonly examples: readonly ReplacedExample[];
      })
    | null;
}

const MAX_EXAMPLES = 3;

/** Looks at the texts of a plan while it is being made. */
export class TextTally {
  private texts = 0;
  private spoilt = 0;
  private extraSegments = 0;
  private extraCostMicros = 0;
  private readonly causes: Ucs2Causes;
  private readonly offered = new Savings();
  private readonly replaced = new Savings();
  private readonly examples: ReplacedExample[] = [];

  constructor(private readonly policy: Pick<AudiencePolicy, 'template' | 'gsm7'>) {
    this.causes = new Ucs2Causes(policy.template);
  }

  addNewcomer(contact: Pick<Contact, 'fields' | 'line'>, to: E164, message: Message): void {
    const { text, written, count } = message;
    if (written !== null) {
      this.replaced.add(message, countSegments(written).segments - count.segments);
      if (this.examples.length < MAX_EXAMPLES) this.examples.push({ to, before: written, after: text });
    }
    if (count.encoding === 'GSM-7') return;
    this.addUcs2(contact, message);
    // What `--gsm7` left in UCS-2 it can not change: the work is spared.
    if (!this.policy.gsm7) this.offer(message);
  }

  /**
   * Adds a text in UCS-2 of an earlier plan. It is frozen: nothing in it can be replaced any more.
   *
   * @param footer What may stand at its end.
   */
  addFrozen(
    contact: Pick<Contact, 'fields' | 'line'>,
    frozen: { text: string; costMicros: Micros },
    footer: string,
  ): void {
    const { text, costMicros } = frozen;
    const ending = text.endsWith(footer) ? footer : '';
    this.addUcs2(contact, { text, ending, costMicros, count: countSegments(text) });
  }

  private addUcs2(
    contact: Pick<Contact, 'fields' | 'line'>,
    message: Pick<Message, 'text' | 'ending' | 'count' | 'costMicros'>,
  ): void {
    const { text, ending, count } = message;
    const extra = count.segments - segmentsAsGsm7(text);
    this.texts += 1;
    this.extraSegments += extra;
    this.extraCostMicros += extra * segmentPrice(message);
    const chars = count.causes.map(({ char }) => char);
    if (chars.some(isSpoilt)) this.spoilt += 1;
    this.causes.add({ contact, chars, ending });
  }

  private offer(message: Message): void {
    const { text, appended, count } = message;
    const own = text.slice(0, text.length - appended.length);
    const after = replaceTypography(own, appended);
    if (after !== own) this.offered.add(message, count.segments - countSegments(after + appended).segments);
  }

  totals(): TextTotals {
    const { texts, spoilt, extraSegments, extraCostMicros } = this;
    const { causes, hasMore } = this.causes.totals();
    const { source } = this.policy.template;
    const after = replacedInTemplate(source);
    const template = after === null ? null : { before: source, after };
    return {
      ucs2: { texts, extraSegments, extraCostMicros, causes, hasMoreCauses: hasMore },
      spoilt,
      offered: this.offered.totals(),
      replaced: this.policy.gsm7 ? { ...this.replaced.totals(), template, examples: this.examples } : null,
    };
  }
}

class Savings {
  private texts = 0;
  private segments = 0;
  private micros = 0;

  add(message: Message, segments: number): void {
    this.texts += 1;
    this.segments += segments;
    this.micros += segments * segmentPrice(message);
  }

  totals(): ReplacementTotals {
    return { texts: this.texts, segmentsSaved: this.segments, savedMicros: this.micros };
  }
}

/** A message costs its segments times one price. */
function segmentPrice({ costMicros, count }: Pick<Message, 'costMicros' | 'count'>): Micros {
  return costMicros / count.segments;
}
