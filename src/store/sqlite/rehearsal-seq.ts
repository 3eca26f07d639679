/**
 * What a rehearsal itself records of consents and STOPs is numbered from here, so that what the ledger learns later
 * can still be brought in under its own numbers, and a simulated STOP stands after everything else.
 */
export const REHEARSAL_SEQ = 2 ** 40;
