import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { readTemplateFile } from '../../src/files/template-file.js';
import { refusal, temporaryFolder, writtenFile } from './written-file.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const text = 'Bonjour {{ prenom }},\nl’assemblée générale a lieu à Sète, le 5 mars.';

describe('readTemplateFile', () => {
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['windows-1252', iconv.encode(text, 'windows-1252')],
    ['macintosh', iconv.encode(text, 'macintosh')],
  ])('reads %s', async (_, bytes) => {
    expect(await readTemplateFile(writtenFile(folder.path, bytes))).toBe(text);
  });

  it.each([
    ['one\n', 'one'],
    ['one\r\n', 'one'],
    ['one\r', 'one'],
    ['one\n\n', 'one\n'],
    ['\none ', '\none '],
    ['a\r\nb', 'a\r\nb'],
  ])('drops one final line break alone: %j', async (content, message) => {
    expect(await readTemplateFile(writtenFile(folder.path, content))).toBe(message);
  });

  it('reads up to 64 KiB', async () => {
    const full = 'x'.repeat(64 * 1024);
    expect(await readTemplateFile(writtenFile(folder.path, full))).toHaveLength(64 * 1024);
    const error = await refusal(readTemplateFile(writtenFile(folder.path, `${full}x`)));
    expect(error).toMatchObject({ kind: 'badInput', key: 'files.templateTooLarge' });
  });

  it.each([
    ['nothing', '', 'files.empty'],
    ['a line break alone', '\n', 'files.empty'],
    ['a word processor’s file', Buffer.from('PK\x03\x04[Content_Types].xml word/', 'latin1'), 'files.container'],
    ['NUL bytes', 'a\0b', 'files.binary'],
  ])('refuses %s', async (_, content, key) => {
    expect(await refusal(readTemplateFile(writtenFile(folder.path, content)))).toMatchObject({ kind: 'badInput', key });
  });

  it('refuses what is not there', async () => {
    expect(await refusal(readTemplateFile(`${folder.path}/none.txt`))).toMatchObject({ kind: 'noInput' });
  });
});
