/**
 * A process of its own that takes every message and knows when each came. It speaks as little HTTP as keeps a client
 * content: a provider's machines are not ours, so what stands for them should take as little of these as it can, beside
 * the program and beside the yardsticks alike. A GET tells, and starts anew.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';

const LATENCY_MS = Number(process.argv[2] ?? '0');
let arrivals: number[] = [];

const ACCEPTED = answer('202 Accepted', '{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789cd"}');

function answer(status: string, body: string, more = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${more}\r\n${body}`;
}

function take(request: string, socket: Socket): void {
  if (request.startsWith('GET ')) {
    // Between two questions minutes may pass in which nobody would notice that a kept connection was closed.
    socket.end(answer('200 OK', JSON.stringify({ arrivals }), 'connection: close\r\n'));
    arrivals = [];
    return;
  }
  arrivals.push(performance.now());
  if (LATENCY_MS === 0) socket.write(ACCEPTED);
  else setTimeout(() => socket.write(ACCEPTED), LATENCY_MS);
}

/** The first whole request of what was received, its end, or null while more of it is to come. */
function requestIn(received: string): { readonly request: string; readonly end: number } | null {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? '0';
  const end = head + 4 + Number(length);
  return received.length < end ? null : { request: received.slice(0, end), end };
}

const server = createServer((socket) => {
  let received = '';
  // One character a byte: lengths are counted in bytes.
  socket.setEncoding('latin1').setNoDelay();
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (let found = requestIn(received); found !== null; found = requestIn(received)) {
      received = received.slice(found.end);
      take(found.request, socket);
    }
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
