import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';

/** The way out of one country's messages, as configured. */
export interface FooterRule {
  /** For instance `STOP au {{ stop }}` or `Stop: {{ stop_url }}`. */
  readonly text: string;
  /** The provider's short code, without default: another provider's code is no way out. */
  readonly stop?: string | undefined;
  /** A link to the leaving page, personal or not. */
  readonly stopUrl?: string | undefined;
  /**
   * The provider appends the footer by itself: it is counted, and not sent. White space before the text is what the
   * provider puts between; a line feed where there is none.
   */
  readonly byProvider?: boolean | undefined;
}

/** The text tells people to send STOP to a code that is not the rule's: `found`. */
interface OtherStopCode {
  readonly kind: 'other_stop_code';
  readonly found: string;
}

/** What comes after a text: nothing when it carries the way out already. */
type EndingOutcome = { readonly kind: 'ending'; readonly ending: string } | OtherStopCode;

/**
 * A STOP mention with its five-digit short code, as French platforms write it: `STOP 36184`, `STOP SMS au 36184`,
 * `Stop: 36184` (AF2M: codes 36xxx promotional, 38xxx functional). The flag g is for `matchAll`, which works on a copy
 * and so keeps no position from one text to the next.
 */
const stopMention = /\bSTOP\s*(?:SMS)?\s*(?:au|à|a|:|=|>)?\s*(\d{5})\b/gi;

/** A footer knows two names and no logic: what the law asks for does not hang on a condition. */
const placeholder = /\{\{-?\s*([^}]*?)\s*-?\}\}|\{%[^}]*\}/g;

/**
 * Renders the footer's own text: `STOP au {{ stop }}` with the code 36184 is `STOP au 36184`. Space around it goes.
 *
 * @throws OperatorError config (78): empty, a placeholder other than `stop` and `stop_url`, or one without a value.
 */
export function renderFooter(rule: FooterRule): string {
  const values: ReadonlyMap<string, string | undefined> = new Map([
    ['stop', rule.stop],
    ['stop_url', rule.stopUrl],
  ]);
  const text = rule.text
    .replace(
      placeholder,
      (piece, name = '') => values.get(String(name))?.trim() || refusePlaceholder(piece, String(name)),
    )
    .replace(/\r\n?/g, '\n')
    .trim();
  if (text === '')
    throw new OperatorError('config', phrase('template.footerEmpty'), phrase('template.footerEmptyHint'));
  return text;
}

/**
 * Says what is to be appended to a text: the footer after one line feed, unless the text already carries the way out,
 * which is the mention with the right code, the personal link, or the footer itself, each standing by itself.
 *
 * @param body Rendered text without footer.
 * @returns `other_stop_code` when any mention names a code that is not the rule's, also beside the right one.
 * @throws OperatorError as {@link renderFooter}.
 */
export function endingFor(body: string, rule: FooterRule): EndingOutcome {
  const footer = renderFooter(rule);
  const rightCodes = footerCodes(rule);
  const codes = stopCodesIn(body);
  const other = codes.find((code) => !rightCodes.includes(code));
  if (other !== undefined) return { kind: 'other_stop_code', found: other };

  if (codes.length > 0 || [footer, rule.stopUrl?.trim()].some((wayOut) => standsIn(body, wayOut))) {
    return { kind: 'ending', ending: '' };
  }
  if (rule.byProvider === true) return { kind: 'ending', ending: providerEnding(rule) };
  return { kind: 'ending', ending: body.endsWith('\n') ? footer : `\n${footer}` };
}

/**
 * Finds what the provider will append to a message by itself. The kept text of a message is what the handset shows; a
 * text that does not end as the provider would end it leaves whole, so that nobody is without a way out after the
 * configuration has changed.
 *
 * @param text A text as the handset shows it.
 * @returns The end of `text` that must not be submitted; empty when all of it is to be.
 */
export function appendedByProvider(text: string, rule: FooterRule): string {
  if (rule.byProvider !== true) return '';
  const ending = providerEnding(rule);
  return text.endsWith(ending) ? ending : '';
}

/** The codes that a footer names, its own `stop` first. */
export function footerCodes(rule: FooterRule): readonly string[] {
  const stop = rule.stop?.trim() ?? '';
  return [...new Set([...(stop === '' ? [] : [stop]), ...stopCodesIn(renderFooter(rule))])];
}

/** To the letter: the separator counts, and `\r\n` is two septets. */
function providerEnding(rule: FooterRule): string {
  const [separator = ''] = /^\s*/.exec(rule.text) ?? [];
  return (separator === '' ? '\n' : separator) + renderFooter(rule);
}

/** The codes to which a text sends STOP. The `à` of `STOP à 36184` may come decomposed. */
export function stopCodesIn(body: string): readonly string[] {
  return Array.from(body.normalize('NFC').matchAll(stopMention), (match) => match[1] ?? '');
}

/** True when `piece` stands in `body` between white space or ends: `…/ab` is not the link `…/a`. */
function standsIn(body: string, piece: string | undefined): boolean {
  if (!piece) return false;
  for (let at = body.indexOf(piece); at !== -1; at = body.indexOf(piece, at + 1)) {
    const before = body.charAt(at - 1);
    const after = body.charAt(at + piece.length);
    if (/^\s?$/.test(before) && /^\s?$/.test(after)) return true;
  }
  return false;
}

function refusePlaceholder(piece: string, name: string): never {
  if (name === 'stop' || name === 'stop_url') {
    throw new OperatorError(
      'config',
      phrase('template.footerValueMissing', { key: name }),
      phrase('template.footerValueMissingHint', { key: name }),
    );
  }
  throw new OperatorError(
    'config',
    phrase('template.footerPlaceholder', { piece }),
    phrase('template.footerPlaceholderHint'),
  );
}
