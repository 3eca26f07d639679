import { OperatorError } from '../errors.js';
import { phrase, type Phrase } from '../words/phrase.js';

/** Files that people take for a CSV file because a spreadsheet program opens both. */
export type Container =
  'xlsx' | 'xlsb' | 'locked' | 'ods' | 'numbers' | 'docx' | 'xls' | 'pdf' | 'zip' | 'html' | 'json' | 'vcard' | 'rtf';

const OLE2 = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/**
 * Recognises a workbook, a PDF, a web page or an address book by its first bytes, whatever its name says.
 *
 * Membership programs do write web pages and call them `.xls`.
 *
 * @returns Null for what may be plain text.
 */
export function recogniseContainer(head: Buffer): Container | null {
  const ascii = head.subarray(0, 4096).toString('latin1');
  if (ascii.startsWith('PK\x03\x04')) return kindOfZip(ascii);
  if (head.subarray(0, OLE2.length).equals(OLE2)) return 'xls';
  if (ascii.startsWith('%PDF-')) return 'pdf';
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|\?xml)\b/i.test(ascii)) return 'html';
  if (/^(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*["}]/.test(ascii)) return 'json';
  if (/^(?:\xef\xbb\xbf)?\s*BEGIN:VCARD\b/i.test(ascii)) return 'vcard';
  if (ascii.startsWith('{\\rtf')) return 'rtf';
  return null;
}

/** An OpenDocument file starts with its media type, uncompressed (OpenDocument 1.3 part 2, section 3.3). */
function kindOfZip(ascii: string): Container {
  if (ascii.includes('mimetypeapplication/vnd.oasis.opendocument')) return 'ods';
  return ascii.includes('[Content_Types].xml') || ascii.includes('xl/') ? 'xlsx' : 'zip';
}

/** A workbook with a password stands as one stream of this name in an old container (MS-OFFCRYPTO 2.3.4.4). */
const LOCKED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/** Tells a workbook with a password from one of the old format; the names of the streams may stand anywhere. */
export async function lockedOrOld(chunks: AsyncIterable<Buffer>): Promise<'locked' | 'xls'> {
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([end, chunk]);
    if (bytes.includes(LOCKED_STREAM)) return 'locked';
    end = bytes.subarray(-LOCKED_STREAM.length);
  }
  return 'xls';
}

/** Says what a file is that can not be read, and what to do about it. */
export function refuseAs(container: Container, file: string, hint = hintFor(container)): OperatorError {
  return new OperatorError('badInput', phrase('files.container', { file, container }), hint, {
    details: { container },
  });
}

function hintFor(container: Container): Phrase {
  switch (container) {
    case 'locked':
      return phrase('workbook.lockedHint');
    case 'pdf':
    case 'zip':
    case 'docx':
      return phrase('files.binaryHint');
    default:
      return phrase('files.saveAsCsvHint');
  }
}

/** A file that is neither text nor anything smsctl can name. */
export function binaryFile(file: string): OperatorError {
  return new OperatorError('badInput', phrase('files.binary', { file }), phrase('files.binaryHint'));
}

/** A file without any word in it. */
export function emptyFile(file: string): OperatorError {
  return new OperatorError('badInput', phrase('files.empty', { file }), phrase('files.emptyHint', { file }));
}
