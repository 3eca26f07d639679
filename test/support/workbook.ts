import { crc32, deflateRawSync } from 'node:zlib';

/** A file within a ZIP archive, packed as most programs pack it, and what a forger may say of it instead. */
interface ZipFile {
  readonly path: string;
  readonly content: string | Buffer;
  readonly claimedBytes?: number;
  readonly flags?: number;
}

/** A ZIP archive. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content, claimedBytes, flags = 0 } of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const header = (signature: number, length: number, at: number): Buffer => {
      const buffer = Buffer.alloc(length);
      buffer.writeUInt32LE(signature, 0);
      buffer.writeUInt16LE(flags, at + 2);
      buffer.writeUInt16LE(8, at + 4);
      buffer.writeUInt32LE(crc32(bytes), at + 10);
      buffer.writeUInt32LE(packed.length, at + 14);
      buffer.writeUInt32LE(claimedBytes ?? bytes.length, at + 18);
      buffer.writeUInt16LE(name.length, at + 22);
      return buffer;
    };
    const central = header(0x02014b50, 46, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    const local = [header(0x04034b50, 30, 4), name, packed];
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

interface WrittenSheet {
  readonly name: string;
  /** XML of the rows. */
  readonly rows: string;
  readonly state?: 'visible' | 'hidden' | 'veryHidden';
}

export interface WrittenWorkbook {
  readonly sheets: readonly WrittenSheet[];
  /** XML of the items of `sst`. */
  readonly strings?: string;
  /** Format codes of the styles 1, 2 and so on. */
  readonly formats?: readonly string[];
  readonly is1904?: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The files of a workbook as Excel names them. */
export function workbookFiles({ sheets, strings = '', formats = [], is1904 = false }: WrittenWorkbook): ZipFile[] {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (all: readonly string[]): string =>
    `<Relationships xmlns="${PACKAGE}">${all.join('')}</Relationships>`;
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const xml = (path: string, content: string): ZipFile => ({
    path,
    content: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${content}`,
  });
  return [
    xml('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    xml('_rels/.rels', relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')])),
    xml(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>` +
        sheets
          .map(
            ({ name, state }, at) =>
              `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${at + 1}"/>`,
          )
          .join('') +
        '</sheets></workbook>',
    ),
    xml(
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)),
        relation('rIdS', 'styles', 'styles.xml'),
        relation('rIdT', 'sharedStrings', 'sharedStrings.xml'),
      ]),
    ),
    ...sheets.map(({ rows }, at) =>
      xml(
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData><pageMargins left="0.7"/></worksheet>`,
      ),
    ),
    xml(
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts>` +
        formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escaped(code)}"/>`).join('') +
        '</numFmts><cellXfs><xf numFmtId="0"/>' +
        formats.map((_, at) => `<xf numFmtId="${164 + at}" xfId="0"/>`).join('') +
        '</cellXfs></styleSheet>',
    ),
    xml('xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${strings}</sst>`),
  ];
}

export function workbookOf(workbook: WrittenWorkbook): Buffer {
  return zipOf(workbookFiles(workbook));
}

/** Rows of texts and numbers, from row 1 and column A on; null leaves a cell out. */
export function rowsXml(rows: readonly (readonly (string | number | null)[])[]): string {
  const text = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return rows
    .map((cells, row) => {
      const written = cells.map((value, column) => {
        const address = `${String.fromCharCode(65 + column)}${row + 1}`;
        if (value === null) return '';
        return typeof value === 'number'
          ? `<c r="${address}"><v>${value}</v></c>`
          : `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text(value)}</t></is></c>`;
      });
      return `<row r="${row + 1}" spans="1:${cells.length}">${written.join('')}</row>`;
    })
    .join('');
}
