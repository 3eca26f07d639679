import { replaceTypography } from '../segment/replace-typography.js';
import { endingFor, type FooterRule } from './footer.js';

interface TextRules {
  /** The way out; null where the message needs none. */
  readonly footer: FooterRule | null;
  /** Typographic characters are replaced to stay in GSM-7. */
  readonly gsm7: boolean;
}

/** A text as the handset will show it, and what it is made of. */
interface ComposedText {
  readonly kind: 'text';
  readonly text: string;
  /** The footer with what stands before it, as the text ends with it; empty where the text carries the way out itself. */
  readonly ending: string;
  /** As much of the end as the provider appends by itself: counted, not submitted. */
  readonly appended: string;
  /** The text as written, where characters of it were replaced. */
  readonly written: string | null;
}

/**
 * Puts a rendered text and its way out together. A footer of ours is part of what may be replaced; one that the
 * provider appends stays as the provider writes it, and is only counted.
 */
export function composeText(
  body: string,
  { footer, gsm7 }: TextRules,
): ComposedText | { readonly kind: 'other_stop_code'; readonly found: string } {
  const outcome = footer === null ? ({ kind: 'ending', ending: '' } as const) : endingFor(body, footer);
  if (outcome.kind !== 'ending') return outcome;
  const { ending } = outcome;
  const written = body + ending;
  const appended = footer?.byProvider === true ? ending : '';
  const own = written.slice(0, written.length - appended.length);
  const text = (gsm7 ? replaceTypography(own, appended) : own) + appended;
  const shown = text.endsWith(ending) ? ending : '';
  return { kind: 'text', text, ending: shown, appended, written: text === written ? null : written };
}
