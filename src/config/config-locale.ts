import { parse } from 'smol-toml';
import type { Locale } from '../words/formats.js';

/**
 * The language that a configuration asks for, right or wrong otherwise: help and error messages are in it even when
 * the file is refused. Never throws.
 *
 * @returns null when the file names no language that there is.
 */
export function configLocale(text: string): Locale | null {
  const locale = parsedLocale(text) ?? /^[ \t]*(?:organisation\.)?locale[ \t]*=[ \t]*["'](fr|en)["']/m.exec(text)?.[1];
  return locale === 'fr' || locale === 'en' ? locale : null;
}

function parsedLocale(text: string): unknown {
  try {
    const { organisation } = parse(text, { maxDepth: 20 });
    return typeof organisation === 'object' && 'locale' in organisation ? organisation.locale : null;
  } catch {
    return null;
  }
}
