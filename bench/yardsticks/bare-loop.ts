/** Sends the same requests by undici, as many at a time as smsctl has, and keeps nothing of them. */
import { Agent } from 'undici';
import { numberOf } from '../workspace.ts';

const [url = '', rows = '0', width = '256'] = process.argv.slice(2);
const agent = new Agent({ connections: Number(width), pipelining: 1 });
const authorization = `Basic ${Buffer.from('abcd1234:abcdef0123456789').toString('base64')}`;
let next = 0;

async function worker(): Promise<void> {
  for (let index = next++; index < Number(rows); index = next++) {
    const body = JSON.stringify({
      channel: 'sms',
      message_type: 'text',
      to: numberOf(index).slice(1),
      from: 'AMISDUPARC',
      text: `Bonjour P${index}, la salle change.`,
      client_ref: `reference-of-thirty-two-lett-${index}`,
    });
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
    const answer = await agent.request({ origin: url, path: '/v1/messages', method: 'POST', headers, body });
    JSON.parse(await answer.body.text());
  }
}

await Promise.all(Array.from({ length: Number(width) }, worker));
await agent.close();
