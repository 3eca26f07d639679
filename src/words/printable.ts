/** Control characters but line feed and tab, and the marks that turn the direction of writing (Unicode TR 9). */
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Makes a text safe to show: a cell of a file or an argument may hold anything, also what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}

/** The same for JSON text, whose value stays what it is: JSON lets C1 controls and marks of direction stand as they are. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
