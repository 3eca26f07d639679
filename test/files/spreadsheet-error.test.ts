import { describe, expect, it } from 'vitest';
import { isSpreadsheetError } from '../../src/files/spreadsheet-error.js';

describe('isSpreadsheetError', () => {
  it.each(['#N/A', '#VALEUR!', '#NV', '#wert!', '#RIF!', '#WAARDE!', '#¿NOMBRE?', '#VALOR!'])('knows %s', (cell) => {
    expect(isSpreadsheetError(cell)).toBe(true);
  });

  it.each(['', '#', '#1', 'N/A', 'WAARDE', '#parc'])('takes %j for a value', (cell) => {
    expect(isSpreadsheetError(cell)).toBe(false);
  });
});
