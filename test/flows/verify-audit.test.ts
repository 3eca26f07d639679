import { expect, it } from 'vitest';
import { emptyChain } from '../../src/core/audit/chain.js';
import { verifyAudit } from '../../src/flows/verify-audit.js';

const emptied = { ledgerId: 'ledger-a', chainRows: () => [] };
const verify = (expected: Parameters<typeof verifyAudit>[1]) => verifyAudit(emptied, expected, () => undefined);

it('tells of a log without rows what is first wrong with it', () => {
  expect(verify(null)).toMatchObject({ ok: false, rows: 0, firstBad: { seq: 1, why: 'missing' } });
  expect(verify({ seq: 4, hash: 'f'.repeat(64) })).toMatchObject({ ok: false, firstBad: { seq: 1, why: 'truncated' } });
  expect(verify(emptyChain('ledger-b'))).toMatchObject({ ok: false, firstBad: { seq: 0, why: 'head_differs' } });
});
