const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Puts the characters in the place of references such as `&amp;` and `&#233;`. */
function withoutReferences(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (reference, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? reference;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  });
}

/** Writes a text so that it may stand between tags. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The attributes of a start tag by their local names. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const pairs = tag.matchAll(/\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return new Map([...pairs].map(([, name = '', double, single]) => [name, withoutReferences(double ?? single ?? '')]));
}

/** Every start tag of that local name, as it stands there. */
export function tagsNamed(xml: string, name: string): readonly string[] {
  const tag = new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>`, 'g');
  return xml.match(tag) ?? [];
}

/**
 * Writes plainly what the reader of workbooks loses or mangles: `<![CDATA[…]]>`, comments within a text, and references
 * to characters beyond U+FFFF.
 */
export function plainXml(xml: string): string {
  return xml
    .replace(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, (_, data: string | undefined) =>
      escaped(data ?? ''),
    )
    .replace(/&#(?:\d{5,}|x[\da-f]{5,});/gi, (reference) => {
      const character = withoutReferences(reference);
      return character.length > 1 ? character : reference;
    });
}
