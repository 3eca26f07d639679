import { setFlagsFromString } from 'node:v8';

/**
 * On a machine with much memory the platform lets garbage stand until it is many times what is in use. A file is worked on
 * a few thousand rows at a time: what is in use stays below 40 MB however long the file is, and so should the rest.
 *
 * @param work A run is short of time rather than of memory: its young objects are swept as seldom as the platform likes.
 */
export function keepHeapSmall(work: 'file' | 'run'): void {
  // Old objects are collected when there are so many more of them, in hundredths.
  setFlagsFromString(`--heap-growing-percent=${work === 'run' ? 50 : 30}`);
  if (work === 'run') return;
  // Young ones have twice 4 MB, as much as a chunk of a file.
  setFlagsFromString('--max-semi-space-size=4');
  setFlagsFromString('--semi-space-growth-factor=1');
}
