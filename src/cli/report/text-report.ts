import { formatMicros } from '../../core/campaign/cost.js';
import type { BeforeAndAfter, ReplacedExample, ReplacementTotals, TextTotals } from '../../core/campaign/text-tally.js';
import { writtenText, type Revealing } from '../../flows/export-shapes.js';
import { codePointOf } from '../../words/characters.js';
import { phrase, type Phrase } from '../../words/phrase.js';

/** Characters told on the screen; the JSON has them all. */
const SHOWN_CAUSES = 5;
/** Texts shown before and after; the JSON has one more. */
const SHOWN_EXAMPLES = 2;

/** What the JSON of a plan says of alphabets: which characters cost what, and what `--gsm7` changed or would change. */
export function textDocument(
  { ucs2, offered, replaced }: TextTotals,
  currency: string,
  revealing: Revealing,
): Record<string, unknown> {
  const money = (micros: number): { amount: string; currency: string } => ({ amount: formatMicros(micros), currency });
  const savings = ({ segmentsSaved, savedMicros }: ReplacementTotals): Record<string, unknown> => ({
    segmentsSaved,
    saved: money(savedMicros),
  });
  return {
    ucs2: {
      texts: ucs2.texts,
      extraSegments: ucs2.extraSegments,
      extraCost: money(ucs2.extraCostMicros),
      causes: ucs2.causes.map(({ char, from, texts, examples }) => ({
        char,
        codePoint: codePointOf(char),
        texts,
        from,
        examples,
      })),
      moreCauses: ucs2.hasMoreCauses,
      withGsm7: replaced === null ? { changed: offered.texts, ...savings(offered) } : null,
    },
    gsm7:
      replaced === null
        ? null
        : {
            changed: replaced.texts,
            ...savings(replaced),
            template: replaced.template,
            examples: replaced.examples.map((example) => shownExample(example, revealing)),
          },
  };
}

/** One line of the screen; details stand a little to the right. */
interface TextLine {
  readonly words: Phrase;
  readonly isDetail: boolean;
}

/** What is wrong with texts that nobody would write so. */
export function textWarnings({ spoilt }: Pick<TextTotals, 'spoilt'>): readonly Phrase[] {
  return spoilt === 0 ? [] : [phrase('texts.spoilt', { texts: spoilt })];
}

/** The same in words. */
export function textLines(
  { ucs2, offered, replaced }: TextTotals,
  currency: string,
  revealing: Revealing,
): readonly TextLine[] {
  return [
    ...(replaced === null ? [] : replacedLines(replaced, ucs2.texts, currency, revealing)),
    ...(ucs2.texts === 0 ? [] : ucs2Lines(ucs2, offered, currency)),
  ];
}

function replacedLines(
  { template, examples, ...totals }: NonNullable<TextTotals['replaced']>,
  lasting: number,
  currency: string,
  revealing: Revealing,
): readonly TextLine[] {
  const shownTemplate = totals.texts === 0 ? null : template;
  return [
    headline(phrase('texts.replaced', savingsOf(totals, currency))),
    ...(shownTemplate === null
      ? []
      : [
          detail(phrase('texts.templateBefore', { text: shownTemplate.before })),
          detail(phrase('texts.templateAfter', { text: shownTemplate.after })),
        ]),
    ...examples
      .slice(0, SHOWN_EXAMPLES)
      .map((example) => shownExample(example, revealing))
      .flatMap(({ before, after }) => [
        detail(phrase('texts.before', { text: before })),
        detail(phrase('texts.after', { text: after })),
      ]),
    ...(lasting === 0 ? [] : [detail(phrase('texts.lasting', { texts: lasting }))]),
  ];
}

function shownExample({ to, before, after }: ReplacedExample, revealing: Revealing): BeforeAndAfter {
  return { before: writtenText(before, to, revealing), after: writtenText(after, to, revealing) };
}

function ucs2Lines(ucs2: TextTotals['ucs2'], offered: ReplacementTotals, currency: string): readonly TextLine[] {
  const others = ucs2.causes.length - SHOWN_CAUSES;
  const amount = formatMicros(ucs2.extraCostMicros);
  return [
    headline(phrase('texts.ucs2', { texts: ucs2.texts, segments: ucs2.extraSegments, amount, currency })),
    ...ucs2.causes.slice(0, SHOWN_CAUSES).map((cause) => detail(phrase('texts.cause', cause))),
    ...(others > 0 ? [detail(phrase('texts.moreCauses', { count: ucs2.hasMoreCauses ? null : others }))] : []),
    ...(offered.segmentsSaved > 0 ? [detail(phrase('texts.offer', savingsOf(offered, currency)))] : []),
  ];
}

function savingsOf(
  { texts, segmentsSaved, savedMicros }: ReplacementTotals,
  currency: string,
): { readonly texts: number; readonly segments: number; readonly amount: string; readonly currency: string } {
  return { texts, segments: segmentsSaved, amount: formatMicros(savedMicros), currency };
}

function headline(words: Phrase): TextLine {
  return { words, isDetail: false };
}

function detail(words: Phrase): TextLine {
  return { words, isDetail: true };
}
