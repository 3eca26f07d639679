/**
 * A process of its own that takes every message, as fast as it can, and knows when each one came: whoever sends shares no
 * thread with it. It shares the machine with what is measured, though, so it reads of HTTP only what it needs: where a
 * request ends. `GET /stats` tells and starts anew.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';

const LATENCY_MS = Number(process.argv[2] ?? '0');
const END_OF_HEADERS = '\r\n\r\n';
let arrivals: number[] = [];

const answer = (status: string, connection: string, body: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ndate: ${new Date().toUTCString()}\r\n` +
  `connection: ${connection}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const TAKEN = answer('202 Accepted', 'keep-alive', '{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789cd"}');

function reply(socket: Socket, headers: string): void {
  if (headers.startsWith('GET ')) {
    // Between two questions minutes may pass in which nobody would notice that a kept connection was closed.
    socket.end(answer('200 OK', 'close', JSON.stringify({ arrivals })));
    arrivals = [];
    return;
  }
  arrivals.push(performance.now());
  if (LATENCY_MS === 0) socket.write(TAKEN);
  else setTimeout(() => socket.write(TAKEN), LATENCY_MS);
}

/** Where the request that `text` begins with ends; null: it is not all there. */
function endOfRequest(text: string): number | null {
  const headersEnd = text.indexOf(END_OF_HEADERS);
  if (headersEnd < 0) return null;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headersEnd))?.[1] ?? 0);
  const end = headersEnd + END_OF_HEADERS.length + length;
  return text.length < end ? null : end;
}

const server = createServer((socket) => {
  // One character a byte, so that lengths are those of HTTP.
  socket.setEncoding('latin1');
  socket.setNoDelay(true);
  // Whoever goes away in the middle is gone.
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (more: string) => {
    text += more;
    for (let end = endOfRequest(text); end !== null; end = endOfRequest(text)) {
      reply(socket, text);
      text = text.slice(end);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
