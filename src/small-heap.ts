import { flushCompileCache } from 'node:module';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * The two halves of young objects that a run may have together, bytes; the platform would take 128 MB. Twice as much would make
 * it a twentieth faster, in 20 MB more.
 */
const YOUNG_BYTES = 16 * 2 ** 20;
const LOOK_MS = 20;
/** By then a command has loaded what it needs. */
const START_MS = 250;

/**
 * On a machine with much memory the platform lets garbage stand until it is many times what is in use. A file is worked on
 * a few thousand rows at a time: what is in use stays below 40 MB however long the file is, and so should the rest.
 *
 * @param work A run is short of time: its objects live until their message is answered, and to sweep among them often
 *   costs it speed. So its young objects get room, up to a size. It starts as every other command does, for what the platform
 *   keeps of the compiled program is good only under the flags under which it was compiled.
 */
export function keepHeapSmall(work: 'file' | 'run'): void {
  // Old objects are collected when there are so many more of them, in hundredths.
  setFlagsFromString('--heap-growing-percent=50');
  growYoung(1);
  if (work === 'run') setTimeout(giveRoom, START_MS).unref();
}

/** A run makes old objects all the time: with less room for them their collector takes up to a tenth of its speed. */
function giveRoom(): void {
  flushCompileCache();
  setFlagsFromString('--heap-growing-percent=100');
  growYoung(2);
  const look = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if (young !== undefined && young.space_size < YOUNG_BYTES) return;
    growYoung(1);
    clearInterval(look);
  }, LOOK_MS);
  look.unref();
}

/** The size of a heap that runs can only be let grow, or kept from growing on: the flag that limits it is read at the start. */
function growYoung(factor: 1 | 2): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
