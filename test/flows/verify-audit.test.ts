import { expect, it } from 'vitest';
import { emptyChain, type AuditRow } from '../../src/core/audit/chain.js';
import { Interrupted } from '../../src/errors.js';
import { verifyAudit } from '../../src/flows/verify-audit.js';

const emptied = { ledgerId: 'ledger-a', chainRows: () => [] };
const verify = (expected: Parameters<typeof verifyAudit>[1]) => verifyAudit(emptied, expected);

it('tells of a log without rows what is first wrong with it', async () => {
  expect(await verify(null)).toMatchObject({ ok: false, rows: 0, firstBad: { seq: 1, why: 'missing' } });
  expect(await verify({ seq: 4, hash: 'f'.repeat(64) })).toMatchObject({
    ok: false,
    firstBad: { seq: 1, why: 'truncated' },
  });
  expect(await verify(emptyChain('ledger-b'))).toMatchObject({ ok: false, firstBad: { seq: 0, why: 'head_differs' } });
});

it('is interrupted between two rows, and not at its end', async () => {
  const interruption = new AbortController();
  let read = 0;
  const endless = {
    ledgerId: 'ledger-a',
    *chainRows() {
      for (; ; read += 1) {
        if (read === 5000) interruption.abort();
        yield { seq: read + 1, hash: '', prev: '' } as AuditRow;
      }
    },
  };
  await expect(verifyAudit(endless, null, { signal: interruption.signal })).rejects.toThrow(Interrupted);
});
