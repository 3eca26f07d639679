/** Loaded before a measured program: notes, at its end, the most memory that it held, KiB. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env['SMSCTL_BENCH_PEAK'] ?? '', String(process.resourceUsage().maxRSS));
  });
}
