import { constants } from 'node:os';

const NAMES = new Map(Object.entries(constants.errno).map(([name, errno]) => [errno, name]));

/**
 * The system's own name of a call that failed, such as `ENOSPC`; null where it was no such call. Node says `UNKNOWN` of
 * whatever libuv has no name for, a used up quota (`EDQUOT`) among them, and leaves the number.
 */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return null;
  if (error.code !== 'UNKNOWN' || !('errno' in error) || typeof error.errno !== 'number') return error.code;
  const errno = Math.abs(error.errno);
  return NAMES.get(errno) ?? `ERRNO${errno}`;
}
