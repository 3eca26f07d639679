import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The two halves of young objects that a run may have together, bytes; the platform would take 128 MB. */
const YOUNG_BYTES = 32 * 2 ** 20;
const LOOK_MS = 20;

/**
 * On a machine with much memory the platform lets garbage stand until it is many times what is in use. A file is worked on
 * a few thousand rows at a time: what is in use stays below 40 MB however long the file is, and so should the rest.
 *
 * @param work A run is short of time: its objects live until their message is answered, and to sweep among them often
 *   costs a fifth of its speed. So its young objects get room, up to a size.
 */
export function keepHeapSmall(work: 'file' | 'run'): void {
  // Old objects are collected when there are so many more of them, in hundredths. A run makes them all the time: of 30 more
  // their collector would take a tenth of its speed.
  setFlagsFromString(`--heap-growing-percent=${work === 'file' ? 30 : 100}`);
  if (work === 'file') return stopYoungGrowth();
  const look = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (young !== undefined && young.space_size < YOUNG_BYTES) return;
    stopYoungGrowth();
    clearInterval(look);
  }, LOOK_MS);
  look.unref();
}

/** The size of a heap that runs can only be kept from growing on: the flag that limits it is read at the start. */
function stopYoungGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
