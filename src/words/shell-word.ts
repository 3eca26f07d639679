const isWindows = process.platform === 'win32';

/** What no shell takes for anything but itself; `~` and, in zsh, `=` mean something where they come first. */
const plain = /^[\p{L}\p{N}_./:@%+,-][\p{L}\p{N}_./:@%+=,~-]*$/u;
const plainOnWindows = /^[\p{L}\p{N}_./:\\~+=-]+$/u;

/**
 * A word of a command that a text tells somebody to type: a name of a folder, a file or a column may hold whatever a shell
 * would obey. Between double quotes `$(…)` is carried out, between single ones nothing is. Windows knows only double ones,
 * and no name there has one in it.
 */
export function shellWord(word: string, onWindows = isWindows): string {
  if ((onWindows ? plainOnWindows : plain).test(word)) return word;
  return onWindows ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
