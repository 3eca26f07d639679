/** What people write in an afternoon: a row, the official SDK, a line in a file, the next row. */
import { generateKeyPairSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { Auth } from '@vonage/auth';
import { Messages, SMS } from '@vonage/messages';
import { parse } from 'csv-parse';

const [url = '', file = '', log = '', rows = '0'] = process.argv.slice(2);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const auth = new Auth({
  applicationId: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
const messages = new Messages(auth, { apiHost: url });
let sent = 0;
for await (const row of createReadStream(file).pipe(parse({ columns: true }))) {
  if (sent >= Number(rows)) break;
  const { phone, prenom } = row as { readonly phone: string; readonly prenom: string };
  const text = `Bonjour ${prenom}, la salle change.`;
  const { messageUUID } = await messages.send(new SMS(text, phone.slice(1), 'AMISDUPARC'));
  await appendFile(log, `${phone},${messageUUID}\n`);
  sent += 1;
}
