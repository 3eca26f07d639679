/** Reads a file of contacts with csv-parse, parses every number, and does nothing else. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import parsePhoneNumber from 'libphonenumber-js/max';

const [file = ''] = process.argv.slice(2);
let valid = 0;
for await (const row of createReadStream(file).pipe(parse({ columns: true }))) {
  if (parsePhoneNumber((row as { readonly phone: string }).phone, 'FR')?.isValid() === true) valid += 1;
}
console.log(valid);
