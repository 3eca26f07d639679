import { plainFieldName } from './field-name.js';

/** How other programs write a field: `{prenom}`, `[Prénom]`, `%prenom%`, `<prenom>`, `«prenom»`, `*|PRENOM|*`, `##prenom##`. */
const PLACEHOLDERS =
  /(?<!\{)\{(?<braces>[^{}%\n]{1,60})\}(?!\})|\[(?<brackets>[^\][\n]{1,60})\]|(?<!\{)%(?<percents>[^%{}\n]{1,60})%(?!\})|<(?<angles>[^<>\n]{1,60})>|«(?<quotes>[^«»\n]{1,60})»|\*\|(?<bars>[^|\n]{1,60})\|\*|##(?<hashes>[^#\n]{1,60})##/gu;

/** A field as another program would write it, and the column that is meant. */
interface ForeignPlaceholder {
  /** As it stands in the text. */
  readonly found: string;
  /** In its plain form, by which a text asks for it. */
  readonly field: string;
}

/**
 * Finds what is written in a template as other programs write fields, and names a column: it would leave as it stands, to
 * everybody. What names no column is somebody's way of writing.
 */
export function foreignPlaceholders(source: string, headers: readonly string[]): readonly ForeignPlaceholder[] {
  const fields = new Set(headers.map(plainFieldName));
  const found = new Map<string, ForeignPlaceholder>();
  for (const { 0: text, groups } of source.matchAll(PLACEHOLDERS)) {
    const names: readonly (string | undefined)[] = Object.values(groups ?? {});
    const field = plainFieldName(names.find((name) => name !== undefined) ?? '');
    if (fields.has(field)) found.set(text, { found: text, field });
  }
  return [...found.values()];
}
