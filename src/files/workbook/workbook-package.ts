import { isUtf8 } from 'node:buffer';
import { storedZip } from './stored-zip.js';
import { attributesOf, plainXml, tagsNamed } from './xml-text.js';
import { ZipError, type ZipArchive } from './zip-archive.js';

/** A sheet of cells; one of charts alone is none. */
export interface SheetPlace {
  readonly name: string;
  readonly isVisible: boolean;
  /** Its file in the archive. */
  readonly path: string;
}

/** The files of a workbook that hold what a table needs. */
export interface WorkbookPackage {
  /** In the order of the tabs. */
  readonly sheets: readonly SheetPlace[];
  readonly styles: string;
  /** The XML of a sheet; null if it is missing. @throws ZipError */
  sheetXml(sheet: SheetPlace): string | null;
  /** A workbook of one sheet and nothing that was not looked at before. */
  withSheet(xml: string): Buffer;
}

interface Relation {
  /** The last word of its address: `worksheet`, `styles`. */
  readonly type: string;
  readonly path: string;
}

/** Both kinds of workbook, of 2006 and of ISO 29500, have one of these among their types. */
const WORKBOOK = 'xl/workbook.xml';

/**
 * Finds the sheets of a workbook.
 *
 * @returns Null if the archive is no workbook of XML files, or lacks what makes it one.
 * @throws ZipError
 */
export function openPackage(zip: ZipArchive): WorkbookPackage | null {
  const read = (path: string): string | null => {
    const bytes = zip.read(path);
    return bytes === null ? null : plainXml(textOf(bytes));
  };
  const main = [...relationsOf(read('_rels/.rels') ?? '', '').values()].find(({ type }) => type === 'officeDocument');
  const workbookPath = main?.path ?? WORKBOOK;
  const workbook = read(workbookPath);
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1);
  const relations = relationsOf(read(`${folder}_rels/${workbookPath.slice(folder.length)}.rels`) ?? '', folder);
  const sheetTags = workbook === null ? [] : tagsNamed(workbook, 'sheet').map(attributesOf);
  if (workbook === null || sheetTags.length === 0) return null;

  const partOf = (type: string): string => {
    const relation = [...relations.values()].find((one) => one.type === type);
    if (relation === undefined) return '';
    const xml = read(relation.path);
    if (xml === null) throw new ZipError('broken'); // without its styles a date would pass for a number
    return xml;
  };
  const styles = partOf('styles');
  return {
    sheets: sheetTags.flatMap((tag) => {
      const relation = relations.get(tag.get('id') ?? '');
      if (relation?.type !== 'worksheet') return [];
      const isVisible = (tag.get('state') ?? 'visible') === 'visible';
      return [{ name: withoutEscapes(tag.get('name') ?? ''), isVisible, path: relation.path }];
    }),
    styles,
    sheetXml: (sheet) => read(sheet.path),
    withSheet: (sheet) => packOf(sheet, { styles, sharedStrings: partOf('sharedStrings'), workbook }),
  };
}

/** XML is UTF-8, or UTF-16 with its mark. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (!isUtf8(bytes)) throw new ZipError('broken');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function relationsOf(xml: string, folder: string): ReadonlyMap<string, Relation> {
  return new Map(
    tagsNamed(xml, 'Relationship').map((tag) => {
      const relation = attributesOf(tag);
      const target = (relation.get('Target') ?? '').replaceAll('\\', '/');
      const path = target.startsWith('/') ? target.slice(1) : folder + target;
      const type = relation.get('Type') ?? '';
      return [relation.get('Id') ?? '', { type: type.slice(type.lastIndexOf('/') + 1), path }];
    }),
  );
}

/** ECMA-376 part 1, section 22.9.2.19: what XML can not hold is written as `_x000D_`. */
function withoutEscapes(name: string): string {
  return name.replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface OtherParts {
  readonly workbook: string;
  readonly styles: string;
  readonly sharedStrings: string;
}

function packOf(sheet: string, parts: OtherParts): Buffer {
  const date1904 = tagsNamed(parts.workbook, 'workbookPr').map((tag) => attributesOf(tag).get('date1904'))[0];
  const is1904 = date1904 === '1' || date1904 === 'true';
  const relations = [
    ['sheet', 'worksheet', 'sheet.xml'],
    ['styles', 'styles', 'styles.xml'],
    ['strings', 'sharedStrings', 'strings.xml'],
  ].map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`);
  const workbook =
    `<workbook><workbookPr date1904="${is1904 ? 1 : 0}"/>` +
    `<sheets><sheet name="sheet" sheetId="1" id="sheet"/></sheets></workbook>`;
  const files: readonly (readonly [path: string, xml: string])[] = [
    ['xl/workbook.xml', workbook],
    ['xl/_rels/workbook.xml.rels', `<Relationships>${relations.join('')}</Relationships>`],
    ['xl/sheet.xml', sheet],
    ['xl/styles.xml', parts.styles],
    ['xl/strings.xml', parts.sharedStrings],
  ];
  const present = files.filter(([, xml]) => xml !== '');
  return storedZip(new Map(present.map(([path, xml]) => [path, Buffer.from(xml)])));
}
