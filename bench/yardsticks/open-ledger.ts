/** Starts, opens a ledger, loads what reads numbers, and ends. */
import Database from 'better-sqlite3';
import parsePhoneNumber from 'libphonenumber-js/max';

const [ledger = ''] = process.argv.slice(2);
const db = new Database(ledger, { readonly: true });
console.log(db.prepare('SELECT ledger_id FROM ledger').get(), parsePhoneNumber('+33639980001')?.number);
db.close();
