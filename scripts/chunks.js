import { join } from 'node:path';

/** Who shares a module that is neither needed for the help nor by whoever opens a workspace: fewer commands load what is their own. */
const MANY_COMMANDS = 10;

/** From the inside out: a chunk imports only what lies further in, for each holds whatever its own modules import. */
const NAMES = ['base', 'front-threads', 'front', 'app-threads', 'app', 'common-threads', 'common'];

/**
 * Puts what is always loaded together into one file each. Of itself the bundler makes a file for every set of commands that share
 * something, of which a command then loads eighty, and Node takes a third of a millisecond over each.
 *
 * @param folder Where the compiled program lies, absolute.
 * @returns Groups of rolldown's `codeSplitting`.
 */
export function chunks(folder) {
  const chunkOf = once((graph) => sorter(folder, (id) => graph.getModuleInfo(id)));
  return NAMES.map((name, index) => ({
    debugName: name,
    priority: NAMES.length - index,
    name: (id, graph) => (chunkOf(graph)(id) === name ? name : null),
  }));
}

/** Says in which chunk a module belongs; null where the bundler decides. */
function sorter(folder, infoOf) {
  /** Everything that is loaded with a module. */
  const closureOf = (entry) => {
    const found = new Set();
    const open = [entry];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(...(infoOf(id)?.importedIds ?? []));
    }
    return found;
  };
  const withAll = (...files) => files.map((file) => closureOf(join(folder, file))).reduce((a, b) => a.union(b));
  // Whoever imports a chunk waits for what its modules wait for, and these wait for the others.
  const waiting = ['main.js', 'keychain/keychain-helper.js'].map((file) => join(folder, file));
  const base = withAll('main.js', 'keychain/keychain-helper.js');
  const front = withAll('this-process.js');
  const app = withAll('app.js');
  const threads = withAll('store/sqlite/checker-thread.js', 'store/sqlite/writer-thread.js');
  const commands = infoOf(join(folder, 'cli/program.js')).dynamicallyImportedIds.map(closureOf);
  const isCommon = (id) => commands.filter((closure) => closure.has(id)).length >= MANY_COMMANDS;
  return (id) => {
    if (waiting.includes(id)) return null;
    if (base.has(id)) return 'base';
    const room = front.has(id) ? 'front' : app.has(id) ? 'app' : isCommon(id) ? 'common' : null;
    return room !== null && threads.has(id) ? `${room}-threads` : room;
  };
}

function once(make) {
  let made = null;
  return (given) => (made ??= make(given));
}
