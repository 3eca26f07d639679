import { shownAs, type ShownAs } from './number-format.js';
import { attributesOf, tagsNamed } from './xml-text.js';

/**
 * Reads how the styles of a workbook show numbers, by the index that a cell names.
 *
 * @param xml `xl/styles.xml`; '' where a workbook has none.
 * @returns Null for a style that shows a number by its plain digits, or as a date.
 */
export function numberStyles(xml: string): readonly (ShownAs | null)[] {
  const codes = new Map(
    tagsNamed(xml, 'numFmt').map((tag) => {
      const format = attributesOf(tag);
      return [Number(format.get('numFmtId')), format.get('formatCode')] as const;
    }),
  );
  const [, cellStyles = ''] = /<(?:[\w.-]+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:[\w.-]+:)?cellXfs>/.exec(xml) ?? [];
  return tagsNamed(cellStyles, 'xf').map((tag) => {
    const id = Number(attributesOf(tag).get('numFmtId') ?? '0');
    return shownAs(id, codes.get(id));
  });
}
