/**
 * A process of its own that takes every message, as fast as it can, and knows when the first and the last one came:
 * whoever sends shares no thread with it. `GET /stats` tells and starts anew.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const LATENCY_MS = Number(process.argv[2] ?? '0');
let arrivals: number[] = [];

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    // Between two questions minutes may pass in which nobody would notice that a kept connection was closed.
    response.writeHead(200, { connection: 'close' }).end(JSON.stringify({ arrivals }));
    arrivals = [];
    return;
  }
  arrivals.push(performance.now());
  request.resume();
  request.on('end', () => {
    const answer = (): void => {
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end('{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789cd"}');
    };
    if (LATENCY_MS === 0) answer();
    else setTimeout(answer, LATENCY_MS);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
